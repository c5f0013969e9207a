import type { Footing } from './concurrency.ts'
import type { Group } from './group.ts'
import type { Seat } from './idle-environments.ts'

/** Counts from 1 in the order of the starts. */
export type EnvironmentId = number

/** What the pool must know of a deployment. */
export interface PoolDeployment {
  readonly id: string
  readonly version: string
  readonly fn: { readonly name: string; readonly runtime: string; readonly memoryMb: number }
}

/** An environment in the pool. */
export interface Resident<D extends PoolDeployment> {
  readonly id: EnvironmentId
  readonly deployment: D
  /** Past it, it is retired as soon as it isn't busy; Infinity without a limit. */
  readonly endsAt: number
  /** For whose invocations it was provisioned. */
  group: Group<D> | undefined
  /** `held`: initialised, and not to be used before the rest of its group is. */
  state: 'initialising' | 'held' | 'idle' | 'busy'
  /** While it is idle. */
  seat: Seat<D> | undefined
  /** While it is busy. */
  footing: Footing
  idlePeriods: number
  /** It serves nothing after what it serves now. */
  last: boolean
}
