import type { Block } from '../model/block.ts'
import type { Percentiles, Series } from '../model/comparison.ts'
import { defined } from '../model/defined.ts'
import type { Estimate } from '../model/difference.ts'
import { type Blocks, estimate, type Statistic } from '../stats/bootstrap.ts'
import { blocksOf, metricOf, type ReadSample } from './sample-blocks.ts'
import type { StartTally } from './setting-tally.ts'

export interface SeriesOptions {
  readonly start: Block['start']
  readonly wanted: number
  /** Of the bootstrap. */
  readonly seed: number
}

/** What a comparison says of one setting and one kind of start. */
export function seriesOf(tally: StartTally, { start, wanted, seed }: SeriesOptions): Series {
  const blocks = (read: ReadSample): Blocks => blocksOf(tally, start, read)
  const memory = maximum(blocks(metricOf('memory_used')))
  const { accepted, failed } = tally
  return defined({
    wanted,
    accepted,
    blocks: tally.blocks,
    discarded: [...tally.discarded]
      .map(([why, count]) => ({ why, count }))
      .sort((a, b) => b.count - a.count || a.why.localeCompare(b.why)),
    failed,
    duration: percentilesOf(blocks(metricOf('duration')), seed),
    responseTime: percentilesOf(blocks(metricOf('response_time')), seed),
    initDuration: percentilesOf(blocks(metricOf('init_duration')), seed),
    billedMs: estimate(blocks(readBilled), { kind: 'mean' }, { seed }),
    memoryUsedMb: memory === undefined ? undefined : Math.round(memory / 2 ** 20),
    costPerMillion: estimate(blocks(readCost), { kind: 'mean' }, { seed }),
  })
}

export const readBilled: ReadSample = ({ billedMs }) => billedMs
export const readCost: ReadSample = ({ costPerMillion }) => costPerMillion

function percentilesOf(blocks: Blocks, seed: number): Percentiles | undefined {
  const ask = (statistic: Statistic): Estimate | undefined => estimate(blocks, statistic, { seed })
  const percentile = (percentile: number) => ask({ kind: 'percentile', percentile })
  const values = blocks.flat()
  const [mean, p50, p90, p95, p99] = [ask({ kind: 'mean' }), ...[50, 90, 95, 99].map(percentile)]
  if (!mean || !p50 || !p90 || !p95 || !p99) return undefined
  const [min = 0, max = 0] = [minimum(values), maximum(blocks)]
  return { count: values.length, min, max, mean, p50, p90, p95, p99 }
}

// Not Math.max(...values): a spread of very many arguments overflows the stack.
const maximum = (blocks: Blocks): number | undefined =>
  blocks.flat().reduce<number | undefined>((most, value) => Math.max(most ?? value, value), undefined)
const minimum = (values: readonly number[]): number | undefined =>
  values.reduce<number | undefined>((least, value) => Math.min(least ?? value, value), undefined)
