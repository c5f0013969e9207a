import { connect } from 'node:net'

import { afterEach, expect, test } from 'vitest'

import { type BothSides, bothSides, type Told } from '../../../support/runtime-client.ts'

let sides: BothSides
afterEach(() => sides.api.close())

test('an invocation is handed with what a client needs, and its answer is taken', async () => {
  sides = await bothSides()
  const handed = await sides.handed({ traceId: 'Root=1-2-3', clientContext: '{"c":1}' })
  expect(handed).toMatchObject({
    status: 200,
    body: '{"a":1}',
    headers: {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': 'r-1',
      'lambda-runtime-deadline-ms': '1790000000000',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:f',
      'lambda-runtime-invocation-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'lambda-runtime-trace-id': 'Root=1-2-3',
      'lambda-runtime-client-context': '{"c":1}',
    },
  })
  const told = await sides.call('POST', 'invocation/r-1/response', { body: '{"b":2}' })
  expect(told).toMatchObject({ status: 202, body: '{"status":"OK"}' })
  expect(sides.events).toEqual([
    { kind: 'next' },
    { kind: 'answer', answer: { kind: 'response', payload: Buffer.from('{"b":2}') } },
  ])
})

test('a runtime whose request for work was lost asks again and gets the invocation', async () => {
  sides = await bothSides()
  const socket = connectTo(sides)
  socket.write('GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: a\r\n\r\n')
  await sides.eventsAre(1)
  socket.destroy()
  let again: Promise<Told>
  do {
    again = sides.next()
    // Refused at once until the loss is noticed; accepted, it stays open.
  } while ((await Promise.race([again, sides.call('GET', 'no-call')])).status === 403)
  sides.api.hand({ requestId: 'r-9', payload: Buffer.from('9'), invokedArn: 'arn', deadlineMs: 1 })
  expect(await again).toMatchObject({ status: 200, body: '9' })
  expect(sides.events).toEqual([{ kind: 'next' }])
})

test('calls out of turn are refused and change nothing', async () => {
  sides = await bothSides()
  expect((await sides.call('POST', 'invocation/r-1/response', { body: '1' })).status).toBe(403)
  expect((await sides.call('POST', 'invocation/r-1/error', { body: '{}' })).status).toBe(403)
  await sides.handed()
  expect((await sides.call('POST', 'init/error', { body: '{}' })).status).toBe(403)
  expect((await sides.call('POST', 'invocation/r-0/response', { body: '1' })).status).toBe(400)
  expect((await sides.call('POST', 'invocation/r-1/response', { body: '1' })).status).toBe(202)
  expect((await sides.call('POST', 'invocation/r-1/response', { body: '2' })).status).toBe(403)
  expect(sides.events.map(({ kind }) => kind)).toEqual(['next', 'answer'])
})

test('an answer that echoes an earlier invocation is 410, one that echoes none is 403', async () => {
  sides = await bothSides()
  const { headers } = await sides.handed()
  const echo = { 'Lambda-Runtime-Invocation-Id': headers['lambda-runtime-invocation-id'] }
  sides.api.detach()
  sides.api.attach(() => undefined)
  const stale = await sides.call('POST', 'invocation/r-1/response', { body: '1', headers: echo })
  const silent = await sides.call('POST', 'invocation/r-1/response', { body: '1' })
  expect(stale).toMatchObject({ status: 410, body: expect.stringContaining('StaleInvocation') })
  expect(silent).toMatchObject({ status: 403, body: expect.stringContaining('InvalidStateTransition') })
})

test('asking for work with an invocation open is 403, and the environment hears of it', async () => {
  sides = await bothSides()
  await sides.handed()
  expect((await sides.next()).status).toBe(403)
  expect(sides.events.at(-1)).toEqual({ kind: 'no-answer' })
})

test('what is no call of the Runtime API is 404', async () => {
  sides = await bothSides()
  for (const [method, path] of [
    ['POST', 'invocation/next'],
    ['GET', 'invocation/r-1/response'],
    ['PUT', 'invocation/r-1/response'],
    ['POST', 'invocation//response'],
    ['POST', 'invocation/a/b/response'],
    ['GET', '../../etc/passwd'],
    ['DELETE', ''],
  ] as const) {
    expect((await sides.call(method, path)).status, `${method} ${path}`).toBe(404)
  }
  expect(sides.events).toEqual([])
})

test('a cause of a megabyte in a header passes', async () => {
  sides = await bothSides()
  await sides.handed()
  const headers = { 'Lambda-Runtime-Function-XRay-Error-Cause': 'x'.repeat(1_048_576) }
  const told = await sides.call('POST', 'invocation/r-1/error', { body: '{"errorType":"E"}', headers })
  expect(told.status).toBe(202)
  const answer = { kind: 'error', payload: Buffer.from('{"errorType":"E"}'), errorType: 'E' }
  expect(sides.events.at(-1)).toEqual({ kind: 'answer', answer })
})

test('an error says its type in a header, or else in its document', async () => {
  for (const [headers, body, errorType] of [
    [{ 'Lambda-Runtime-Function-Error-Type': 'Runtime.A' }, '{"errorType":"B"}', 'Runtime.A'],
    [{}, '{"errorType":"B"}', 'B'],
    [{}, '{"errorType":{}}', undefined],
    [{}, 'null', undefined],
    [{}, 'not JSON', undefined],
  ] as const) {
    sides?.api.close()
    sides = await bothSides()
    expect((await sides.call('POST', 'init/error', { body, headers })).status).toBe(202)
    expect(sides.events).toEqual([
      { kind: 'init-error', answer: { kind: 'error', payload: Buffer.from(body), errorType } },
    ])
  }
})

test('an answer over 6 MB is 413 and told as such', async () => {
  sides = await bothSides()
  await sides.handed()
  const told = await sides.call('POST', 'invocation/r-1/response', { body: Buffer.alloc(6_291_557, 'x') })
  expect(told.status).toBe(413)
  expect(sides.events.at(-1)).toEqual({
    kind: 'answer',
    answer: { kind: 'too-large', limitBytes: 6_291_556 },
  })
})

test('an answer that breaks off may be given again', async () => {
  sides = await bothSides()
  await sides.handed()
  const socket = connectTo(sides)
  socket.write(
    'POST /2018-06-01/runtime/invocation/r-1/response HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf',
  )
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.destroy()
  expect((await sides.call('POST', 'invocation/r-1/response', { body: '"whole"' })).status).toBe(202)
  expect(sides.events).toHaveLength(2)
})

test('an answer whose body comes too slowly is refused when another process has taken over', async () => {
  sides = await bothSides()
  await sides.handed()
  const socket = connectTo(sides)
  socket.write(
    'POST /2018-06-01/runtime/invocation/r-1/response HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf',
  )
  await new Promise((resolve) => socket.once('connect', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  sides.api.detach()
  await closed
  sides.api.attach(() => undefined)
  expect(sides.events).toHaveLength(1)
})

test('more connections than any client uses are closed', async () => {
  sides = await bothSides()
  const sockets = Array.from({ length: 80 }, () => connectTo(sides))
  const closed = await Promise.all(
    sockets.slice(64).map((socket) => new Promise((resolve) => socket.once('close', () => resolve(true)))),
  )
  expect(closed).toHaveLength(16)
  for (const socket of sockets) socket.destroy()
})

function connectTo({ api }: BothSides) {
  const [host = '', port] = api.address.split(':')
  return connect(Number(port), host).on('error', () => undefined)
}
