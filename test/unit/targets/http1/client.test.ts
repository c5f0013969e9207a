import { createServer } from 'node:net'
import { setMaxListeners } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { fromMillis, fromSeconds } from '../../../../lib/model/time.ts'
import {
  ask,
  movableClock,
  never,
  openClient,
  patience,
  request,
  said,
} from '../../../support/http1-client.ts'
import { always, startRawServer } from '../../../support/raw-server.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

describe('createHttp1Client', () => {
  it('writes the request as it is, and reads the answer', async () => {
    const server = await startRawServer(always(hello))
    expect(said(await ask(openClient(server.origin)))).toBe('hello')
    expect(server.requests).toEqual([request.toString()])
  })

  it('writes before it returns where a connection is idle, and opens none before it is asked to', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    expect(server.connections).toBe(0)
    const first = await ask(client)
    const second = await ask(client)
    expect(first.connectionSetup).toBeGreaterThan(0)
    expect(second.connectionSetup).toBeUndefined()
    expect(server.connections).toBe(1)
  })

  it('tells times in order', async () => {
    const server = await startRawServer(always(hello))
    const { sentAt, connectionSetup, firstByteAt, endedAt } = await ask(openClient(server.origin))
    const order = [sentAt, sentAt + (connectionSetup ?? Number.NaN), firstByteAt ?? Number.NaN, endedAt]
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('tells the first bytes from the last', async () => {
    const clock = movableClock()
    const server = await startRawServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1'),
    )
    const exchange = ask(openClient(server.origin, { clock }))
    await expect.poll(() => server.requests).toHaveLength(1)
    // The first part has come when the answer to a question that was asked after it has.
    expect(said(await ask(openClient((await startRawServer(always(hello))).origin)))).toBe('hello')
    clock.forward(fromSeconds(60))
    for (const socket of server.open) socket.write('2')
    const { firstByteAt, endedAt } = await exchange
    expect(endedAt - (firstByteAt ?? Number.NaN)).toBeGreaterThan(fromSeconds(59))
  })

  it('has as many connections as there are exchanges at once, and uses them again', async () => {
    const held: (() => void)[] = []
    const server = await startRawServer((socket) => {
      held.push(() => socket.write(hello))
      if (held.length % 30 === 0) for (const release of held.splice(0)) release()
    })
    const client = openClient(server.origin)
    for (let round = 0; round < 3; round++) {
      const exchanges = await Promise.all(Array.from({ length: 30 }, async () => ask(client)))
      expect(exchanges.map(said)).toEqual(Array.from({ length: 30 }, () => 'hello'))
    }
    expect(server.connections).toBe(30)
    expect(client.connections()).toEqual({ ahead: 0, inCall: 30, failed: 0, closedByPeer: 0 })
  })

  it('takes a connection that becomes idle before its own is open', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await ask(client)
    // The second is sent from within the turn in which the first has its answer.
    const exchanges = await Promise.all([ask(client), ask(client), ask(client)])
    expect(exchanges.map(said)).toEqual(['hello', 'hello', 'hello'])
    expect(exchanges.filter(({ connectionSetup }) => connectionSetup === undefined)).toHaveLength(1)
  })

  it('writes a request of 6 MB and reads an answer as large', async () => {
    const large = 'x'.repeat(6 * 1024 * 1024)
    const server = await startRawServer(
      always(`HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n${large}`),
    )
    const bytes = Buffer.from(`POST / HTTP/1.1\r\nContent-Length: ${large.length}\r\n\r\n${large}`)
    const exchange = await ask(openClient(server.origin), bytes)
    expect(said(exchange) === large).toBe(true)
    expect(server.requests.map((request) => request.length)).toEqual([bytes.length])
  })

  it('resolves names, and tries the addresses of either family', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin.replace('127.0.0.1', 'localhost'))
    expect(said(await ask(client))).toBe('hello')
  })

  it('ends a name that has no address as a failure', async () => {
    // RFC 6761: .invalid is never resolved.
    const { result } = await ask(openClient('http://nobody.invalid'))
    expect(result).toMatchObject({ kind: 'failed', code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) })
  })

  it('ends a refused connection as a failure of every exchange that has none', async () => {
    const client = openClient(`http://127.0.0.1:${await freePort()}`)
    const exchanges = await Promise.all([ask(client), ask(client)])
    expect(exchanges.map(({ result }) => result)).toMatchObject([
      { kind: 'failed', code: 'ECONNREFUSED' },
      { kind: 'failed', code: 'ECONNREFUSED' },
    ])
    expect(client.connections()).toMatchObject({ inCall: 0, failed: 2 })
  })

  it('does not send again what was cut off, on a connection that was used before', async () => {
    const server = await startRawServer((socket, _, nth) =>
      nth === 0 ? socket.write(hello) : socket.destroy(),
    )
    const client = openClient(server.origin)
    await ask(client)
    expect((await ask(client)).result).toMatchObject({ kind: 'failed', code: 'ECONNRESET' })
    expect(server.requests).toHaveLength(2)
    expect(server.connections).toBe(1)
  })

  it.each([
    ['before an answer', '', /^ECONNRESET$/],
    ['in the head', 'HTTP/1.1 200 OK\r\n', /^ECONNRESET$/],
    // The server of Node 20 ends what it was told to reset, once it has written.
    ['in the body', hello.slice(0, -1), /^(ECONNRESET|BODY_TRUNCATED)$/],
  ])('ends a reset %s as a failure', async (_, sent, code) => {
    const server = await startRawServer((socket) => {
      socket.write(sent, () => setImmediate(() => socket.resetAndDestroy()))
    })
    const { result } = await ask(openClient(server.origin))
    expect(result).toMatchObject({ kind: 'failed', code: expect.stringMatching(code) })
  })

  it('ends what is no HTTP as a failure, and closes the connection', async () => {
    const server = await startRawServer(always('SSH-2.0-OpenSSH_9.6\r\n'))
    expect((await ask(openClient(server.origin))).result).toEqual({
      kind: 'failed',
      code: 'HTTP_BAD_STATUS_LINE',
      message: 'the answer is no HTTP/1.1, it begins with «SSH-2.0-OpenSSH_9.6»',
    })
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('reads until the connection ends where nothing else says how long an answer is', async () => {
    const server = await startRawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello'))
    const client = openClient(server.origin)
    expect(said(await ask(client))).toBe('hello')
    expect(client.connections()).toMatchObject({ closedByPeer: 1 })
  })
})

describe('a connection', () => {
  it.each([
    [
      'the server says that it closes it',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello',
    ],
    ['there was more than an answer', `${hello}HTTP/1.1 200 OK\r\n\r\n`],
    [
      'the server speaks HTTP/1.0',
      'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello',
    ],
    [
      'it would be idle for less than a second',
      hello.replace('\r\n\r\n', '\r\nKeep-Alive: timeout=1\r\n\r\n'),
    ],
  ])('is not used again when %s', async (_, answer) => {
    const server = await startRawServer(always(answer))
    const client = openClient(server.origin)
    expect(said(await ask(client))).toBe('hello')
    expect(said(await ask(client))).toBe('hello')
    expect(server.connections).toBe(2)
  })

  it('is closed when something comes while nothing was asked', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await ask(client)
    for (const socket of server.open)
      socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
    await expect.poll(() => server.open.size).toBe(0)
    expect(said(await ask(client))).toBe('hello')
    expect(client.connections()).toMatchObject({ inCall: 2, closedByPeer: 1 })
  })

  it('is not used again when the server has closed it', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await ask(client)
    for (const socket of server.open) socket.end()
    await expect.poll(() => client.connections().closedByPeer).toBe(1)
    expect(said(await ask(client))).toBe('hello')
    expect(server.connections).toBe(2)
  })

  it.each([
    ['half a minute', hello, 29, 31],
    [
      'a second less than the server says',
      hello.replace('\r\n\r\n', '\r\nKeep-Alive: timeout=5\r\n\r\n'),
      3,
      5,
    ],
    [
      'half a minute whatever the server says',
      hello.replace('\r\n\r\n', '\r\nKeep-Alive: timeout=600\r\n\r\n'),
      29,
      31,
    ],
  ])('is idle for at most %s', async (_, answer, within, beyond) => {
    const clock = movableClock()
    const server = await startRawServer(always(answer))
    const client = openClient(server.origin, { clock })
    await ask(client)
    clock.forward(fromSeconds(within))
    await ask(client)
    expect(server.connections).toBe(1)
    clock.forward(fromSeconds(beyond))
    await ask(client)
    expect(server.connections).toBe(2)
    expect(client.connections()).toMatchObject({ closedByPeer: 0 })
  })

  it('is closed after an answer that came before the request was written', async () => {
    const server = await startRawServer(() => undefined, {
      greet: (socket) => {
        // Not read any further: what is left of the request stays on the other side.
        socket.once('data', () => socket.pause().write(hello))
      },
    })
    const client = openClient(server.origin)
    const large = Buffer.concat([
      Buffer.from('POST / HTTP/1.1\r\nContent-Length: 16000000\r\n\r\n'),
      Buffer.alloc(16_000_000),
    ])
    expect(said(await ask(client, large))).toBe('hello')
    await ask(client, large)
    expect(server.connections).toBe(2)
  })

  it('is used again after an answer to a request that was written in full', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    const large = Buffer.concat([
      Buffer.from('POST / HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n'),
      Buffer.alloc(8_000_000),
    ])
    await ask(client, large)
    await ask(client, large)
    expect(server.connections).toBe(1)
  })
})

describe('an exchange', () => {
  it.each([
    ['no answer', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\n'],
    ['half a body', hello.slice(0, -2)],
  ])('is given up after its timeout with %s, and its connection is closed', async (_, sent) => {
    const server = await startRawServer((socket) => sent && socket.write(sent))
    const { result, sentAt, endedAt } = await openClient(server.origin).exchange(
      request,
      fromMillis(60),
      never(),
    )
    expect(result).toEqual({ kind: 'timed-out' })
    expect(endedAt - sentAt).toBeGreaterThanOrEqual(fromMillis(60))
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('is given up when its signal aborts, and no other one is', async () => {
    const server = await startRawServer(() => undefined)
    const client = openClient(server.origin)
    const [one, other] = [new AbortController(), new AbortController()]
    const exchanges = [
      client.exchange(request, patience, one.signal),
      client.exchange(request, patience, one.signal),
      client.exchange(request, patience, other.signal),
    ]
    await expect.poll(() => server.requests).toHaveLength(3)
    one.abort()
    expect((await Promise.all(exchanges.slice(0, 2))).map(said)).toEqual([
      { kind: 'interrupted' },
      { kind: 'interrupted' },
    ])
    await expect.poll(() => server.open.size).toBe(1)
    for (const socket of server.open) socket.write(hello)
    expect(said(await exchanges[2]!)).toBe('hello')
  })

  it('is not begun when its signal has aborted', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    expect(said(await client.exchange(request, patience, AbortSignal.abort()))).toEqual({
      kind: 'interrupted',
    })
    expect(said(await ask(client))).toBe('hello')
    expect(server.connections).toBe(1)
  })

  it('is given up while it waits for its connection', async () => {
    const client = openClient(`http://127.0.0.1:${(await startRawServer(always(hello))).port}`)
    const abort = new AbortController()
    const exchange = client.exchange(request, patience, abort.signal)
    abort.abort()
    expect(said(await exchange)).toEqual({ kind: 'interrupted' })
    // The connection is there for the next one.
    expect(said(await ask(client))).toBe('hello')
  })

  it('is interrupted when the client is closed, and none begins after that', async () => {
    const server = await startRawServer(() => undefined)
    const client = openClient(server.origin)
    const exchange = ask(client)
    await expect.poll(() => server.requests).toHaveLength(1)
    client.close()
    expect(said(await exchange)).toEqual({ kind: 'interrupted' })
    expect(said(await ask(client))).toEqual({ kind: 'interrupted' })
    await expect.poll(() => server.open.size).toBe(0)
    expect(server.connections).toBe(1)
  })

  it('listens to a signal once, however many have it', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    const signal = never()
    setMaxListeners(0, signal)
    const listen = vi.spyOn(signal, 'addEventListener')
    for (let n = 0; n < 20; n++) await client.exchange(request, patience, signal)
    expect(listen).toHaveBeenCalledTimes(1)
  })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
