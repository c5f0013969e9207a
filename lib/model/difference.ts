import type { StartSelector } from './distribution.ts'
import type { Interval, Unit } from './verdict.ts'

/** A number with how sure it is. */
export interface Estimate {
  readonly value: number
  /** 95 %, by bootstrap over blocks; absent where there are too few. */
  readonly interval?: Interval
  /** False for a percentile with fewer than five observations beyond it: reports must not print it. */
  readonly resolved: boolean
  /** Observations behind it. */
  readonly n: number
}

/** One metric of a candidate against that of a baseline. */
export interface Difference {
  /** As the threshold grammar writes it, for example `duration{start:warm} p(95)` or `cost_per_million`. */
  readonly metric: string
  readonly unit: Unit
  readonly start: StartSelector
  readonly baseline: Estimate
  readonly candidate: Estimate
  /** Candidate minus baseline, in the metric's unit. */
  readonly absolute: number
  readonly absoluteInterval?: Interval
  /** (Candidate - baseline) / baseline; absent where the baseline is 0. */
  readonly relative?: number
  readonly relativeInterval?: Interval
  /** `level`: the interval holds 0, so no difference is shown. `unknown`: there is too little to tell. */
  readonly verdict: 'lower' | 'higher' | 'level' | 'unknown'
}
