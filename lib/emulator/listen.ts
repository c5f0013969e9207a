import type { Server } from 'node:net'

/** Where to listen: port 0 is any free one. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Gives the port; rejects with the system's error when it can't be had. */
export function listen(server: Server, { host, port }: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // A burst of thousands of connections must find room to wait.
    server.listen({ port, host, backlog: 4_096 }, () => {
      server.off('error', reject)
      // A connection that the system can't give us is its sender's loss; unheard, it would end this process.
      server.on('error', (error) => process.emitWarning(`a connection was lost: ${error.message}`))
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** `http://127.0.0.1:9001` */
export function httpOrigin({ host, port }: Address): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
