/** One call of a function, accepted and bound to an environment. */
export interface Call {
  readonly requestId: string
  readonly payload: Buffer
  readonly invokedArn: string
  readonly traceId?: string
  readonly clientContext?: string
  /** The caller wants the end of the log. */
  readonly tail: boolean
  /** Told as soon as the function has answered; it may still be at work. */
  readonly onAnswer: (this: void, answer: Answer) => void
}

/** What the caller gets. */
export interface Answer {
  readonly payload: Buffer
  readonly functionError: boolean
}

export type InvocationOutcome =
  'ok' | 'error' | 'timeout' | 'out-of-memory' | 'exit' | 'init-error' | 'too-large'

/** How an invocation ended, for its REPORT line and the truth log. */
export interface Ending {
  readonly answer: Answer
  readonly outcome: InvocationOutcome
  readonly status?: 'timeout' | 'error'
  readonly errorType?: string
  /** The environment can't serve another one. */
  readonly lost?: boolean
}

/** An invocation that is over. */
export interface Served extends Ending {
  readonly start: 'cold' | 'reinitialized' | 'warm'
  /** Which invocation of its environment it is, from 1. */
  readonly ordinal: number
  /** Waited for a turn to start a process; 0 when none was started. */
  readonly placementUs: number
  /** Of an INIT that ran ahead of the invocation. */
  readonly initMs?: number
  readonly processId?: number
  /** Present when the caller wanted it. */
  readonly tail?: Buffer
}
