import { expect, test } from 'vitest'

import {
  answeredEnding,
  failedInit,
  fatalEnding,
  initErrorEnding,
  lateEnding,
} from '../../../../lib/emulator/environment/endings.ts'
import type { Ending } from '../../../../lib/emulator/environment/invocation.ts'
import type { Exit } from '../../../../lib/emulator/environment/runtime-event.ts'

function payloadOf(ending: Ending): unknown {
  return JSON.parse(ending.answer.payload.toString())
}

function afterExit(exit: Exit): Ending {
  return fatalEnding({ kind: 'exit', exit }, 'r-1', 3_000)
}

test('a response is the answer, untouched', () => {
  const payload = Buffer.from('not even JSON')
  expect(answeredEnding({ kind: 'response', payload })).toEqual({
    answer: { payload, functionError: false },
    outcome: 'ok',
  })
})

test('an error of the handler is a function error and leaves REPORT without a status', () => {
  const ending = answeredEnding({ kind: 'error', payload: Buffer.from('{}'), errorType: 'TypeError' })
  expect(ending).toEqual({ answer: { payload: Buffer.from('{}'), functionError: true }, outcome: 'error' })
})

test('a response over 6 MB is replaced by its error', () => {
  const ending = answeredEnding({ kind: 'too-large', limitBytes: 6_291_556 })
  expect(ending).toMatchObject({ outcome: 'too-large', status: 'error', answer: { functionError: true } })
  expect(payloadOf(ending)).toEqual({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  })
})

test('a stream over 200 MB is told by its own limit', () => {
  expect(payloadOf(answeredEnding({ kind: 'too-large', limitBytes: 209_715_200 }))).toMatchObject({
    errorMessage: 'Response payload size exceeded maximum allowed payload size (209715200 bytes).',
  })
})

test('a stream that broke off is a truncated response', () => {
  const ending = answeredEnding({ kind: 'truncated' })
  expect(ending).toMatchObject({
    outcome: 'error',
    status: 'error',
    errorType: 'Runtime.TruncatedResponse',
    answer: { functionError: true },
  })
  expect(payloadOf(ending)).toMatchObject({ errorType: 'Runtime.TruncatedResponse' })
})

test.each([
  [{ kind: 'deadline', alarm: 1 }, { status: 'timeout' }],
  [{ kind: 'out-of-memory' }, { status: 'error', errorType: 'Runtime.OutOfMemory' }],
  [
    { kind: 'exit', exit: { kind: 'exited', status: 1 } },
    { status: 'error', errorType: 'Runtime.ExitError' },
  ],
  [
    { kind: 'exit', exit: { kind: 'not-started', path: '/p', code: 'ENOENT' } },
    { status: 'error', errorType: 'Runtime.InvalidEntrypoint' },
  ],
  [
    { kind: 'init-error', answer: { kind: 'error', payload: Buffer.from(''), errorType: 'KeyError' } },
    { status: 'error', errorType: 'Runtime.Unknown' },
  ],
] as const)('INIT_REPORT says of %j %j', (event, said) => {
  expect(failedInit(event)).toEqual(said)
})

test('a timeout is told in seconds with two decimals', () => {
  const ending = fatalEnding({ kind: 'deadline', alarm: 1 }, 'r-1', 1_500)
  expect(ending).toMatchObject({ outcome: 'timeout', status: 'timeout' })
  expect(ending).not.toHaveProperty('errorType')
  expect(payloadOf(ending)).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: 'RequestId: r-1 Error: Task timed out after 1.50 seconds',
  })
})

test('memory is told as a kill', () => {
  const ending = fatalEnding({ kind: 'out-of-memory' }, 'r-1', 3_000)
  expect(ending).toMatchObject({
    outcome: 'out-of-memory',
    status: 'error',
    errorType: 'Runtime.OutOfMemory',
  })
  expect(payloadOf(ending)).toMatchObject({
    errorMessage: 'RequestId: r-1 Error: Runtime exited with error: signal: killed',
  })
})

test.each<[Exit, string]>([
  [{ kind: 'exited', status: 42 }, 'Runtime exited with error: exit status 42'],
  [{ kind: 'exited', status: 0 }, 'Runtime exited without providing a reason'],
  [{ kind: 'signaled', signal: 'SIGKILL' }, 'Runtime exited with error: signal: killed'],
  [{ kind: 'signaled', signal: 'SIGRTMIN' }, 'Runtime exited with error: signal: SIGRTMIN'],
])('%j is told in the words of Lambda', (exit, words) => {
  expect(payloadOf(afterExit(exit))).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: r-1 Error: ${words}`,
  })
})

test('a file that can not be executed is an invalid entry point', () => {
  expect(payloadOf(afterExit({ kind: 'not-started', path: '/code/bootstrap', code: 'EACCES' }))).toEqual({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: 'RequestId: r-1 Error: fork/exec /code/bootstrap: permission denied',
  })
})

test('an error of INIT is answered as the runtime told it, and the environment is lost', () => {
  const payload = Buffer.from('{"errorType":"Runtime.ImportModuleError"}')
  expect(initErrorEnding({ kind: 'error', payload, errorType: 'Runtime.ImportModuleError' })).toEqual({
    answer: { payload, functionError: true },
    outcome: 'init-error',
    status: 'error',
    errorType: 'Runtime.ImportModuleError',
    lost: true,
  })
})

test.each([
  ['Runtime.HandlerNotFound', 'Runtime.HandlerNotFound'],
  ['Function.Unreachable', 'Function.Unreachable'],
  ['Function.no type', 'Function.Unknown'],
  ['ConfigurationError', 'Runtime.Unknown'],
  ['', 'Runtime.Unknown'],
  [undefined, 'Runtime.Unknown'],
  ['Runtime.Sly Init Duration: 9.00 ms', 'Runtime.Unknown'],
  ['Runtime.Sly\tInit Duration: 9.00 ms', 'Runtime.Unknown'],
])('an error of INIT that is called %j is %s in REPORT', (errorType, shown) => {
  const answer = { kind: 'error', payload: Buffer.from('{}'), errorType } as const
  expect(initErrorEnding(answer).errorType).toBe(shown)
})

test('a process that ends after it has answered keeps the answer and shows its end in REPORT', () => {
  const answered = answeredEnding({ kind: 'response', payload: Buffer.from('1') })
  expect(lateEnding(answered, afterExit({ kind: 'exited', status: 1 }))).toEqual({
    ...answered,
    status: 'error',
    errorType: 'Runtime.ExitError',
  })
})
