import { isIP, type Socket } from 'node:net'
import { largestHead, parseHead } from './answer-head.ts'
import type { Hop, Route } from './route.ts'
import { failure, untilReady } from './until-ready.ts'

/**
 * Asks the proxy at the other end of `carrier` for a connection to `origin` (RFC 9110, 9.3.6). Rejects with an
 * Error that has a `code`: PROXY_REFUSED for any answer that is not 2xx, a RefusalCode for what is none.
 */
export async function openTunnel(
  carrier: Socket,
  origin: Hop,
  proxy: NonNullable<Route['proxy']>,
  signal: AbortSignal,
): Promise<void> {
  const head = await untilReady<string>(carrier, signal, patience, (done) => {
    readHead(carrier, done)
    carrier.write(connectRequest(origin, proxy.authorization))
  })
  const name = `the proxy ${proxy.hostname}:${proxy.port}`
  const end = head.indexOf('\r\n\r\n')
  if (end === -1) throw failure('HTTP_HEAD_TOO_LARGE', `${name} answered CONNECT with an endless head`)
  const { status } = parseHead(head.slice(0, end + 2))
  if (status < 200 || status > 299)
    throw failure('PROXY_REFUSED', `${name} answered CONNECT with ${hint(status)}`)
  // A TLS server waits for the client: whatever came already is not the origin's.
  if (head.length > end + 4) throw failure('PROXY_REFUSED', `${name} spoke before the tunnel was used`)
}

/** A proxy that connects to a far origin needs as long as a connection of our own to it. */
const patience = 10_000

function connectRequest({ hostname, port }: Hop, authorization: string | undefined): string {
  const authority = `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`
  const credentials = authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credentials}\r\n`
}

function readHead(carrier: Socket, done: (text: string) => void): void {
  let text = ''
  const read = (bytes: Buffer): void => {
    text += bytes.toString('latin1')
    if (!text.includes('\r\n\r\n') && text.length <= largestHead) return
    // From here on the bytes belong to whoever wraps the socket.
    carrier.off('data', read).pause()
    done(text)
  }
  carrier.on('data', read)
}

function hint(status: number): string {
  if (status !== 407) return `${status}: is the host allowed there, and reachable from it?`
  return '407: put user:password@ before its host in the variable that names it'
}
