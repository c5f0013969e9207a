import type { Call, Served } from './invocation.ts'

/** How an environment came to be, as the function sees it in AWS_LAMBDA_INITIALIZATION_TYPE. */
export type InitializationType = 'on-demand' | 'provisioned-concurrency'

/**
 * One execution environment: serves one invocation at a time and is frozen in between. What is behind it, a
 * process or a model of one, makes no difference to the pool, the limits and the wire.
 */
export interface Environment {
  readonly logStream: string
  /** How long the current invocation has waited for a turn to start its process; undefined without one. */
  readonly placementUs: number | undefined
  /**
   * INIT ahead of any invocation, for provisioned and proactively started environments. Resolves when it has
   * ended, well or not: one that failed is run again inside the first invocation. A call that comes meanwhile
   * waits for it. Rejects only when this machine refuses what it needs.
   */
  initialise(): Promise<void>
  /** Resolves when the invocation is over; rejects only when this machine refuses what it needs. */
  serve(call: Call): Promise<Served>
  /** SHUTDOWN: without extensions Lambda gives a runtime no time for it, so the group is killed. */
  shutDown(): Promise<void>
  cpuSeconds(): number
}
