import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Proxy } from '../../../../lib/targets/http1/proxy.ts'
import { openSocket } from '../../../../lib/targets/http1/open-socket.ts'
import { createRoute } from '../../../../lib/targets/http1/route.ts'
import { letThrough, startConnectProxy } from '../../../support/connect-proxy.ts'
import { ask, never, openClient, request, said } from '../../../support/http1-client.ts'
import { always, certificate, startRawServer } from '../../../support/raw-server.ts'

const ca = certificate.toString()
const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

describe('TLS', () => {
  it.each(['localhost', '127.0.0.1'])('carries exchanges with %s', async (host) => {
    const server = await startRawServer(always(hello), { tls: true })
    const client = openClient(server.origin.replace('127.0.0.1', host), { ca })
    expect(said(await ask(client))).toBe('hello')
    expect(said(await ask(client))).toBe('hello')
    expect(server.connections).toBe(1)
    const [socket] = server.open
    expect(socket).toMatchObject({ alpnProtocol: 'http/1.1' })
    // RFC 6066, 3: an address is no server name.
    expect(socket).toMatchObject({ servername: host === 'localhost' ? 'localhost' : false })
  })

  it('is resumed by later connections, which costs less than a handshake each', async () => {
    const resumed: boolean[] = []
    const server = await startRawServer(always(hello), {
      tls: true,
      greet: (socket) =>
        resumed.push((socket as unknown as { isSessionReused(): boolean }).isSessionReused()),
    })
    const client = openClient(server.origin, { ca })
    await ask(client)
    await client.prewarm(5, never())
    await expect.poll(() => resumed.length).toBe(5)
    expect(resumed).toEqual([false, true, true, true, true])
  })

  it('carries an answer as large as 6 MB', async () => {
    const large = 'x'.repeat(6 * 1024 * 1024)
    const server = await startRawServer(
      always(`HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n${large}`),
      { tls: true },
    )
    expect(said(await ask(openClient(server.origin, { ca }))) === large).toBe(true)
  })

  it('is refused with a certificate that nobody vouches for, and says what to do', async () => {
    const server = await startRawServer(always(hello), { tls: true })
    const { result } = await ask(openClient(server.origin))
    expect(result).toEqual({
      kind: 'failed',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      message: expect.stringMatching(
        /^self-signed certificate;.* an authority of your own can be named in NODE_EXTRA_CA_CERTS$/,
      ),
    })
    expect(server.requests).toEqual([])
  })

  it('is refused with a certificate for another host', async () => {
    const server = await startRawServer(always(hello), { tls: true })
    const { addresses } = createRoute(server.origin)
    const route = { ...createRoute(`https://other.example:${server.port}`, undefined, ca), addresses }
    for (let n = 0; n < 2; n++) {
      await expect(openSocket(route, never())).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    }
    expect(route.origin.tls?.session).toBeUndefined()
  })

  it('is a failure where the server does not speak it, and the other way round', async () => {
    const plain = await startRawServer(always(hello), {
      greet: (socket) => socket.end('HTTP/1.1 400 No\r\n\r\n'),
    })
    const { result } = await ask(openClient(plain.origin.replace('http:', 'https:')))
    expect(result).toMatchObject({ kind: 'failed', code: expect.stringMatching(/^(ERR_SSL_|EPROTO)/) })
    const tls = await startRawServer(always(hello), { tls: true })
    const { result: answer } = await ask(openClient(tls.origin.replace('https:', 'http:')))
    // Some servers say why before they close.
    expect(answer).toMatchObject({
      kind: 'failed',
      code: expect.stringMatching(/^(HTTP_BAD_STATUS_LINE|ECONNRESET)$/),
    })
  })
})

describe('a proxy', () => {
  it.each([
    ['http', false],
    ['https', true],
  ])('by %s carries TLS through a tunnel', async (_, tls) => {
    const server = await startRawServer(always(hello), { tls: true })
    const proxy = await startConnectProxy(letThrough, tls)
    const client = openClient(server.origin.replace('127.0.0.1', 'localhost'), { ca, proxy })
    for (let n = 0; n < 3; n++) expect(said(await ask(client))).toBe('hello')
    expect(proxy.server.requests).toEqual([
      `CONNECT localhost:${server.port} HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`,
    ])
    expect(server.requests).toEqual([request, request, request].map(String))
  })

  it('is told who asks, and the origin is not', async () => {
    const server = await startRawServer(always(hello), { tls: true })
    const proxy = await startConnectProxy(letThrough)
    await ask(openClient(server.origin, { ca, proxy: { ...proxy, authorization: 'Basic bWU6YQ==' } }))
    expect(proxy.server.requests[0]).toContain('\r\nProxy-Authorization: Basic bWU6YQ==\r\n')
    expect(server.requests).toEqual([request.toString()])
  })

  it('gets the requests themselves where there is no TLS to carry', async () => {
    const proxy = await startRawServer(always(hello))
    const client = openClient('http://nobody.invalid', {
      proxy: { protocol: 'http:', hostname: '127.0.0.1', port: proxy.port },
    })
    expect(said(await ask(client))).toBe('hello')
    expect(proxy.requests).toEqual([request.toString()])
  })

  it.each([
    [
      '407',
      'HTTP/1.1 407 Who?\r\nContent-Length: 3\r\n\r\nno!',
      'PROXY_REFUSED',
      /answered CONNECT with 407: put user:password@/,
    ],
    [
      '502',
      'HTTP/1.0 502 No\r\n\r\n',
      'PROXY_REFUSED',
      /answered CONNECT with 502: is the host allowed there/,
    ],
    ['what is no HTTP', 'SSH-2.0\r\n\r\n', 'HTTP_BAD_STATUS_LINE', /begins with «SSH-2.0»/],
    [
      'more than an answer',
      'HTTP/1.1 200 OK\r\n\r\nhello',
      'PROXY_REFUSED',
      /spoke before the tunnel was used/,
    ],
    ['a head without end', 'x'.repeat(70_000), 'HTTP_HEAD_TOO_LARGE', /endless head/],
  ])('that answers with %s is a failure', async (_, answer, code, message) => {
    const proxy = await startConnectProxy((client) => void client.write(answer))
    const { result } = await ask(openClient('https://nobody.invalid', { proxy }))
    expect(result).toMatchObject({ kind: 'failed', code, message: expect.stringMatching(message) })
    await expect.poll(() => proxy.server.open.size).toBe(0)
  })

  it('that closes without an answer is a failure', async () => {
    const proxy = await startConnectProxy((client) => void client.end())
    const { result } = await ask(openClient('https://nobody.invalid', { proxy }))
    expect(result).toMatchObject({ kind: 'failed', code: 'ECONNRESET' })
  })

  it('that closes in the middle of TLS is a failure', async () => {
    const proxy = await startConnectProxy((client) => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      client.once('data', () => client.end())
    })
    const { result } = await ask(openClient('https://nobody.invalid', { proxy }))
    expect(result).toMatchObject({ kind: 'failed', code: 'ECONNRESET' })
  })

  it('that stays silent is left when the client is closed', async () => {
    const proxy = await startConnectProxy(() => undefined)
    const client = openClient('https://nobody.invalid', { proxy })
    const warm = client.prewarm(1, never())
    await expect.poll(() => proxy.server.requests.length).toBe(1)
    client.close()
    await warm
    await expect.poll(() => proxy.server.open.size).toBe(0)
  })
})

describe('openSocket', () => {
  it.each([
    ['in clear text', false, undefined],
    ['by TLS', true, undefined],
    ['by TLS through a proxy', true, false],
    ['by TLS through TLS', true, true],
  ])('gives an ordinary socket %s where nobody is named to receive', async (_, tls, proxyTls) => {
    const server = await startRawServer(always(hello), { tls })
    const proxy: Proxy | undefined =
      proxyTls === undefined ? undefined : await startConnectProxy(letThrough, proxyTls)
    const socket = await openSocket(createRoute(server.origin, proxy, ca), never())
    onTestFinished(() => void socket.destroy())
    socket.write(request)
    const [bytes] = await once(socket, 'data')
    expect(String(bytes)).toBe(hello)
  })

  it('rejects when its signal aborts, before or while it opens', async () => {
    const server = await startRawServer(always(hello))
    const route = createRoute(server.origin)
    await expect(openSocket(route, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' })
    const abort = new AbortController()
    const opening = openSocket(route, abort.signal)
    abort.abort()
    await expect(opening).rejects.toMatchObject({ code: 'ABORTED' })
    await expect.poll(() => server.open.size).toBe(0)
  })

  it('tries the next address when one does not answer', async () => {
    const server = await startRawServer(always(hello))
    const failed: string[] = []
    const addresses = {
      inOrder: async () => ['127.0.0.3', '127.0.0.1'],
      failed: (address: string) => void failed.push(address),
    }
    const socket = await openSocket({ ...createRoute(server.origin), addresses }, never())
    socket.destroy()
    expect(socket.remoteAddress ?? '127.0.0.1').toBe('127.0.0.1')
    expect(failed).toEqual(['127.0.0.3'])
  })

  it.each(['http://lambda.example.test', 'https://lambda.example.test'])(
    'names the proxy that can’t be reached on the way to %s',
    async (origin) => {
      const proxy: Proxy = { protocol: 'http:', hostname: '127.0.0.1', port: 1 }
      const opening = openSocket(createRoute(origin, proxy), never())
      await expect(opening).rejects.toMatchObject({
        code: 'ECONNREFUSED',
        message: expect.stringMatching(/^no way to the proxy 127\.0\.0\.1:1: connect ECONNREFUSED/),
      })
    },
  )
})
