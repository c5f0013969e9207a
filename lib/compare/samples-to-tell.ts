import type { Threshold } from '../gates/threshold.ts'
import type { Verdict } from '../model/verdict.ts'

/**
 * About how many samples would settle a limit, as far as that is known. Intervals shrink with the root of the number
 * of samples; a percentile near the end of the sample first needs enough of them for its interval to have ends.
 */
export function samplesToTell(
  { actual, interval, n }: Extract<Verdict, { kind: 'inconclusive' }>,
  { limit, ...threshold }: Threshold,
): number | undefined {
  if (actual === undefined || actual === limit) return undefined
  const end = limit > actual ? interval?.high : interval?.low
  if (end === undefined)
    return threshold.kind === 'distribution' ? toHaveEnds(threshold, limit > actual) : undefined
  return Math.ceil(n * ((end - actual) / (limit - actual)) ** 2)
}

/** What an end of a 95 % interval may miss. */
const tail = 0.025

/** Fewer observations than this beyond a percentile leave it unresolved. */
const neededBeyond = 5

/**
 * Of a percentile q an order statistic is an upper end from q^n ≤ 0.025 on: not every one of n values lies below it
 * (Hahn and Meeker, Statistical Intervals, section 5.2). And five of them must lie beyond it to print it.
 */
function toHaveEnds(
  { aggregate }: Pick<Extract<Threshold, { kind: 'distribution' }>, 'aggregate'>,
  upper: boolean,
): number | undefined {
  if (aggregate.kind !== 'percentile') return undefined
  const share = aggregate.percentile / 100
  const below = upper ? share : 1 - share
  if (below <= 0 || below >= 1) return undefined
  // The rounding keeps 500.00000000000006 from becoming 501.
  return Math.ceil(Number(Math.max(Math.log(tail) / Math.log(below), neededBeyond / (1 - below)).toFixed(6)))
}
