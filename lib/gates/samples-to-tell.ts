import type { Interval } from '../model/verdict.ts'
import type { Threshold } from './threshold.ts'

/** An estimate whose interval has the limit inside it. */
export interface Open {
  readonly actual: number
  readonly n: number
  readonly interval?: Interval
  /** So many samples an interval takes at least. */
  readonly fewest?: number
}

/**
 * About how many samples would settle a limit, as far as that is known. Intervals shrink with the root of the number
 * of samples; a percentile near the end of the sample first needs enough of them for its interval to have ends, and
 * never fewer are named than print it.
 */
export function samplesToTell(open: Open, threshold: Threshold): number | undefined {
  const { actual, interval, n, fewest = 0 } = open
  const { limit } = threshold
  if (actual === limit) return undefined
  const isBelow = limit > actual
  const end = isBelow ? interval?.high : interval?.low
  const shrunk = end === undefined ? undefined : wholeFrom(n * ((end - actual) / (limit - actual)) ** 2)
  const percentile = percentileOf(threshold)
  const known = percentile === undefined ? shrunk : Math.max(shrunk ?? 0, toBeTold(percentile, isBelow))
  const needed = known === undefined ? undefined : Math.max(known, fewest)
  // As many as there are have not told it.
  return needed === undefined || !Number.isFinite(needed) || needed <= n ? undefined : needed
}

/** Of those that a sample can tell at all. */
function percentileOf(threshold: Threshold): number | undefined {
  if (threshold.kind !== 'distribution' || threshold.aggregate.kind !== 'percentile') return undefined
  const { percentile } = threshold.aggregate
  return percentile < 100 ? percentile : undefined
}

/** What an end of a 95 % interval may miss. */
const tail = 0.025

/** Fewer observations than this beyond a percentile, on either side, leave it unresolved. */
const neededBeyond = 5

/**
 * Of a percentile q an order statistic is an upper end from q^n ≤ 0.025 on: not every one of n values lies below it
 * (Hahn and Meeker, Statistical Intervals, section 5.2). And five of them must lie on both sides to print it.
 */
function toBeTold(percentile: number, isBelow: boolean): number {
  const share = percentile / 100
  const forEnd = Math.log(tail) / Math.log(isBelow ? share : 1 - share)
  const above = wholeFrom(neededBeyond / (1 - share))
  const below = Math.floor(Number((neededBeyond / share).toFixed(6))) + 1
  return Math.max(wholeFrom(forEnd), above, below)
}

/** The rounding keeps 500.00000000000006 from becoming 501. */
const wholeFrom = (count: number): number => Math.ceil(Number(count.toFixed(6)))
