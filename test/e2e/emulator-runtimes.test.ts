import { spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { fixture, startTestEmulator, type TestEmulator, testFolder } from '../support/emulator.ts'

// Handlers of every form, and a custom runtime that nobody wrote for this emulator.

const noCurl = spawnSync('curl', ['--version']).error !== undefined
let emulator: TestEmulator

beforeAll(async () => {
  const folder = testFolder()
  const link = join(folder, 'linked-node')
  const wrapper = join(folder, 'wrapped-node')
  symlinkSync(process.execPath, link)
  writeFileSync(wrapper, `#!/bin/sh\nWRAPPED=yes exec ${process.execPath} "$@"\n`)
  chmodSync(wrapper, 0o755)
  emulator = await startTestEmulator([
    fixture('probe', 'linked', { runtimeBinary: link }),
    fixture('probe', 'wrapped', { runtimeBinary: wrapper }),
    fixture('probe', 'nowhere', { runtimeBinary: '/nowhere/node' }),
    fixture('streams', 'streams'),
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

test('a function runs on another Node by its path, also behind a wrapper', async () => {
  const executionEnv = `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`
  const linked = await emulator.invoke('linked')
  expect(linked.answer.env).toMatchObject({ AWS_EXECUTION_ENV: executionEnv })
  const wrapped = await emulator.invoke('wrapped')
  expect(wrapped.answer.env).toMatchObject({ AWS_EXECUTION_ENV: executionEnv, WRAPPED: 'yes' })
  const again = await emulator.invoke('wrapped')
  expect(again.answer).toMatchObject({ calls: 2, pid: wrapped.answer.pid })
})

test('a Node that is not there is an invalid entry point', async () => {
  const { answer } = await emulator.invoke('nowhere')
  expect(answer.errorType).toBe('Runtime.InvalidEntrypoint')
  expect(answer.errorMessage).toMatch(/fork\/exec \/nowhere\/node: no such file or directory$/)
})

test('a streaming handler answers a caller who takes no stream all at once', async () => {
  const { answer, functionError } = await emulator.invoke('streams', { pieces: ['{"a"', ':1}'] })
  expect({ answer, functionError }).toEqual({ answer: { a: 1 }, functionError: undefined })
  const { answer: context, requestId } = await emulator.invoke('streams', { context: true })
  expect(context).toMatchObject({ awsRequestId: requestId, functionName: 'streams' })
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
