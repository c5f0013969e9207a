import { metrics } from '../gates/metrics.ts'
import { printSelector } from '../gates/selector-text.ts'
import { startKinds } from '../model/classification.ts'
import type { Difference } from '../model/difference.ts'
import type { StartSelector } from '../model/distribution.ts'
import { type Blocks, compareBlocks, estimate, fewestBlocks, type Statistic } from '../stats/bootstrap.ts'
import { pairedDesign, singleDesign } from '../stats/two-sides.ts'
import { type BlockSeries, type ComparedMetric, isRate } from './block-series.ts'
import { widened } from './proportions.ts'
import type { Amount, Untold } from './too-few.ts'

export interface ComparingOptions {
  /** The same seed gives the same intervals. */
  readonly seed: number
  /** The same index is the same round, or the same place in the load, on both sides: what it brings cancels. */
  readonly paired: boolean
}

/**
 * Every metric that both sides have values of, the candidate against the baseline, in an order that does not depend
 * on theirs. A percentile that too few observations lie beyond, on either side, gets no verdict.
 */
export function differencesOf(
  baseline: readonly BlockSeries[],
  candidate: readonly BlockSeries[],
  options: ComparingOptions,
): Difference[] {
  return inOrder(baseline).flatMap((series) => {
    const other = candidate.find(sameAs(series))
    if (other === undefined) return []
    return statistics[series.metric].flatMap(
      (statistic) => differenceOf(series, other, statistic, options) ?? [],
    )
  })
}

/** A metric that only one of two sides has values of. */
export interface OneSided {
  /** As the threshold grammar writes it, without an aggregate. */
  readonly metric: string
  readonly side: 'baseline' | 'candidate'
  readonly n: number
}

/** Metrics that can't be compared because one side has no values of them. */
export function oneSided(baseline: readonly BlockSeries[], candidate: readonly BlockSeries[]): OneSided[] {
  const lacking = (side: OneSided['side'], own: readonly BlockSeries[], others: readonly BlockSeries[]) =>
    inOrder(own)
      .filter((series) => !others.filter(hasValues).some(sameAs(series)))
      .map((series) => ({ metric: subjectOf(series), side, n: countOf(series.blocks) }))
  return [...lacking('baseline', baseline, candidate), ...lacking('candidate', candidate, baseline)]
}

/** Metrics of which a number is known on both sides, and no difference, because of too few blocks. */
export function untold(
  baseline: readonly BlockSeries[],
  candidate: readonly BlockSeries[],
  { paired }: Pick<ComparingOptions, 'paired'>,
): Untold[] {
  return inOrder(baseline).flatMap((series) => {
    const other = candidate.find(sameAs(series))
    if (other === undefined) return []
    const design = inPairs(series, other, paired) ? pairedDesign : singleDesign
    const shared = design(series.blocks, other.blocks).blocks
    const isShown = (statistic: Statistic): boolean =>
      isKnown(series.blocks, statistic) && isKnown(other.blocks, statistic)
    if (shared >= fewestBlocks || !statistics[series.metric].some(isShown)) return []
    return { metric: subjectOf(series), baseline: amountOf(series), candidate: amountOf(other), shared }
  })
}

/** One replicate is the fewest that can be asked for. */
const isKnown = (blocks: Blocks, statistic: Statistic): boolean =>
  estimate(blocks, statistic, { seed: 1, replicates: 1 })?.resolved === true

const amountOf = ({ blocks }: BlockSeries): Amount => ({
  values: countOf(blocks),
  blocks: blocks.filter((block) => block.length > 0).length,
})

const percentiles = (...list: readonly number[]): Statistic[] =>
  list.map((percentile) => ({ kind: 'percentile', percentile }))

const mean: readonly Statistic[] = [{ kind: 'mean' }]

/** What is asked of each metric, in the order in which people should see them. */
const statistics: Readonly<Record<ComparedMetric, readonly Statistic[]>> = {
  response_time: percentiles(50, 90, 95, 99),
  service_time: percentiles(50, 90, 95, 99),
  duration: percentiles(50, 95, 99),
  init_duration: percentiles(50),
  billed_duration: mean,
  cold_start_rate: mean,
  error_rate: mean,
  throttle_rate: mean,
  cost_per_million: mean,
}

const metricOrder: readonly string[] = Object.keys(statistics)
const startOrder: readonly StartSelector[] = ['all', ...startKinds]

const inOrder = (all: readonly BlockSeries[]): BlockSeries[] =>
  all
    .filter(hasValues)
    .sort(
      (a, b) =>
        metricOrder.indexOf(a.metric) - metricOrder.indexOf(b.metric) ||
        startOrder.indexOf(a.start) - startOrder.indexOf(b.start),
    )

const countOf = (blocks: Blocks): number => blocks.reduce((sum, block) => sum + block.length, 0)
const hasValues = ({ blocks }: BlockSeries): boolean => countOf(blocks) > 0

const sameAs =
  ({ metric, start }: BlockSeries) =>
  (other: BlockSeries): boolean =>
    other.metric === metric && other.start === start

/** Scalars have no kinds of start in the threshold grammar. */
const subjectOf = ({ metric, start }: BlockSeries): string =>
  start === 'all' ? metric : `${metric}${printSelector({ start })}`

function differenceOf(
  series: BlockSeries,
  other: BlockSeries,
  statistic: Statistic,
  { seed, paired }: ComparingOptions,
): Difference | undefined {
  const baseline = estimate(series.blocks, statistic, { seed })
  const candidate = estimate(other.blocks, statistic, { seed })
  const compared = compareBlocks(series.blocks, other.blocks, statistic, {
    seed,
    paired: inPairs(series, other, paired),
  })
  if (!baseline || !candidate || !compared) return undefined
  const difference = {
    metric: `${subjectOf(series)}${aggregateOf(series.metric, statistic)}`,
    unit: metrics.get(series.metric)?.unit ?? 'count',
    start: series.start,
    baseline,
    candidate,
    ...compared,
  }
  return isRate(series.metric) ? widened(difference) : difference
}

const inPairs = (series: BlockSeries, other: BlockSeries, paired: boolean): boolean =>
  paired && series.independent !== true && other.independent !== true

function aggregateOf(metric: ComparedMetric, statistic: Statistic): string {
  if (statistic.kind === 'percentile') return ` p(${statistic.percentile})`
  return metrics.get(metric)?.kind === 'distribution' ? ' avg' : ''
}
