import { setImmediate } from 'node:timers/promises'

import { afterEach, expect, test } from 'vitest'

import type { AnswerStream } from '../../../../lib/emulator/environment/invocation.ts'
import { type BothSides, bothSides, type CallOptions } from '../../../support/runtime-client.ts'

// Answers that are streamed: what their caller gets, and when.

const RESPONSE = 'invocation/r-1/response'
const STREAMED = { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Content-Type': 'text/plain' }

let sides: BothSides
afterEach(() => sides.api.close())

/** A caller that notes what it gets, and takes each chunk when `ready` resolves. */
function caller(ready?: () => Promise<void> | undefined) {
  const got: string[] = []
  const stream: AnswerStream = {
    begin: (contentType) => void got.push(`begin ${contentType}`),
    write(chunk) {
      got.push(chunk.toString())
      return ready?.()
    },
  }
  return { got, stream }
}

function streamed(pieces: CallOptions['body'], more: CallOptions = {}) {
  return sides.call('POST', RESPONSE, {
    body: pieces ?? '',
    ...more,
    headers: { ...STREAMED, Trailer: 'Lambda-Runtime-Function-Error-Type', ...more.headers },
  })
}

async function* pieces(...parts: readonly string[]): AsyncGenerator<string> {
  for (const part of parts) {
    yield part
    await setImmediate()
  }
}

test('chunks go to the caller as they come, and the answer is empty', async () => {
  sides = await bothSides()
  const { got, stream } = caller()
  await sides.handed({ stream })
  let sendMore: () => void = () => undefined
  const more = new Promise<void>((resolve) => (sendMore = resolve))
  const told = streamed(
    (async function* () {
      yield 'one'
      await more
      yield 'two'
    })(),
  )
  while (got.length < 2) await setImmediate()
  expect(got).toEqual(['begin text/plain', 'one'])
  expect(sides.events).toHaveLength(1)
  sendMore()
  expect((await told).status).toBe(202)
  expect(got).toEqual(['begin text/plain', 'one', 'two'])
  expect(sides.events.at(-1)).toEqual({
    kind: 'answer',
    answer: { kind: 'response', payload: Buffer.alloc(0) },
  })
})

test('while the caller must be waited for, nothing more is read from the runtime', async () => {
  sides = await bothSides({ maxBytes: 1e9, burstBytes: 1e9, bytesPerSecond: 1 })
  let take: () => void = () => undefined
  const { got, stream } = caller(() => new Promise((resolve) => (take = resolve)))
  await sides.handed({ stream })
  const runtime = { sent: 0, ended: false }
  const told = streamed(
    (async function* () {
      for (; runtime.sent < 400; runtime.sent += 1) yield Buffer.alloc(65_536, 'x')
      runtime.ended = true
    })(),
  )
  while (got.length < 2) await setImmediate()
  // What the system and two sockets hold is a few MB of the 25; then writing stops.
  let before = -1
  while (before !== runtime.sent) {
    before = runtime.sent
    await sides.call('GET', 'no-call')
    await sides.call('GET', 'no-call')
  }
  expect(got).toHaveLength(2)
  expect(runtime.ended).toBe(false)
  while (!runtime.ended) {
    take()
    await setImmediate()
  }
  const answered = told.then(({ status }) => status)
  while (sides.events.length < 2) {
    take()
    await setImmediate()
  }
  expect(await answered).toBe(202)
  expect(got.slice(1).join('').length).toBe(400 * 65_536)
})

test('an error half way is told behind the body, and is the answer', async () => {
  sides = await bothSides()
  const { got, stream } = caller()
  await sides.handed({ stream })
  const error = '{"errorType":"Late","errorMessage":"no more"}'
  const trailers = {
    'Lambda-Runtime-Function-Error-Type': 'Late',
    'Lambda-Runtime-Function-Error-Body': Buffer.from(error).toString('base64'),
  }
  expect((await streamed(pieces('one'), { trailers })).status).toBe(202)
  expect(got).toEqual(['begin text/plain', 'one'])
  const answer = { kind: 'error', payload: Buffer.from(error), errorType: 'Late' }
  expect(sides.events.at(-1)).toEqual({ kind: 'answer', answer })
})

test('an error before the first chunk leaves the stream unbegun, and an empty stream begins', async () => {
  sides = await bothSides()
  const failed = caller()
  await sides.handed({ stream: failed.stream })
  await streamed(pieces(), { trailers: { 'Lambda-Runtime-Function-Error-Type': 'Early' } })
  expect(failed.got).toEqual([])
  const empty = caller()
  await sides.handed({ stream: empty.stream })
  await streamed(pieces())
  expect(empty.got).toEqual(['begin text/plain'])
})

test('a stream over the limit is cut there', async () => {
  sides = await bothSides({ maxBytes: 10, burstBytes: 100, bytesPerSecond: 1 })
  const { got, stream } = caller()
  await sides.handed({ stream })
  expect((await streamed(pieces('12345', '67890', 'x', 'y'))).status).toBe(413)
  expect(got.slice(1).join('')).toBe('1234567890')
  expect(sides.events.at(-1)).toEqual({ kind: 'answer', answer: { kind: 'too-large', limitBytes: 10 } })
})

test('beyond its first bytes a stream is held to its rate', async () => {
  sides = await bothSides({ maxBytes: 1_000, burstBytes: 10, bytesPerSecond: 100 })
  const { got, stream } = caller()
  await sides.handed({ stream })
  const startedAt = performance.now()
  await streamed(pieces('1234567890', '12345'))
  expect(got).toHaveLength(3)
  // Five bytes at a hundred per second, give or take the rounding of a timer.
  expect(performance.now() - startedAt).toBeGreaterThan(48)
})

test('a stream that breaks off is a truncated answer', async () => {
  sides = await bothSides()
  const { got, stream } = caller()
  await sides.handed({ stream })
  const lettingGo = streamed(
    (async function* () {
      yield 'one'
      while (got.length < 2) await setImmediate()
      throw new Error('the runtime lets go')
    })(),
  )
  await expect(lettingGo).rejects.toThrow('the runtime lets go')
  expect(await sides.eventsAre(2)).toContainEqual({ kind: 'answer', answer: { kind: 'truncated' } })
})

test('while an answer is streamed there is no other, and asking for work gives it up', async () => {
  sides = await bothSides()
  const { got, stream } = caller()
  await sides.handed({ stream })
  let finish: () => void = () => undefined
  const end = new Promise<void>((resolve) => (finish = resolve))
  const first = streamed(
    (async function* () {
      yield 'one'
      await end
    })(),
  )
  while (got.length < 2) await setImmediate()
  expect((await streamed(pieces('another'))).status).toBe(403)
  expect((await sides.call('POST', RESPONSE, { body: 'whole' })).status).toBe(403)
  expect((await sides.call('POST', 'invocation/r-1/error', { body: '{}' })).status).toBe(403)
  expect((await sides.next()).status).toBe(403)
  expect(sides.events.at(-1)).toEqual({ kind: 'no-answer' })
  finish()
  await first
  expect(got).toEqual(['begin text/plain', 'one'])
})

test('when the process is gone, nothing more goes to the caller', async () => {
  sides = await bothSides()
  let take: () => void = () => undefined
  const { got, stream } = caller(() => new Promise((resolve) => (take = resolve)))
  await sides.handed({ stream })
  const told = streamed(pieces('one', 'two', 'three')).catch(() => 'closed')
  while (got.length < 2) await setImmediate()
  sides.api.detach()
  expect(await told).toBe('closed')
  take()
  await setImmediate()
  expect(got).toEqual(['begin text/plain', 'one'])
  expect(sides.events).toHaveLength(1)
})

test('without a caller who takes a stream, and by a runtime that does not stream, the answer comes as one', async () => {
  sides = await bothSides()
  await sides.handed()
  await streamed(pieces('one', 'two'))
  expect(sides.events.at(-1)).toMatchObject({ answer: { payload: Buffer.from('onetwo') } })
  const { got, stream } = caller()
  await sides.handed({ stream })
  await sides.call('POST', RESPONSE, { body: 'whole' })
  expect(sides.events.at(-1)).toMatchObject({ answer: { payload: Buffer.from('whole') } })
  expect(got).toEqual([])
})
