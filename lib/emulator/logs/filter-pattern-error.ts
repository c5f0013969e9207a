/** Whether a message is one of those that a pattern asks for. */
export type Matcher = (message: string) => boolean

/** What is wrong with a filter pattern, or what of it is not here. */
export class FilterPatternError extends Error {}
