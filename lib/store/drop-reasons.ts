/** A line's `dropped` counts from 1 in this list. */
export const dropReasons = ['in-flight', 'late'] as const
