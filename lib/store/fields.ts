/** A property of a value that came from a file; undefined when it is none, or has none of that name. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** A property that is a number of 0 or more. */
export function ratioOf(value: unknown, name: string): number | undefined {
  const field = fieldOf(value, name)
  return typeof field === 'number' && Number.isFinite(field) && field >= 0 ? field : undefined
}

/** A property that is a whole number of 0 or more. */
export function countOf(value: unknown, name: string): number | undefined {
  const field = ratioOf(value, name)
  return Number.isSafeInteger(field) ? field : undefined
}
