import type { StartKind } from './classification.ts'
import type { Interval } from './verdict.ts'

export type StartSelector = 'all' | StartKind

export type DistributionMetric =
  | 'response_time'
  | 'service_time'
  | 'duration'
  | 'billed_duration'
  | 'init_duration'
  | 'restore_duration'
  | 'overhead'
  | 'placement'
  | 'schedule_lag'
  | 'burst_skew'
  | 'memory_used'

export type Distributions = Readonly<
  Partial<Record<DistributionMetric, Readonly<Partial<Record<StartSelector, Distribution>>>>>
>

export type PercentileName = 'p50' | 'p90' | 'p95' | 'p99' | 'p99_9'

/** What was seen of one metric. Values are µs, `memory_used` bytes. */
export interface Distribution {
  readonly count: number
  readonly min: number
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly p99_9: number
  readonly max: number
  /** 95 %, from order statistics. */
  readonly intervals: Readonly<Partial<Record<PercentileName, Interval>>>
  /** Percentiles with fewer than five observations beyond them: reports must not print these. */
  readonly unresolved: readonly PercentileName[]
  /** The encoded HDR histogram, so that runs merge without their observations. */
  readonly histogram: string
}
