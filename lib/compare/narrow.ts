import type { Precision } from '../model/comparison-plan.ts'
import { estimate } from '../stats/bootstrap.ts'
import { blocksOf, metricOf } from './sample-blocks.ts'
import type { StartTally } from './setting-tally.ts'

/** Whether the warm samples of a setting tell a percentile as closely as `--until` wants it. */
export function isNarrow(warm: StartTally, precision: Precision, seed: number): boolean {
  const half = relativeHalfWidth(warm, precision, seed)
  return half !== undefined && half <= precision.within
}

/** Half of the interval's width as a share of the value; undefined where there are too few samples to tell. */
export function relativeHalfWidth(
  warm: StartTally,
  { metric, percentile }: Precision,
  seed: number,
): number | undefined {
  const blocks = blocksOf(warm, 'warm', metricOf(metric))
  const found = estimate(blocks, { kind: 'percentile', percentile }, { seed })
  if (found === undefined || !found.resolved) return undefined
  const { low, high } = found.interval ?? {}
  if (low === undefined || high === undefined) return undefined
  // Where everything takes no time at all, nothing is left to be told more closely.
  return found.value === 0 ? high - low : (high - low) / 2 / found.value
}
