import { spawnSync } from 'node:child_process'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { fixture, startTestEmulator, type TestEmulator } from '../support/emulator.ts'

// Handlers of every form, and a custom runtime that nobody wrote for this emulator.

const noCurl = spawnSync('curl', ['--version']).error !== undefined
let emulator: TestEmulator

beforeAll(async () => {
  emulator = await startTestEmulator([
    fixture('commonjs', 'commonjs', { handler: 'deep/main.api.handler' }),
    fixture('callback', 'callback'),
    fixture('probe', 'malformed', { handler: 'handler' }),
    fixture('bootstrap', 'bootstrap', { runtime: 'bootstrap', handler: 'orders.create', timeoutMs: 3_000 }),
  ])
})
afterAll(() => emulator.stop())

test('a CommonJS handler in a folder, below an object, is found', async () => {
  const { answer } = await emulator.invoke('commonjs', { a: 1 })
  expect(answer).toEqual({ echoed: { a: 1 }, format: 'function' })
})

test('a callback waits for the empty event loop unless the handler says otherwise', async () => {
  expect((await emulator.invoke('callback')).answer).toEqual({ timersDone: 1 })
  expect((await emulator.invoke('callback', { eager: true })).answer).toEqual({ timersDone: 0 })
})

test('an error given to the callback is a function error', async () => {
  const { answer, functionError } = await emulator.invoke('callback', { fail: 'refused' })
  expect(functionError).toBe('Unhandled')
  expect(answer).toMatchObject({ errorType: 'Error', errorMessage: 'refused' })
})

test('a handler that never answers and has nothing left to do answers null', async () => {
  const { answer, functionError } = await emulator.invoke('callback', { silent: true })
  expect({ answer, functionError }).toEqual({ answer: null, functionError: undefined })
})

test('a handler without a dot is malformed', async () => {
  const { answer } = await emulator.invoke('malformed')
  expect(answer).toMatchObject({
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage: 'Bad handler: handler',
  })
})

test.skipIf(noCurl)(
  'a bootstrap of sh and curl serves invocation after invocation (needs curl)',
  async () => {
    const cold = await emulator.invoke('bootstrap', { a: 1 })
    const warm = await emulator.invoke('bootstrap', { a: 2 })
    expect(cold.answer).toEqual({ echo: { a: 1 }, handler: 'orders.create', executionEnv: '' })
    expect(warm.answer).toMatchObject({ echo: { a: 2 } })
    expect(cold.report).toHaveProperty('Init Duration')
    expect(warm.report).not.toHaveProperty('Init Duration')
    expect(warm.log).toContain('handling orders.create\n')
  },
)

test.skipIf(noCurl)(
  'a runtime that answers an unknown request is told so and may go on (needs curl)',
  async () => {
    const { answer } = await emulator.invoke('bootstrap', { wrong: true })
    expect(answer).toMatchObject({ status: 400, refusal: { errorType: 'InvalidRequestID' } })
  },
)

test.skipIf(noCurl)(
  'a runtime that asks for more without answering fails its request (needs curl)',
  async () => {
    const { answer, functionError } = await emulator.invoke('bootstrap', { early: true })
    expect(functionError).toBe('Unhandled')
    expect(answer.errorType).toBe('Runtime.InvalidStateTransition')
    expect((await emulator.invoke('bootstrap', { a: 3 })).answer).toMatchObject({ echo: { a: 3 } })
    expect(emulator.truth().at(-1)).toMatchObject({ start: 'reinitialized' })
  },
)
