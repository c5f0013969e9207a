import { setTimeout } from 'node:timers/promises'

import { beforeAll, expect, test } from 'vitest'

import type { Environment } from '../../lib/emulator/environment/environment.ts'
import type { AnswerStream } from '../../lib/emulator/environment/invocation.ts'
import { type BuiltEnvironments, builtEnvironments, serve } from '../support/built-environment.ts'
import { fixture } from '../support/emulator.ts'

// Streamed answers of a real Node process, as the environment gives them on.

const MB = 1_048_576
let environments: BuiltEnvironments
let environment: Environment

beforeAll(async () => {
  environments = await builtEnvironments()
  environment = await environments.open(fixture('streams', 'streams'), 'on-demand')
})

function caller(ready?: () => Promise<void> | undefined) {
  const got = { types: [] as (string | undefined)[], bytes: 0, chunks: [] as Buffer[] }
  const stream: AnswerStream = {
    begin: (contentType) => void got.types.push(contentType),
    write(chunk) {
      got.bytes += chunk.length
      got.chunks.push(chunk)
      return ready?.()
    },
  }
  return { got, stream, text: () => Buffer.concat(got.chunks).toString() }
}

test('pieces reach the caller while the function is still at work, and the answer itself is empty', async () => {
  let first: () => void = () => undefined
  const begun = new Promise<void>((resolve) => (first = resolve))
  const { got, stream, text } = caller(() => {
    first()
    return undefined
  })
  let over = false
  const running = serve(environment, { type: 'text/plain', pieces: ['a', 'b'], holdMs: 500 }, { stream })
  void running.then(() => (over = true))
  await begun
  expect(over).toBe(false)
  const { served, text: payload } = await running
  expect(served).toMatchObject({ outcome: 'ok', answer: { functionError: false } })
  expect({ payload, text: text(), types: got.types }).toEqual({
    payload: '',
    text: 'ab',
    types: ['text/plain'],
  })
})

test('the metadata of an HTTP answer are passed on as they are', async () => {
  const { got, stream, text } = caller()
  await serve(environment, { metadata: { statusCode: 201 }, pieces: ['body'] }, { stream })
  expect(got.types).toEqual(['application/vnd.awslambda.http-integration-response'])
  expect(text()).toBe(`{"statusCode":201}${'\0'.repeat(8)}body`)
})

test('what is beyond the first 6 MB takes its time, and a slow caller is waited for', async () => {
  const { got, stream } = caller()
  const { served, log } = await serve(environment, { bytes: 7 * MB }, { stream })
  expect(got.bytes).toBe(7 * MB)
  expect(served.outcome).toBe('ok')
  // A megabyte at 2 MB/s; the function waits for it, and its Duration says so.
  expect(Number(/\tDuration: ([\d.]+) ms/.exec(log)?.[1])).toBeGreaterThan(495)
  const slow = caller(() => setTimeout(5))
  await serve(environment, { bytes: 5 * MB }, { stream: slow.stream })
  expect(slow.got.bytes).toBe(5 * MB)
})

test('an error half way is the answer, behind what was streamed', async () => {
  const { stream, text } = caller()
  const {
    served,
    text: payload,
    log,
  } = await serve(environment, { pieces: ['a'], fail: 'no more' }, { stream })
  expect(text()).toBe('a')
  expect(served).toMatchObject({ outcome: 'error', answer: { functionError: true } })
  expect(JSON.parse(payload)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no more' })
  expect(log).toContain('\tERROR\tInvoke Error \t{"errorType":"RangeError"')
})

test('a process that exits half way ends the invocation as a crash does', async () => {
  const { stream } = caller()
  const { served, text } = await serve(environment, { pieces: ['a'], exit: 4 }, { stream })
  expect(served).toMatchObject({ outcome: 'exit', errorType: 'Runtime.ExitError' })
  expect(JSON.parse(text)).toMatchObject({ errorMessage: expect.stringMatching(/exit status 4$/) })
  const { served: next } = await serve(environment, { pieces: ['a'] }, { stream })
  expect(next).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
})

test('a caller who takes nothing does not hold the environment beyond the timeout', async () => {
  const short = await environments.open(fixture('streams', 'short', { timeoutMs: 1_000 }), 'on-demand')
  const { got, stream } = caller(() => new Promise(() => undefined))
  const { served } = await serve(short, { bytes: 20 * MB }, { stream })
  expect(served).toMatchObject({ outcome: 'timeout', status: 'timeout' })
  const bytes = got.bytes
  const { served: next } = await serve(short, { pieces: ['a'] })
  expect(next).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
  expect(got.bytes).toBe(bytes)
})

test('a handler that leaves its stream open and has nothing left to do has not finished', async () => {
  const { stream } = caller()
  const { served, text } = await serve(environment, { pieces: ['a'], open: true }, { stream })
  expect(served.outcome).toBe('error')
  expect(JSON.parse(text)).toMatchObject({ errorMessage: 'Response stream is not finished.' })
})

test('a caller who takes no stream gets all of it at once, up to 6 MB', async () => {
  expect((await serve(environment, { pieces: ['a', 'b'] })).text).toBe('ab')
  const tooLarge = await serve(environment, { bytes: 7 * MB })
  expect(tooLarge.served.outcome).toBe('too-large')
  expect(JSON.parse(tooLarge.text)).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' })
  const failed = await serve(environment, { pieces: ['a'], fail: 'no more' })
  expect(failed.served.outcome).toBe('error')
  expect(JSON.parse(failed.text)).toMatchObject({ errorMessage: 'no more' })
})
