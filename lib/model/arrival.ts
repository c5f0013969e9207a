import type { Micros } from './time.ts'

/** One planned send. `at` is since its phase began; `seq` counts from 0 within the phase. */
export interface Arrival {
  readonly seq: number
  readonly at: Micros
}

/** The load of one phase as one share of it sees it. `arrivals` come in order of `at`. */
export type Workload = OpenWorkload | ClosedWorkload

export interface OpenWorkload {
  readonly kind: 'open'
  readonly arrivals: Iterable<Arrival>
  /** How many arrivals there will be. */
  readonly total: number
}

export interface ClosedWorkload {
  readonly kind: 'closed'
  readonly concurrency: number
  readonly requests?: number
  readonly duration?: Micros
  readonly thinkTime: Micros
}

/** The part of a plan that one firing thread or machine fires: share `index` of `of`. */
export interface Share {
  readonly index: number
  readonly of: number
}
