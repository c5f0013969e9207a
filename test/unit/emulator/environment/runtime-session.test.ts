import { expect, test } from 'vitest'

import {
  judge,
  type RuntimeCall,
  type Session,
} from '../../../../lib/emulator/environment/runtime-session.ts'

const initializing: Session = { kind: 'initializing' }
const waiting: Session = { kind: 'waiting', polled: true }
const invoking: Session = { kind: 'invoking', requestId: 'r-2', invocationId: 'i-2' }
const answering: Session = { kind: 'answering', requestId: 'r-2', invocationId: 'i-2' }
const answered: Session = { kind: 'answered', requestId: 'r-2', invocationId: 'i-2' }
const over: Session = { kind: 'over' }

const next: RuntimeCall = { kind: 'next' }
const initError: RuntimeCall = { kind: 'init-error' }
const response: RuntimeCall = { kind: 'response', requestId: 'r-2' }
const error: RuntimeCall = { kind: 'error', requestId: 'r-2' }
const foreign: RuntimeCall = { kind: 'response', requestId: 'r-1' }
const stale: RuntimeCall = { kind: 'response', requestId: 'r-2', invocationId: 'i-1' }
const echoed: RuntimeCall = { kind: 'response', requestId: 'r-2', invocationId: 'i-2' }

const ACCEPTED = 202
const table: readonly (readonly [string, Session, RuntimeCall, number])[] = [
  ['a new process asks for work', initializing, next, ACCEPTED],
  ['a process that has answered asks for more', answered, next, ACCEPTED],
  ['a process whose connection was lost asks again', { kind: 'waiting', polled: false }, next, ACCEPTED],
  ['a process asks twice', waiting, next, 403],
  ['a process asks without having answered', invoking, next, 403],
  ['a process that is over asks', over, next, 403],
  ['INIT fails', initializing, initError, ACCEPTED],
  ['INIT fails after it has succeeded', waiting, initError, 403],
  ['the current request is answered', invoking, response, ACCEPTED],
  ['the current request fails', invoking, error, ACCEPTED],
  ['the answer echoes its invocation id', invoking, echoed, ACCEPTED],
  ['a request is answered while its answer is streamed', answering, response, 403],
  ['a request fails while its answer is streamed', answering, error, 403],
  ['a process asks while its answer is streamed', answering, next, 403],
  ['an earlier invocation is answered while an answer is streamed', answering, stale, 410],
  ['a request is answered twice', answered, response, 403],
  ['an answer comes where no request is open', waiting, response, 403],
  ['an answer comes during INIT', initializing, response, 403],
  ['an unknown request is answered', invoking, foreign, 400],
  ['an earlier invocation of the same request is answered', invoking, stale, 410],
  ['an invocation is answered that is long over', waiting, stale, 410],
  ['an invocation of the process before is answered during INIT', initializing, stale, 410],
]

test.each(table)('%s', (_, session, call, status) => {
  const ruling = judge(session, call)
  expect(ruling.kind === 'accept' ? ACCEPTED : ruling.status).toBe(status)
})
