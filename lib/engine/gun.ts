import type { Share } from '../model/arrival.ts'
import type { Clock } from '../model/clock.ts'
import type { Observation } from '../model/observation.ts'
import type { FiringPlan, Load } from '../model/plan.ts'
import type { Micros } from '../model/time.ts'
import type { Target } from '../targets/target.ts'
import type { Room } from './room.ts'

/** What firing one phase needs. Time, target, record and cancelling are handed in. */
export interface Gun extends Pick<FiringPlan, 'prewarm' | 'onLate'> {
  readonly clock: Clock
  readonly target: Target
  readonly share: Share
  /** Index of the phase in the plan. */
  readonly phase: number
  readonly load: Load
  readonly timeout: Micros
  /** For what is in flight. */
  readonly room: Room
  /** The payload of an arrival: a pure function of its number, whichever share fires it. */
  body(seq: number): Uint8Array
  record(observation: Observation): void
  /** Called once, when the first arrivals are prepared; gives the phase's instant, since the run began. */
  start(): Promise<Micros>
  /** No further arrivals; what is in flight ends. */
  readonly drain: AbortSignal
  /** What is in flight is given up too. */
  readonly abort: AbortSignal
}
