/** How an invocation ended, as the endpoint told it. Never an exception. */
export type Outcome =
  | { readonly kind: 'ok'; readonly status: number }
  | FunctionError
  | { readonly kind: 'throttled'; readonly reason: string }
  | { readonly kind: 'timed-out' }
  | {
      readonly kind: 'service-error'
      readonly status: number
      readonly name: string
      readonly message?: string
    }
  | { readonly kind: 'transport-error'; readonly code: string; readonly message?: string }
  | Dropping

/** Never sent: the cap on invocations in flight was reached, or the arrival was late and `--on-late` says drop. */
export interface Dropping {
  readonly kind: 'dropped'
  readonly reason: 'in-flight' | 'late'
}

/** The function ran and failed: an error under HTTP 200, or an API Gateway shaped answer of 500 and above. */
export interface FunctionError {
  readonly kind: 'function-error'
  readonly errorType: string
  /** What the runtime said of itself: `Handled` on some emulators, `Unhandled` on AWS today. */
  readonly handled: boolean
  readonly message?: string
}

/** The code of a transport error that is none: the user gave up waiting. */
export const interruptedCode = 'INTERRUPTED'

export type OutcomeKind = Outcome['kind']

/** Whether the function's code ran: only these count in response times. */
export const ran = (outcome: Outcome): boolean => outcome.kind === 'ok' || outcome.kind === 'function-error'
