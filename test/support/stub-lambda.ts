import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** What the stub does with a request that it has read. */
export type Answer = (response: ServerResponse, request: StubRequest) => void

export interface StubRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A server on 127.0.0.1 in the place of Lambda's Invoke API, that answers as it is told and is gone after the test. */
export interface StubLambda {
  readonly endpoint: string
  /** Read in full, in order. */
  readonly requests: readonly StubRequest[]
  /** Connections made so far, and how many of them are open. */
  readonly connections: number
  readonly open: number
}

/** With `tls` under a certificate for localhost that nobody has signed. */
export async function startStubLambda(answer: Answer, { tls = false } = {}): Promise<StubLambda> {
  const requests: StubRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request
    const read = { method, path, headers, body: await text(request) }
    requests.push(read)
    answer(response, read)
  }
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    // It fails when the other side gives up while it is sending.
    serve(request, response).catch(() => response.destroy())
  }
  const server = tls ? createTlsServer(identity(), listener) : createServer(listener)
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Connections are broken on purpose, from both sides.
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    endpoint: `${tls ? 'https' : 'http'}://${tls ? 'localhost' : '127.0.0.1'}:${(server.address() as AddressInfo).port}`,
    requests,
    get connections() {
      return connections
    },
    get open() {
      return sockets.size
    },
  }
}

function identity(): { readonly key: Buffer; readonly cert: Buffer } {
  const read = (name: string): Buffer => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url))
  return { key: read('key.pem'), cert: read('certificate.pem') }
}
