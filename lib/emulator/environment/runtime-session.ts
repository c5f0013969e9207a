/** Where a runtime process stands in the Runtime API's order of calls. */
export type Session =
  | { readonly kind: 'initializing' }
  /** It has asked for work; `polled` while that request is open. */
  | { readonly kind: 'waiting'; readonly polled: boolean }
  | Current
  | { readonly kind: 'over' }

/** It has an invocation; `answering` while a streamed answer comes in. */
export interface Current {
  readonly kind: 'invoking' | 'answering' | 'answered'
  readonly requestId: string
  readonly invocationId: string
}

export type RuntimeCall =
  | { readonly kind: 'next' | 'init-error' }
  | { readonly kind: 'response' | 'error'; readonly requestId: string; readonly invocationId?: string }

export type Ruling = { readonly kind: 'accept' } | Refusal

export interface Refusal {
  readonly kind: 'refuse'
  readonly status: 400 | 403 | 410
  readonly errorType: string
  readonly errorMessage: string
}

/**
 * Whether a call of the Runtime API is in order (version 2018-06-01): 403 for a call out of turn, 400 for
 * an unknown request id, 410 for an answer to an invocation that is no longer the current one.
 */
export function judge(session: Session, call: RuntimeCall): Ruling {
  switch (call.kind) {
    case 'next':
      return mayPoll(session) ? ACCEPT : outOfTurn(session, call)
    case 'init-error':
      return session.kind === 'initializing' ? ACCEPT : outOfTurn(session, call)
    case 'response':
    case 'error':
      return judgeAnswer(session, call)
    default:
      return call satisfies never
  }
}

function mayPoll(session: Session): boolean {
  if (session.kind === 'waiting') return !session.polled
  return session.kind === 'initializing' || session.kind === 'answered'
}

function judgeAnswer(session: Session, call: Extract<RuntimeCall, { requestId: string }>): Ruling {
  const current = 'requestId' in session ? session : undefined
  if (call.invocationId !== undefined && call.invocationId !== current?.invocationId) return STALE
  if (current !== undefined && call.requestId !== current.requestId) return UNKNOWN_REQUEST
  return session.kind === 'invoking' ? ACCEPT : outOfTurn(session, call)
}

function outOfTurn(session: Session, call: RuntimeCall): Refusal {
  const errorMessage = `${call.kind} is not allowed while the runtime is ${session.kind}`
  return { kind: 'refuse', status: 403, errorType: 'InvalidStateTransition', errorMessage }
}

const ACCEPT: Ruling = { kind: 'accept' }
const STALE: Refusal = {
  kind: 'refuse',
  status: 410,
  errorType: 'StaleInvocation',
  errorMessage: 'this invocation is no longer the current one',
}
const UNKNOWN_REQUEST: Refusal = {
  kind: 'refuse',
  status: 400,
  errorType: 'InvalidRequestID',
  errorMessage: 'Invalid request ID',
}
