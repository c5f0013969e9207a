declare const unit: unique symbol

/** Integer microseconds. In arrivals since their phase began, in observations since the run began. */
export type Micros = number & { readonly [unit]: 'µs' }

/** The only place a number becomes `Micros`: rounds to an integer. Throws RangeError on NaN or infinity. */
export function micros(value: number): Micros {
  if (!Number.isFinite(value)) throw new RangeError(`not a time: ${value}`)
  return Math.round(value) as Micros
}

export const fromMillis = (millis: number): Micros => micros(millis * 1_000)
export const fromSeconds = (seconds: number): Micros => micros(seconds * 1_000_000)
export const toMillis = (time: Micros): number => time / 1_000
export const toSeconds = (time: Micros): number => time / 1_000_000

/** Longest delay a timer of Node takes, ms (about 25 days): one that is set for longer fires at once. */
export const longestTimer = 2 ** 31 - 1
