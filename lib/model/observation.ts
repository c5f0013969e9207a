import type { Markers } from './markers.ts'
import type { Dropping, Outcome } from './outcome.ts'
import { type Micros, micros } from './time.ts'

/** The record of one arrival. All times are since the run began. */
export type Observation = Sent | Dropped

interface Planned {
  /** Counts from 0 within the phase. */
  readonly seq: number
  /** Index into the plan's phases. */
  readonly phase: number
  readonly share: number
  readonly scheduledAt: Micros
}

export interface Sent extends Planned {
  readonly sentAt: Micros
  /** From the send until there was a connection to write to: set-up that landed in this measured call. */
  readonly connectionSetup?: Micros
  readonly firstByteAt?: Micros
  readonly endedAt: Micros
  readonly outcome: Exclude<Outcome, { kind: 'dropped' }>
  readonly markers: Markers
  readonly bytesOut: number
  readonly bytesIn: number
  /** The end of the invocation's log, kept for a few examples of each error. Untrusted text. */
  readonly log?: string
}

export interface Dropped extends Planned {
  readonly outcome: Dropping
}

export const isSent = (observation: Observation): observation is Sent => 'sentAt' in observation

/** End minus planned instant: what a caller who kept to the schedule would have waited. */
export const responseTime = (sent: Sent): Micros => micros(sent.endedAt - sent.scheduledAt)
/** End minus actual send. */
export const serviceTime = (sent: Sent): Micros => micros(sent.endedAt - sent.sentAt)
/** Actual send minus planned instant. */
export const scheduleLag = (sent: Sent): Micros => micros(sent.sentAt - sent.scheduledAt)
