import type { WindowLength, WindowReading } from './window.ts'

/** A closed loop that a client is asked to run. */
export interface ClosedTask extends WindowLength {
  readonly kind: 'closed'
  readonly endpoint: string
  readonly functionName: string
  readonly concurrency: number
  /** Of a request of a client that does not sign, so that it is as long as a signed one. */
  readonly requestBytes: number
}

export interface ClosedResult extends WindowReading {
  /** Answers that were not 200, and requests without one. */
  readonly errors: number
  /** Whole answers of the whole time: to be compared with what the server counted. */
  readonly answers: number
}

/** How long a client has to run so that its window is full. */
export const closedMillis = ({ warmUpMs, measuredMs }: WindowLength): number => warmUpMs + measuredMs + 500

/** How often a client looks at itself: as often as coldburst's firing thread says how far it is. */
export const lookEveryMs = 100
