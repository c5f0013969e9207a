/** The time from each instant to the next, in order of time. */
export function gapsOf(instants: readonly number[]): number[] {
  const sorted = instants.toSorted((a, b) => a - b)
  return sorted.slice(1).map((at, index) => at - (sorted[index] ?? at))
}

/** Standard deviation over mean; undefined for fewer than two values or a mean of 0. */
export function variation(values: readonly number[]): number | undefined {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count < 2 || mean === 0) return undefined
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (count - 1)) / mean
}

/** How many of the instants lie in each of the stretches of `length` from `from` on, `stretches` of them. */
export function countPer(
  instants: readonly number[],
  from: number,
  length: number,
  stretches: number,
): number[] {
  const counts = Array.from({ length: stretches }, () => 0)
  for (const at of instants) {
    const index = Math.floor((at - from) / length)
    if (index >= 0 && index < stretches) counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

/** The count furthest from `expected`, with the sign of its distance. */
export const furthest = (counts: readonly number[], expected: number): number =>
  counts.reduce(
    (worst, count) => (Math.abs(count - expected) > Math.abs(worst - expected) ? count : worst),
    expected,
  )

/**
 * How well instants keep to a schedule, whenever it began: for each, in order, how much later it came than the
 * earliest instant and its planned offset say.
 */
export function latenesses(instants: readonly number[], offsets: readonly number[]): number[] {
  const sorted = instants.toSorted((a, b) => a - b)
  const planned = offsets.toSorted((a, b) => a - b)
  const behind = sorted.map((at, index) => at - (planned[index] ?? 0))
  const least = Math.min(...behind)
  return behind.map((late) => late - least)
}
