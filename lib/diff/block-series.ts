import type { DistributionMetric, StartSelector } from '../model/distribution.ts'
import type { Blocks } from '../stats/bootstrap.ts'

/** What two sides are compared by. */
export type ComparedMetric =
  | Extract<
      DistributionMetric,
      'response_time' | 'service_time' | 'duration' | 'billed_duration' | 'init_duration'
    >
  | RateMetric
  | 'cost_per_million'

/** Shares of invocations: their values are 1 where it happened and 0 where it did not. */
export type RateMetric = 'cold_start_rate' | 'error_rate' | 'throttle_rate'

/**
 * All values of one metric and one kind of start of one side, in the blocks that are resampled together. Times are
 * µs, money is USD for a million invocations like that one.
 */
export interface BlockSeries {
  readonly metric: ComparedMetric
  readonly start: StartSelector
  readonly blocks: Blocks
  /** Each block stands for itself, also where the sides are compared block by block: an environment of its own. */
  readonly independent?: boolean
}

export const isRate = (metric: ComparedMetric): metric is RateMetric =>
  metric === 'cold_start_rate' || metric === 'error_rate' || metric === 'throttle_rate'
