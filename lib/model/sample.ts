import type { DistributionMetric, StartSelector } from './distribution.ts'
import type { Interval, Unit } from './verdict.ts'

/** A percentile by nearest rank. */
export interface Quantile {
  readonly value: number
  /** False with fewer than five observations beyond it, on either side: reports must not print it. */
  readonly resolved: boolean
  /** 95 %, from order statistics; an end the sample can't give is absent. */
  readonly interval: Interval
}

/** What can be asked of the values of one metric. Everything is undefined while `count` is 0. */
export interface Sample {
  readonly count: number
  readonly min: number | undefined
  readonly max: number | undefined
  readonly mean: number | undefined
  /** 95 %, by Student's t; undefined below two values. */
  readonly meanInterval: Interval | undefined
  /** So many values an interval takes at least, where that is known. */
  readonly fewest?: number
  /** `percentile` in (0, 100]. */
  quantile(percentile: number): Quantile | undefined
}

/** Which observations a number is about; absent parts mean all (discarded phases are never in). */
export interface Selector {
  readonly start?: StartSelector
  /** The phase's name. */
  readonly phase?: string
}

/** Everything thresholds can ask of a finished run. `undefined` means that there is no data. */
export interface MetricSource {
  distribution(metric: DistributionMetric, selector: Selector): Sample | undefined
  /** A count, ratio or amount of money, with the number of observations behind it. */
  scalar(metric: ScalarMetric, selector: Selector): Scalar | undefined
}

export interface Scalar {
  readonly value: number
  readonly unit: Unit
  readonly n: number
  /** 95 %, where it is an estimate; a fact of the run has none. */
  readonly interval?: Interval
}

export type ScalarMetric =
  | 'invocations'
  | 'cold_starts'
  | 'environments'
  | 'function_errors'
  | 'throttles'
  | 'timeouts'
  | 'service_errors'
  | 'transport_errors'
  | 'dropped'
  | 'cold_start_rate'
  | 'reuse_rate'
  | 'error_rate'
  | 'throttle_rate'
  | 'cost_per_million'
  | 'cost_per_invocation'
  | 'run_cost'
  | 'gb_seconds'
