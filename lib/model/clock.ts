import type { Micros } from './time.ts'

/** The time of a run, and waiting in it. */
export interface Clock {
  /** Since the run began. */
  now(): Micros
  /** Resolves at `time`, or early when `signal` aborts. Resolves at once when `time` has passed. */
  until(time: Micros, signal: AbortSignal): Promise<void>
  /** Lets other work of this thread go on before the next step. */
  breathe(): Promise<void>
}
