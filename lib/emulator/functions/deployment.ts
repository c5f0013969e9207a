import type { ProcessFunction, SimulatedFunction } from '../protocol.ts'

/**
 * One version of a function at one revision of its settings: what an environment is made of. It never
 * changes; a function that is updated gets another one.
 */
export interface Deployment {
  /** Unique in this emulator. */
  readonly id: string
  /** `$LATEST`, or a number for what was published. */
  readonly version: string
  readonly fn: DeployedFunction
}

/** A function as its environments see it: code that came in a zip lies in a folder by now. */
export type DeployedFunction = ProcessFunction | SimulatedFunction

/** What an invocation is aimed at, found from a name or ARN and its qualifier. */
export interface InvokeTarget {
  readonly deployment: Deployment
  /** As it was asked for: a version, an alias, or `$LATEST` when nothing was said. */
  readonly qualifier: string
  /** With the qualifier, when one was said. */
  readonly invokedArn: string
}
