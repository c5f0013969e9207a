/** Percentiles that reports print, in thousandths so that their ranks are integers' arithmetic. */
export const permilles = { p50: 500, p90: 900, p95: 950, p99: 990, p99_9: 999 } as const

/** The value of the nearest rank: the smallest that at least this many thousandths are no greater than. */
export function quantile(values: readonly number[], permille: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil((permille * sorted.length) / 1_000)) - 1]
}
