import { describe, expect, it } from 'vitest'
import { fromSeconds } from '../../../../lib/model/time.ts'
import {
  ask,
  movableClock,
  never,
  openClient,
  patience,
  request,
  said,
} from '../../../support/http1-client.ts'
import { startConnectProxy } from '../../../support/connect-proxy.ts'
import { always, certificate, startRawServer, type RawServer } from '../../../support/raw-server.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

describe('prewarm', () => {
  it('opens as many as are asked for, and sends nothing', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await client.prewarm(100, never())
    expect(client.connections()).toEqual({ ahead: 100, inCall: 0, failed: 0, closedByPeer: 0 })
    await expect.poll(() => server.open.size).toBe(100)
    expect(server.requests).toEqual([])
  })

  it('leaves nothing to be set up in a call', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await client.prewarm(20, never())
    const exchanges = await Promise.all(Array.from({ length: 20 }, async () => ask(client)))
    expect(exchanges.map(({ connectionSetup }) => connectionSetup)).toEqual(Array.from({ length: 20 }))
    expect(client.connections()).toMatchObject({ ahead: 20, inCall: 0 })
  })

  it('opens only what is missing, also while others are being opened', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await Promise.all([client.prewarm(10, never()), client.prewarm(15, never())])
    await client.prewarm(15, never())
    expect(client.connections().ahead).toBe(15)
  })

  it('does not count those that are in use', async () => {
    const server = await startRawServer(() => undefined)
    const client = openClient(server.origin)
    await client.prewarm(3, never())
    const exchange = ask(client)
    await client.prewarm(3, never())
    expect(client.connections().ahead).toBe(4)
    client.close()
    await exchange
  })

  it('replaces those that would be too old by the instant they are for', async () => {
    const clock = movableClock()
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin, { clock })
    await client.prewarm(5, never())
    clock.forward(fromSeconds(20))
    await client.prewarm(5, never(), fromSeconds(9))
    clock.forward(fromSeconds(9))
    const exchanges = await Promise.all(Array.from({ length: 5 }, async () => ask(client)))
    expect(exchanges.map(({ connectionSetup }) => connectionSetup)).toEqual(Array.from({ length: 5 }))
    expect(client.connections()).toMatchObject({ ahead: 10, inCall: 0 })
  })

  it('replaces those that are about to be too old', async () => {
    const clock = movableClock()
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin, { clock })
    await client.prewarm(5, never())
    clock.forward(fromSeconds(24))
    await client.prewarm(5, never())
    expect(client.connections().ahead).toBe(5)
    clock.forward(fromSeconds(2))
    await client.prewarm(5, never())
    expect(client.connections()).toMatchObject({ ahead: 10, closedByPeer: 0 })
    await expect.poll(() => server.open.size).toBe(5)
  })

  it('ends when no more can be had', async () => {
    const client = openClient('http://127.0.0.1:1')
    await client.prewarm(1_000, never())
    const { ahead, failed } = client.connections()
    expect(ahead).toBe(0)
    expect(failed).toBeGreaterThan(0)
    expect(failed).toBeLessThan(100)
  })

  it('ends when it is aborted', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    const abort = new AbortController()
    const warm = client.prewarm(10_000, abort.signal)
    abort.abort()
    await warm
    expect(client.connections().ahead).toBeLessThan(100)
    expect(said(await ask(client))).toBe('hello')
  })

  it('ends when the client is closed', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    const warm = client.prewarm(10_000, never())
    client.close()
    await warm
    await expect.poll(() => server.open.size).toBe(0)
    expect(client.connections().failed).toBe(0)
  })

  it('does nothing for a client that is closed', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    client.close()
    await client.prewarm(10, never())
    expect(server.connections).toBe(0)
  })

  it('keeps a few more ahead once one was missing', async () => {
    const server = await startRawServer(() => undefined)
    const client = openClient(server.origin)
    await client.prewarm(1, never())
    const waiting = Array.from({ length: 2 }, async () => ask(client))
    // One took what was there, one had its own opened; two more are for whoever comes next.
    await expect.poll(() => client.connections()).toMatchObject({ ahead: 3, inCall: 1 })
    const third = ask(client)
    await expect.poll(() => server.requests.length).toBe(3)
    client.close()
    expect((await third).connectionSetup).toBeUndefined()
    await Promise.all(waiting)
  })

  it('is not done unasked', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await Promise.all(Array.from({ length: 5 }, async () => ask(client)))
    expect(client.connections()).toMatchObject({ ahead: 0, inCall: 5 })
  })
})

describe('a pool', () => {
  it('uses the connection that was used last', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await client.prewarm(3, never())
    await expect.poll(() => server.open.size).toBe(3)
    const used = new Set<unknown>()
    for (const socket of server.open) socket.on('data', () => used.add(socket))
    for (let n = 0; n < 5; n++) await ask(client)
    expect(used.size).toBe(1)
  })

  it('gives the first connection that opens to the exchange that waits longest, and none goes without', async () => {
    const server = await startRawServer((socket, _, nth) => socket.write(bodyOf(`${nth}`)))
    const client = openClient(server.origin)
    const exchanges = await Promise.all(Array.from({ length: 50 }, async () => ask(client)))
    expect(new Set(exchanges.map(said)).size).toBe(50)
    const setups = exchanges.map(({ sentAt, connectionSetup }) => sentAt + (connectionSetup ?? Number.NaN))
    expect(setups).toEqual(setups.toSorted((a, b) => a - b))
  })

  it('opens no more than are waited for, however often they are taken by others', async () => {
    const held: (() => void)[] = []
    const server = await startRawServer((socket) => held.push(() => socket.write(hello)), { tls: true })
    const proxy = await startConnectProxy(
      (_client, _request, go) => proxy.server.requests.length === 1 && go(),
    )
    const client = openClient(server.origin, { proxy, ca: certificate.toString() })
    let last = ask(client)
    for (let n = 0; n < 5; n++) {
      await expect.poll(() => held.length).toBe(1)
      const next = ask(client)
      held.pop()?.()
      expect(said(await last)).toBe('hello')
      // The next one took the connection of the last; the one that was opened for it is still on its way.
      last = next
    }
    await expect.poll(() => proxy.server.requests.length).toBe(2)
    client.close()
    await last
  })

  it('counts what the server closes while it is idle', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    await client.prewarm(5, never())
    await expect.poll(() => server.open.size).toBe(5)
    endAll(server)
    await expect.poll(() => client.connections().closedByPeer).toBe(5)
    expect(said(await ask(client))).toBe('hello')
  })

  it('does not use a connection on which something came before the first request', async () => {
    const server = await startRawServer(always(hello), {
      greet: (socket, nth) => nth === 0 && socket.write('220 ready\r\n'),
    })
    const client = openClient(server.origin)
    await client.prewarm(1, never())
    await expect.poll(() => client.connections().closedByPeer).toBe(1)
    expect(said(await ask(client))).toBe('hello')
  })

  it('lets an exchange that has given up go without holding anybody up', async () => {
    const server = await startRawServer(always(hello))
    const client = openClient(server.origin)
    const abort = new AbortController()
    const given = [
      client.exchange(request, patience, abort.signal),
      client.exchange(request, patience, abort.signal),
    ]
    const other = ask(client)
    abort.abort()
    expect((await Promise.all(given)).map(said)).toEqual([{ kind: 'interrupted' }, { kind: 'interrupted' }])
    expect(said(await other)).toBe('hello')
  })
})

const bodyOf = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`

function endAll(server: RawServer): void {
  for (const socket of server.open) socket.end()
}
