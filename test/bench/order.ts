/** The middle of a sample, or the mean of its two middle values. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Nearest rank: the smallest value that `percent` % of the sample do not exceed. NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  // Rounded first: 99.9 / 100 × 1,000 is a hair more than 999 in floating point.
  const rank = Math.ceil(Number(((percent / 100) * sorted.length).toFixed(6)))
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN
}
