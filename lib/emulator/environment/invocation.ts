/** One call of a function, accepted and bound to an environment. */
export interface Call {
  readonly requestId: string
  /** Which attempt of an asynchronous invocation it is, from 1: retries keep their request id. */
  readonly attempt?: number
  readonly payload: Buffer
  readonly invokedArn: string
  readonly traceId?: string
  readonly clientContext?: string
  /** The caller wants the end of the log. */
  readonly tail: boolean
  /** The caller takes the answer as it comes, if the function gives it so. */
  readonly stream?: AnswerStream
  /** Told as soon as the function has answered; it may still be at work. */
  readonly onAnswer: (this: void, answer: Answer) => void
}

/** Where an answer goes that a function streams. */
export interface AnswerStream {
  /** The function has begun to answer, before its first chunk. */
  begin(contentType: string | undefined): void
  /** A promise when the caller must be waited for before more is read from the function. */
  write(chunk: Buffer): Promise<void> | undefined
}

/** What the caller gets. */
export interface Answer {
  /** Empty when it was streamed; of a stream that failed half way, the error's document. */
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
