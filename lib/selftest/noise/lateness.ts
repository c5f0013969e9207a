/** Counts of latenesses in steps of 100 µs: index 0 is less than 100 µs, the last is everything from 1 s on. */
export type LatenessCounts = ArrayLike<number>

/** µs. */
export const step = 100
export const steps = 10_001

/** Where a lateness in µs is counted. */
export const stepOf = (late: number): number => Math.min(steps - 1, Math.max(0, Math.floor(late / step)))

/** What was counted between two looks. */
export const between = (before: LatenessCounts, after: LatenessCounts): number[] =>
  Array.from(after, (count, index) => count - (before[index] ?? 0))

/** The upper end of the step that holds the percentile, µs; 0 where nothing was counted. */
export function latenessAt(counts: LatenessCounts, percentile: number): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0)
  const rank = Math.max(1, Math.ceil((total * percentile) / 100))
  let seen = 0
  if (total === 0) return 0
  for (let index = 0; index < counts.length; index += 1) {
    seen += counts[index] ?? 0
    if (seen >= rank) return (index + 1) * step
  }
  return 0
}
