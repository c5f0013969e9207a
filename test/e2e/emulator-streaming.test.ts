import { setTimeout } from 'node:timers/promises'

import {
  CreateFunctionUrlConfigCommand,
  type InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCompleteEvent,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { eventually, fixture, startTestEmulator, type TestEmulator } from '../support/emulator.ts'

// Streamed answers over the wire: read by AWS's own decoder, and by plain HTTP from a function URL.

let emulator: TestEmulator
let url: string

beforeAll(async () => {
  const functions = [
    fixture('probe', 'probe'),
    fixture('streams', 'streams'),
    fixture('web', 'web'),
    fixture('web-streams', 'web-streams'),
  ]
  emulator = await startTestEmulator(functions, { accountConcurrency: 2 })
  url = await createUrl('web-streams')
})
afterAll(() => emulator.stop())

async function createUrl(FunctionName: string): Promise<string> {
  const { FunctionUrl = '' } = await emulator.client.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' }),
  )
  return FunctionUrl
}

interface Streamed {
  readonly chunks: readonly { readonly text: string; readonly at: number }[]
  readonly bytes: number
  readonly complete: InvokeWithResponseStreamCompleteEvent | undefined
  readonly endedAt: number
  readonly version: string | undefined
  readonly requestId: string | undefined
  readonly contentType: string | undefined
}

async function stream(
  FunctionName: string,
  event: object,
  more: Partial<InvokeWithResponseStreamCommandInput> = {},
): Promise<Streamed> {
  const output = await emulator.client.send(
    new InvokeWithResponseStreamCommand({ FunctionName, Payload: JSON.stringify(event), ...more }),
  )
  const chunks: { text: string; at: number }[] = []
  let bytes = 0
  let complete: InvokeWithResponseStreamCompleteEvent | undefined
  for await (const message of output.EventStream ?? []) {
    if (message.PayloadChunk?.Payload !== undefined) {
      bytes += message.PayloadChunk.Payload.length
      chunks.push({ text: Buffer.from(message.PayloadChunk.Payload).toString(), at: performance.now() })
    }
    if (message.InvokeComplete !== undefined) complete = message.InvokeComplete
  }
  return {
    chunks,
    bytes,
    complete,
    endedAt: performance.now(),
    version: output.ExecutedVersion,
    requestId: output.$metadata.requestId,
    contentType: output.ResponseStreamContentType,
  }
}

const textOf = ({ chunks }: Streamed): string => chunks.map(({ text }) => text).join('')

test('the answer of a function that does not stream is one chunk', async () => {
  const streamed = await stream('web', { body: '{"a":1}' })
  expect(streamed.chunks.map(({ text }) => text)).toEqual(['{"a":1}'])
  expect(streamed.complete).toEqual({})
  expect(streamed.version).toBe('$LATEST')
  expect(streamed.contentType).toBe('application/vnd.amazon.eventstream')
  expect(streamed.requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('the log comes with the last message', async () => {
  const { complete, requestId } = await stream('probe', { log: ['hello'] }, { LogType: 'Tail' })
  const log = Buffer.from(complete?.LogResult ?? '', 'base64').toString()
  expect(log).toMatch(new RegExp(`^START RequestId: ${requestId} `))
  expect(log).toContain('\thello\n')
  expect(log).toMatch(/\nREPORT RequestId: .*\n$/)
})

test('an error is told by the last message, under the status 200', async () => {
  const thrown = await stream('probe', { fail: 'no' })
  expect(thrown.chunks).toEqual([])
  expect(thrown.complete?.ErrorCode).toBe('TypeError')
  expect(JSON.parse(thrown.complete?.ErrorDetails ?? '')).toMatchObject({ errorMessage: 'no' })
  const exited = await stream('probe', { exit: 3 })
  expect(exited.complete?.ErrorCode).toBe('Runtime.ExitError')
  expect(exited.complete?.ErrorDetails).toContain('exit status 3')
})

test('what the service refuses is refused before anything is streamed', async () => {
  await expect(stream('absent', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  await expect(stream('probe', {}, { Payload: '{' })).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
  })
  const busy = [stream('probe', { holdMs: 1_000 }), stream('probe', { holdMs: 1_000 })]
  await setTimeout(300)
  await expect(stream('probe', {})).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ConcurrentInvocationLimitExceeded',
  })
  await Promise.all(busy)
  const before = emulator.truth().length
  await stream('probe', {}, { InvocationType: 'DryRun' })
  expect(emulator.truth()).toHaveLength(before)
})

test('pieces come while the function is still at work', async () => {
  const streamed = await stream('streams', { pieces: ['a', 'b'], holdMs: 600 })
  expect(textOf(streamed)).toBe('ab')
  expect(streamed.endedAt - (streamed.chunks[0]?.at ?? Infinity)).toBeGreaterThan(300)
  expect(streamed.complete).toEqual({})
})

test('an error half way is told behind what was streamed', async () => {
  const failed = await stream('streams', { pieces: ['a'], fail: 'no more' })
  expect(textOf(failed)).toBe('a')
  expect(failed.complete?.ErrorCode).toBe('RangeError')
  expect(JSON.parse(failed.complete?.ErrorDetails ?? '')).toMatchObject({ errorMessage: 'no more' })
  const died = await stream('streams', { pieces: ['a'.repeat(100_000)], exit: 1 })
  expect(died.complete?.ErrorCode).toBe('Runtime.TruncatedResponse')
})

test('megabytes come whole', async () => {
  const { bytes, complete } = await stream('streams', { bytes: 5 * 1_048_576 })
  expect(bytes).toBe(5 * 1_048_576)
  expect(complete).toEqual({})
})

test('a caller who goes away half way does not stop the function, nor hold its environment', async () => {
  const before = emulator.truth().length
  const leaving = new AbortController()
  const path = '/2021-11-15/functions/streams/response-streaming-invocations'
  const response = await fetch(`${emulator.endpoint}${path}`, {
    method: 'POST',
    body: JSON.stringify({ bytes: 6 * 1_048_576 }),
    signal: leaving.signal,
  })
  await response.body?.getReader().read()
  leaving.abort()
  await eventually(() => emulator.truth().length > before)
  expect(emulator.truth()[before]).toMatchObject({ function: 'streams', outcome: 'ok' })
  expect(textOf(await stream('streams', { pieces: ['again'] }))).toBe('again')
})

function post(body: object, init: RequestInit = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), ...init })
}

test('a function URL passes on what is streamed, as bytes of any kind when nothing is said', async () => {
  const plain = await post({ pieces: ['a', 'b'] })
  expect(plain.status).toBe(200)
  expect(plain.headers.get('content-type')).toBe('application/octet-stream')
  expect(plain.headers.get('transfer-encoding')).toBe('chunked')
  expect(await plain.text()).toBe('ab')
  const typed = await post({ type: 'text/html', pieces: ['<p>'] })
  expect(typed.headers.get('content-type')).toBe('text/html')
})

test('the metadata of a streamed answer are its status, headers and cookies', async () => {
  const metadata = {
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain', 'X-A': '1', 'Content-Length': '3', 'X-Split': 'a\r\nb: c' },
    cookies: ['k=1', 'l=2'],
  }
  const response = await post({ metadata, pieces: ['whole'] })
  expect(response.status).toBe(201)
  expect(response.headers.get('content-type')).toBe('text/plain')
  expect(response.headers.get('x-a')).toBe('1')
  expect(response.headers.get('x-split')).toBeNull()
  expect(response.headers.getSetCookie()).toEqual(['k=1', 'l=2'])
  expect(await response.text()).toBe('whole')
})

test('behind a URL too, pieces come while the function is at work', async () => {
  const response = await post({ pieces: ['first'], holdMs: 600 })
  const reader = response.body?.getReader()
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
  const firstAt = performance.now()
  expect((await reader?.read())?.done).toBe(true)
  expect(performance.now() - firstAt).toBeGreaterThan(300)
})

test('an error before the first byte is 502, and one after it breaks the connection', async () => {
  const early = await post({ early: 'no page' })
  expect(early.status).toBe(502)
  expect(await early.json()).toEqual({ message: 'Internal Server Error' })
  const invalid = await post({
    type: 'application/vnd.awslambda.http-integration-response',
    raw: 'no metadata\0\0\0\0\0\0\0\0body',
  })
  expect(invalid.status).toBe(502)
  const late = await post({ pieces: ['x'], holdMs: 100, late: 'half way' })
  expect(late.status).toBe(200)
  await expect(late.text()).rejects.toThrow('terminated')
})

test('a browser that leaves a stream does not hold the environment', async () => {
  const before = emulator.truth().length
  const leaving = new AbortController()
  const response = await post({ pieces: ['x'], holdMs: 400 }, { signal: leaving.signal })
  await response.body?.getReader().read()
  leaving.abort()
  await eventually(() => emulator.truth().length > before)
  expect(emulator.truth()[before]).toMatchObject({ function: 'web-streams', outcome: 'ok' })
  expect(await (await post({ pieces: ['again'] })).text()).toBe('again')
})
