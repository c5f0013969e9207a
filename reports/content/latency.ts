import { startKinds } from '../../lib/model/classification.ts'
import type {
  Distribution,
  DistributionMetric,
  PercentileName,
  StartSelector,
} from '../../lib/model/distribution.ts'
import type { Run } from '../../lib/model/run.ts'
import { formatCount, formatDuration, formatInterval } from '../quantities.ts'

export interface LatencyRow {
  readonly metric: string
  readonly start: StartSelector
  readonly count: string
  readonly min: string
  readonly p50: Percentile
  readonly p90: Percentile
  readonly p99: Percentile
  readonly max: string
}

export interface Percentile {
  /** Absent when the sample is too small to tell. */
  readonly value?: string
  readonly interval?: string
}

/** Service and response times, and what AWS says of them, for all and for each kind of start that has data. */
export const latencyRows = (run: Run): readonly LatencyRow[] =>
  metrics.flatMap(([metric, label]) =>
    selectorsOf(run, metric).flatMap((start) => {
      const distribution = run.distributions[metric]?.[start]
      return distribution === undefined ? [] : [row(label, start, distribution)]
    }),
  )

/** Says what a dash in the table means; undefined when there is none. */
export const unresolvedNote = (rows: readonly LatencyRow[]): string | undefined =>
  rows.some(({ p50, p90, p99 }) => [p50, p90, p99].some(({ value }) => value === undefined))
    ? 'too few observations beyond it to tell (it takes five)'
    : undefined

/** Under AWS's names where they are AWS's fields. */
const metrics: readonly (readonly [DistributionMetric, string])[] = [
  ['response_time', 'response time'],
  ['service_time', 'service time'],
  ['duration', 'Duration'],
  ['init_duration', 'Init Duration'],
  ['restore_duration', 'Restore Duration'],
  ['placement', 'placement'],
  ['overhead', 'overhead'],
]

/** «all» only where it is more than the one kind below it. */
function selectorsOf({ distributions }: Run, metric: DistributionMetric): readonly StartSelector[] {
  const seen = distributions[metric] ?? {}
  const kinds = startKinds.filter((kind) => (seen[kind]?.count ?? 0) > 0)
  const all = (seen.all?.count ?? 0) > 0
  return all && kinds.length !== 1 ? ['all', ...kinds] : kinds
}

const row = (metric: string, start: StartSelector, distribution: Distribution): LatencyRow => ({
  metric,
  start,
  count: formatCount(distribution.count),
  min: formatDuration(distribution.min),
  p50: percentile(distribution, 'p50'),
  p90: percentile(distribution, 'p90'),
  p99: percentile(distribution, 'p99'),
  max: formatDuration(distribution.max),
})

function percentile(distribution: Distribution, name: PercentileName): Percentile {
  if (distribution.unresolved.includes(name)) return {}
  const found = distribution.intervals[name]
  const interval = found && formatInterval(found, (value) => formatDuration(value))
  return { value: formatDuration(distribution[name]), ...(interval !== undefined && { interval }) }
}
