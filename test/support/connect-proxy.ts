import { connect, type Socket } from 'node:net'
import type { Proxy } from '../../lib/targets/http1/proxy.ts'
import { type RawServer, startRawServer } from './raw-server.ts'

/** What the proxy does with a CONNECT: `go` opens the tunnel. */
export type Reaction = (client: Socket, request: string, go: () => void) => void

export interface ConnectProxy extends Proxy {
  readonly server: RawServer
}

/** A proxy on loopback that knows CONNECT alone. `tls`: whether it is spoken to by TLS itself. */
export async function startConnectProxy(react: Reaction, tls = false): Promise<ConnectProxy> {
  const server = await startRawServer(
    (client, request) => react(client, request, () => tunnel(client, request)),
    { tls },
  )
  return { protocol: tls ? 'https:' : 'http:', hostname: 'localhost', port: server.port, server }
}

export const letThrough: Reaction = (_client, _request, go) => go()

function tunnel(client: Socket, request: string): void {
  const [, port] = /^CONNECT \S+:(\d+) HTTP\/1\.1\r\n/.exec(request) ?? []
  client.removeAllListeners('data')
  const origin = connect(Number(port), '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    client.pipe(origin).pipe(client)
  })
  origin.on('error', () => client.destroy())
  client.on('close', () => origin.destroy())
}
