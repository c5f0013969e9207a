import type { DistributionMetric, StartSelector } from '../model/distribution.ts'
import type { MetricSource, Quantile, Sample, Scalar, ScalarMetric } from '../model/sample.ts'
import type { Interval } from '../model/verdict.ts'
import { type Blocks, estimate, fewestBlocks } from '../stats/bootstrap.ts'
import { blocksOf, metricOf } from './sample-blocks.ts'
import { readCost } from './series.ts'
import type { SettingTally } from './setting-tally.ts'

/**
 * What limits can ask of one setting. A distribution without a start means warm samples (of INIT and restores: cold
 * ones), money is that of warm samples. How many starts were cold is the comparison's own doing: that is no data.
 */
export function createSettingSource(tally: SettingTally, seed: number): MetricSource {
  return {
    distribution(metric, { start, phase }) {
      if (phase !== undefined) return undefined
      const blocks = selected(tally, metric, start ?? usualStart(metric))
      return blocks.flat().length === 0 ? undefined : sampleOf(blocks, seed)
    },
    scalar(metric, { start, phase }) {
      if (phase !== undefined || (start !== undefined && start !== 'all')) return undefined
      return scalarOf(metric, tally, seed)
    },
  }
}

const usualStart = (metric: DistributionMetric): StartSelector =>
  metric === 'init_duration' || metric === 'restore_duration' ? 'cold' : 'warm'

function selected({ warm, cold }: SettingTally, metric: DistributionMetric, start: StartSelector): Blocks {
  const read = metricOf(metric)
  switch (start) {
    case 'warm':
      return blocksOf(warm, 'warm', read)
    case 'cold':
      return blocksOf(cold, 'cold', read)
    case 'restored':
      return blocksOf(cold, 'cold', (sample) => (sample.start === 'restored' ? read(sample) : undefined))
    case 'all':
      return [...blocksOf(warm, 'warm', read), ...blocksOf(cold, 'cold', read)]
    case 'reinitialized':
    case 'unknown':
      return []
    default:
      return start satisfies never
  }
}

function sampleOf(blocks: Blocks, seed: number): Sample {
  const sorted = blocks.flat().sort((a, b) => a - b)
  const mean = estimate(blocks, { kind: 'mean' }, { seed })
  return {
    count: sorted.length,
    fewest: Math.ceil((fewestBlocks * sorted.length) / blocks.filter((block) => block.length > 0).length),
    min: sorted[0],
    max: sorted.at(-1),
    mean: mean?.value,
    meanInterval: mean?.interval,
    quantile: (percentile) => quantileOf(blocks, percentile, seed),
  }
}

function quantileOf(blocks: Blocks, percentile: number, seed: number): Quantile | undefined {
  const found = estimate(blocks, { kind: 'percentile', percentile }, { seed })
  return found && { value: found.value, resolved: found.resolved, interval: found.interval ?? {} }
}

function scalarOf(metric: ScalarMetric, tally: SettingTally, seed: number): Scalar | undefined {
  const { counts } = tally
  const { sent, dropped } = counts
  const count = (value: number): Scalar | undefined =>
    sent === 0 ? undefined : { value, unit: 'count', n: sent }
  const ratio = (value: number): Scalar | undefined =>
    sent === 0 ? undefined : { value: value / sent, unit: 'ratio', n: sent }
  switch (metric) {
    case 'invocations':
      return count(sent)
    case 'function_errors':
      return count(counts.functionError)
    case 'throttles':
      return count(counts.throttled)
    case 'timeouts':
      return count(counts.timedOut)
    case 'service_errors':
      return count(counts.serviceError)
    case 'transport_errors':
      return count(counts.transportError)
    case 'dropped':
      return { value: dropped, unit: 'count', n: sent + dropped }
    case 'error_rate':
      return ratio(counts.functionError + counts.timedOut + counts.serviceError + counts.transportError)
    case 'throttle_rate':
      return ratio(counts.throttled)
    case 'cost_per_million':
      return moneyOf(tally, 1, seed)
    case 'cost_per_invocation':
      return moneyOf(tally, 1_000_000, seed)
    case 'cold_starts':
    case 'cold_start_rate':
    case 'reuse_rate':
    case 'environments':
    case 'run_cost':
    case 'gb_seconds':
      return undefined
    default:
      return metric satisfies never
  }
}

function moneyOf({ warm }: SettingTally, over: number, seed: number): Scalar | undefined {
  const found = estimate(blocksOf(warm, 'warm', readCost), { kind: 'mean' }, { seed })
  if (found === undefined) return undefined
  const { low, high } = found.interval ?? {}
  const interval: Interval = {
    ...(low !== undefined && { low: low / over }),
    ...(high !== undefined && { high: high / over }),
  }
  return { value: found.value / over, unit: 'USD', n: found.n, interval }
}
