import type { Micros } from './time.ts'

/** How the generator did over one stretch of a run, about a second. Sampled all through, stored as it comes. */
export interface HealthSample {
  /** The end of the stretch, since the run began. */
  readonly at: Micros
  readonly over: Micros
  /** In the order of their shares, without those that have ended. */
  readonly threads: readonly ThreadStretch[]
  /** Processor time of this process over wall time: 1.5 is one and a half cores. */
  readonly processCores?: number
  /** Share of the machine's processor time that was in use, by whomever, 0 to 1. */
  readonly machine?: number
}

/** A firing thread's own stretch: each begins and ends them at instants of its own. */
export interface ThreadStretch extends ThreadSample {
  /** Absent in files of before it was told: its place in the list then. */
  readonly share?: number
  /** Absent as well: the length of the whole stretch then. */
  readonly over?: Micros
}

/** What one firing thread did in a stretch. */
export interface ThreadSample {
  /** Share of the stretch in which it worked, 0 to 1; polling for an instant is not work. */
  readonly busy: number
  /** The longest that its event loop was held up. */
  readonly longestDelay: Micros
  readonly sent: number
  /** Sends later than `lateAfter`. */
  readonly late: number
  readonly dropped: number
  /** Invocations that had to wait for their connection. */
  readonly waited: number
  /** At the end of the stretch. */
  readonly inFlight: number
}

/** What became of a share's connections. */
export interface ConnectionCounts {
  /** Opened before they were needed. */
  readonly ahead: number
  /** Opened inside a measured call. */
  readonly inCall: number
  /** Could not be opened. */
  readonly failed: number
  /** Ended by the other side, after an answer or while idle. */
  readonly closedByPeer: number
}

/** A send further behind its planned instant than this is late, µs. `--on-late drop` drops such an arrival. */
export const lateAfter = 10_000
