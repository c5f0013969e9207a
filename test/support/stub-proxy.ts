import { createServer, request as forward } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Proxy } from '../../lib/targets/http1/proxy.ts'

/** An HTTP proxy on 127.0.0.1 that wants a password, and is gone after the test. */
export interface StubProxy {
  readonly proxy: Proxy
  /** What it was asked for, in order: `CONNECT host:port`, or a method and an absolute URL. */
  readonly asked: readonly string[]
}

const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`

export async function startStubProxy(): Promise<StubProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    // Either side may end a tunnel as it likes.
    return socket.on('error', () => undefined)
  }
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const { 'proxy-authorization': shown, ...headers } = request.headers
    if (shown !== authorization) return response.writeHead(407).end()
    const onward = forward(request.url ?? '', { method: request.method ?? 'GET', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    return request.pipe(onward)
  })
  server.on('connection', keep)
  server.on('connect', (request, client: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    if (request.headers['proxy-authorization'] !== authorization)
      return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const { hostname, port } = new URL(`http://${request.url}`)
    const origin = keep(connect(Number(port), hostname))
    origin.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(origin).pipe(client)
    })
    return origin
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { proxy: { protocol: 'http:', hostname: '127.0.0.1', port, authorization }, asked }
}
