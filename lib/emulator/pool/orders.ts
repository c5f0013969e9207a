import type { EnvironmentId } from './resident.ts'

/** What is to be done now. */
export interface Orders<D> {
  /** Environments to shut down: they have left the pool. */
  readonly retire: readonly EnvironmentId[]
  /** Environments to initialise with no request waiting; `initialised` or `failed` tells how it went. */
  readonly start: readonly StartAhead<D>[]
}

export interface StartAhead<D> {
  readonly environment: EnvironmentId
  readonly deployment: D
  readonly why: 'provisioned' | 'proactive'
}
