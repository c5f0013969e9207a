import type { RoomLimits } from './room.ts'

/** The limits of the pool's rules; ms. */
export interface PoolLimits extends RoomLimits {
  readonly accountConcurrency: number
  /** New environments per function in 10 s, refilled continuously. */
  readonly scalingPer10s: number
  /** Requests per second for each unit of concurrency. */
  readonly requestRateFactor: number
  readonly idleMs: number
  /** Give or take so much of `idleMs`, 0 to 1; likewise for the lifetime. */
  readonly idleJitter: number
  readonly lifetimeMs?: number
  readonly lifetimeJitter: number
  /** How likely a cold start, or the end of a life, brings an environment that nobody waits for. */
  readonly proactiveInit: number
  readonly drainMs: number
}
