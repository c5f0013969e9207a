import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'

/** What the server does with a request that has come in full: `socket` is as bare as it gets. */
export type Script = (socket: Socket, request: string, nth: number) => void

export interface RawServer {
  readonly port: number
  readonly origin: string
  /** In full, in order, as latin1. */
  readonly requests: readonly string[]
  /** Made so far; and those that are open, with those that the other side has half closed. */
  readonly connections: number
  readonly open: ReadonlySet<Socket>
}

interface Options {
  readonly host?: string
  readonly tls?: boolean
  /** Does something with a connection before any request comes. */
  readonly greet?: (socket: Socket, nth: number) => void
}

/** A certificate for localhost, 127.0.0.1 and ::1, signed by itself. */
export const certificate = readFileSync(new URL('../fixtures/tls/certificate.pem', import.meta.url))
const key = readFileSync(new URL('../fixtures/tls/key.pem', import.meta.url))

/** A server on loopback that sends any bytes at all, and is gone after the test. */
export async function startRawServer(script: Script, options: Options = {}): Promise<RawServer> {
  const { host = '127.0.0.1', tls = false, greet } = options
  const requests: string[] = []
  const open = new Set<Socket>()
  let connections = 0
  const serve = (socket: Socket): void => {
    open.add(socket.on('close', () => open.delete(socket)))
    // Connections are broken on purpose, from both sides.
    socket.on('error', () => undefined)
    connections += 1
    greet?.(socket, connections - 1)
    readRequests(socket, (request) => {
      requests.push(request)
      script(socket, request, requests.length - 1)
    })
  }
  const server = tls
    ? createTlsServer({ key, cert: certificate, ALPNProtocols: ['http/1.1'] }, serve)
    : createServer(serve)
  server.on('tlsClientError', () => undefined)
  const port = await listen(server, host)
  onTestFinished(async () => {
    for (const socket of open) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    port,
    origin: `${tls ? 'https' : 'http'}://${host === '::1' ? '[::1]' : host}:${port}`,
    requests,
    get connections() {
      return connections
    },
    open,
  }
}

/** Sends the same bytes to every request. */
export const always =
  (answer: string): Script =>
  (socket) =>
    void socket.write(answer, 'latin1')

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((resolve) => server.listen({ port: 0, host, backlog: 1_024 }, resolve))
  return (server.address() as AddressInfo).port
}

/** Head up to the empty line, and as much body as Content-Length says. */
function readRequests(socket: Socket, onRequest: (request: string) => void): void {
  let pending: Buffer[] = []
  let size = 0
  let wanted: number | undefined
  socket.on('data', (bytes: Buffer) => {
    pending.push(bytes)
    size += bytes.length
    while (wanted === undefined || size >= wanted) {
      const all = Buffer.concat(pending)
      wanted = endOfRequest(all)
      pending = [all]
      if (wanted === undefined || size < wanted) return
      const request = all.toString('latin1', 0, wanted)
      pending = [all.subarray(wanted)]
      size -= wanted
      wanted = undefined
      onRequest(request)
    }
  })
}

function endOfRequest(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n')
  if (head === -1) return undefined
  return head + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1] ?? 0)
}
