import type { Row } from '../model/selftest.ts'
import type { ProfileInput } from '../profile/schema.ts'
import type { Measured } from './measured.ts'
import type { Act } from './server/script.ts'

/** One thing that is known beforehand, and how to find out whether coldburst says it. */
export interface Check {
  /** As in docs/selftest.md. */
  readonly id: string
  readonly title: string
  /** What is fired at what, in one line. */
  readonly setup: string
  run(bench: Bench): Promise<readonly Row[] | Skipped>
}

export interface Skipped {
  readonly skipped: string
}

/** A load, and the server it is fired at. */
export interface Experiment {
  readonly acts: readonly Act[]
  /** The target is the scripted server. */
  readonly profile: Omit<ProfileInput, 'target' | 'name'>
}

/** What checks are run with: the real product, and the scripted server. */
export interface Bench {
  /** Fires as `coldburst run` does, in this process, and analyses what was stored. */
  fire(experiment: Experiment): Promise<Measured>
  /** `coldburst run` as a process of its own. */
  fireInProcess(experiment: ProcessExperiment): Promise<MeasuredProcess>
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal
}

export interface ProcessExperiment {
  readonly acts: readonly Act[]
  /** Without the target. */
  readonly flags: readonly string[]
  /** Called with the process when the first invocation has arrived. */
  meddle?(child: Meddled): Promise<void>
}

/** A process that can be held up. */
export interface Meddled {
  /** Stops it for about this long, ms, and resolves to how long it really was, µs. */
  pause(millis: number): Promise<number>
  wait(millis: number): Promise<void>
}

export interface MeasuredProcess extends Measured {
  readonly exitCode: number | null
}
