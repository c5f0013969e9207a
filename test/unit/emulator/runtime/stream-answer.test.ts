import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { afterAll, beforeAll, expect, test } from 'vitest'

import type { AnswerStream } from '../../../../lib/emulator/environment/invocation.ts'
import type { Handler } from '../../../../lib/emulator/runtime/load-handler.ts'
import type { ResponseStream } from '../../../../lib/emulator/runtime/response-stream.ts'
import { type BothSides, bothSides } from '../../../support/runtime-client.ts'

// The Node runtime's side of a streamed answer, against the Runtime API it is made for.

interface AwsLambda {
  streamifyResponse(handler: Handler, options?: { readonly highWaterMark?: number }): Handler
  readonly HttpResponseStream: { from(stream: ResponseStream, metadata: unknown): ResponseStream }
}

let sides: BothSides
let awslambda: AwsLambda
let run: (handler: Handler) => Promise<unknown>

beforeAll(async () => {
  sides = await bothSides()
  // The runtime reads it when it is loaded: a process has one Runtime API all its life.
  process.env['AWS_LAMBDA_RUNTIME_API'] = sides.api.address
  const { defineAwsLambda } = await import('../../../../lib/emulator/runtime/aws-lambda-global.ts')
  const { streamAnswer } = await import('../../../../lib/emulator/runtime/stream-answer.ts')
  const { nextInvocation } = await import('../../../../lib/emulator/runtime/runtime-client.ts')
  defineAwsLambda()
  awslambda = (globalThis as unknown as { awslambda: AwsLambda }).awslambda
  run = async (handler) => {
    let logged: unknown
    await streamAnswer(handler, await nextInvocation(), (error) => (logged = error))
    return logged
  }
})
afterAll(() => sides.api.close())

interface Answered {
  readonly got: readonly string[]
  readonly answer: unknown
  readonly logged: unknown
}

async function answered(body: (stream: ResponseStream, event: unknown) => unknown): Promise<Answered> {
  const got: string[] = []
  const stream: AnswerStream = {
    begin: (contentType) => void got.push(String(contentType)),
    write: (chunk) => void got.push(chunk.toString()),
  }
  const before = sides.events.length
  const running = run(awslambda.streamifyResponse((event, out) => body(out as ResponseStream, event)))
  await sides.eventsAre(before + 1)
  sides.api.hand({
    requestId: 'r-1',
    payload: Buffer.from('{"a":1}'),
    invokedArn: 'arn',
    deadlineMs: 1,
    stream,
  })
  const logged = await running
  await sides.eventsAre(before + 2)
  const last = sides.events.at(-1)
  if (last?.kind !== 'answer') throw new Error(`no answer but ${JSON.stringify(last)}`)
  return { got: [got[0] ?? '', got.slice(1).join('')], answer: last.answer, logged }
}

const WHOLE = { kind: 'response', payload: Buffer.alloc(0) }

test('what is written goes out in order, with its content type', async () => {
  const { got, answer, logged } = await answered(async (stream, event) => {
    stream.setContentType('text/html')
    stream.write('<p>')
    stream.write(JSON.stringify(event))
    stream.write({ as: 'JSON' })
    stream.end('</p>')
  })
  expect(got).toEqual(['text/html', '<p>{"a":1}{"as":"JSON"}</p>'])
  expect({ answer, logged }).toEqual({ answer: WHOLE, logged: undefined })
})

test('a pipeline ends the answer', async () => {
  const pieces = Array.from({ length: 50 }, (_, i) => `${i};`.repeat(2_000))
  const { got, answer } = await answered((stream) => pipeline(Readable.from(pieces), stream))
  expect(got).toEqual(['application/octet-stream', pieces.join('')])
  expect(answer).toEqual(WHOLE)
})

test('the metadata of an HTTP answer come first, divided from the body by eight zero bytes', async () => {
  const { got } = await answered(async (stream) => {
    const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 })
    http.write('body')
    http.end()
  })
  expect(got).toEqual([
    'application/vnd.awslambda.http-integration-response',
    `{"statusCode":201}${'\0'.repeat(8)}body`,
  ])
})

test('as on Lambda, an end without a write sends no metadata', async () => {
  const { got } = await answered(async (stream) => {
    awslambda.HttpResponseStream.from(stream, { statusCode: 204 }).end()
  })
  expect(got).toEqual(['application/vnd.awslambda.http-integration-response', ''])
})

test('an error half way is told behind what was written', async () => {
  const { got, answer, logged } = await answered(async (stream) => {
    stream.write('some')
    throw new RangeError('no more')
  })
  expect(got).toEqual(['application/octet-stream', 'some'])
  expect(logged).toBeInstanceOf(RangeError)
  expect(answer).toMatchObject({ kind: 'error', errorType: 'RangeError' })
  expect(payloadOf(answer)).toMatchObject({ errorType: 'RangeError', errorMessage: 'no more' })
})

test('an error in the source of a pipeline is told behind what came through', async () => {
  const source = Readable.from(
    (async function* () {
      yield 'some'
      throw new TypeError('the table is gone')
    })(),
  )
  const { got, answer } = await answered((stream) => pipeline(source, stream))
  expect(got).toEqual(['application/octet-stream', 'some'])
  expect(payloadOf(answer)).toMatchObject({ errorType: 'TypeError', errorMessage: 'the table is gone' })
})

test('an error before the first write is an answer without a stream', async () => {
  const { got, answer } = await answered(async () => {
    throw new Error('too early')
  })
  expect(got).toEqual(['', ''])
  expect(payloadOf(answer)).toMatchObject({ errorMessage: 'too early' })
})

test('a stream that its handler destroys has not finished', async () => {
  const { answer } = await answered(async (stream) => {
    stream.write('some')
    stream.destroy()
  })
  expect(payloadOf(answer)).toMatchObject({ errorMessage: 'Response stream is not finished.' })
})

test('what is thrown after the end changes nothing for the caller', async () => {
  const { got, answer, logged } = await answered(async (stream) => {
    stream.end('all')
    throw new Error('too late')
  })
  expect(got).toEqual(['application/octet-stream', 'all'])
  expect(answer).toEqual(WHOLE)
  expect(logged).toMatchObject({ message: 'too late' })
})

test('all that was written comes before an error, also what had to wait', async () => {
  const { got, answer } = await answered(async (stream) => {
    for (let i = 0; i < 100; i += 1) stream.write(`${i};`.repeat(5_000))
    throw new Error('after all')
  })
  expect(got[1]).toBe(Array.from({ length: 100 }, (_, i) => `${i};`.repeat(5_000)).join(''))
  expect(payloadOf(answer)).toMatchObject({ errorMessage: 'after all' })
})

test('a handler that gives no promise can not stream', async () => {
  const { answer } = await answered((stream) => void stream.write('x'))
  expect(payloadOf(answer)).toMatchObject({ errorMessage: 'Streaming does not support non-async handlers.' })
})

test('the content type can not be changed once the answer has begun', async () => {
  const { answer } = await answered(async (stream) => {
    stream.write('some')
    stream.setContentType('text/plain')
  })
  expect(payloadOf(answer)).toMatchObject({ errorMessage: 'Cannot set content-type, too late.' })
})

test('a mark that means nothing is refused, and a handler without a mark does not stream', async () => {
  const { isStreaming, highWaterMark } = await import('../../../../lib/emulator/runtime/aws-lambda-global.ts')
  const plain: Handler = () => undefined
  expect(isStreaming(plain)).toBe(false)
  const streaming = awslambda.streamifyResponse(() => undefined, { highWaterMark: 1_024 })
  expect(isStreaming(streaming)).toBe(true)
  expect(highWaterMark(streaming)).toBe(1_024)
  const odd = Object.assign(() => undefined, {
    [Symbol.for('aws.lambda.runtime.handler.streaming')]: 'request',
  })
  expect(() => isStreaming(odd)).toThrow('Only response streaming is supported.')
})

function payloadOf(answer: unknown): unknown {
  const { payload } = answer as { readonly payload: Buffer }
  return JSON.parse(payload.toString())
}
