/** Three of these still are a safe integer: what is larger nobody measured. */
export const mostCount = 2 ** 51

/** Every time, size and number of a line is such a whole one: anything else was not written by us. */
export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= mostCount
