import { connect as connectTcp, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { openTunnel } from './open-tunnel.ts'
import type { Hop, Route, TlsMemory } from './route.ts'
import { failure, untilReady } from './until-ready.ts'

/** Takes the first `length` of `bytes`, before it returns: the buffer is used again. */
export type Receive = (bytes: Buffer, length: number) => void

/**
 * Opens a connection to the origin of `route`: TCP, through CONNECT where a proxy stands before an https:
 * origin, and TLS. For an http: origin behind a proxy it ends at the proxy, which wants requests in absolute
 * form. With `receive` what comes goes there, and the socket has no 'data' events. Rejects with an Error that
 * has a `code`; ETIMEDOUT after 10 s, ABORTED when `signal` aborts.
 */
export async function openSocket(route: Route, signal: AbortSignal, receive?: Receive): Promise<Socket> {
  const { origin, proxy } = route
  const onread = receive && { buffer: route.readBuffer, callback: forward(receive) }
  if (!proxy) return openHop(origin, route, signal, onread)
  if (!origin.tls) return openHop(proxy, route, signal, onread)
  const carrier = await openHop(proxy, route, signal)
  try {
    await openTunnel(carrier, origin, proxy, signal)
    const socket = await secure(origin, origin.tls, { socket: carrier }, signal)
    // Node ignores `onread` for TLS over a socket that exists already.
    if (receive) socket.on('data', (bytes: Buffer) => receive(bytes, bytes.length))
    return socket
  } catch (error) {
    carrier.destroy()
    throw error
  }
}

const forward =
  (receive: Receive): OnReadOpts['callback'] =>
  (length, bytes) => {
    receive(bytes as Buffer, length)
    return true
  }

/**
 * One address after the other. Not Node's own choice among several (autoSelectFamily): that gives up an attempt
 * after 250 ms, which the event loop of a busy firing thread can take by itself.
 */
async function openHop(hop: Hop, route: Route, signal: AbortSignal, onread?: OnReadOpts): Promise<Socket> {
  const addresses = await route.addresses.inOrder()
  let first: unknown
  for (const [index, host] of addresses.entries()) {
    const last = index === addresses.length - 1
    const patience = last ? connectTimeout : firstAttempts
    try {
      const options = { host, port: hop.port, ...(onread ? { onread } : {}) }
      if (hop.tls) return await secure(hop, hop.tls, options, signal, patience)
      const socket = connectTcp(options)
      await untilReady<void>(socket, signal, patience, (done) => socket.once('connect', done))
      return tuned(socket)
    } catch (error) {
      first ??= error
      if (signal.aborted) break
      route.addresses.failed(host)
    }
  }
  throw first ?? failure('ENOTFOUND', `${hop.hostname} has no address`)
}

const connectTimeout = 10_000
/** An address that does not answer at all must not use up the time of those after it. */
const firstAttempts = 3_000

async function secure(
  hop: Hop,
  tls: TlsMemory,
  options: ConnectionOptions,
  signal: AbortSignal,
  patience = connectTimeout,
): Promise<TLSSocket> {
  const socket = connectTls({
    ALPNProtocols: ['http/1.1'],
    secureContext: tls.context,
    ...(tls.servername === undefined ? { host: hop.hostname } : { servername: tls.servername }),
    ...(tls.session ? { session: tls.session } : {}),
    ...options,
  })
  let ticket: Buffer | undefined
  socket.on('session', (session: Buffer) => {
    ticket = session
    // With TLS 1.2 it comes before the certificate is checked; a resumed session is not checked again.
    if (socket.authorized) tls.session = ticket
  })
  await untilReady<void>(socket, signal, patience, (done) => socket.once('secureConnect', done))
  tls.session = ticket ?? tls.session
  return tuned(socket)
}

/** Small writes leave at once, and an invocation of 15 minutes survives a NAT that forgets silent connections. */
function tuned<T extends Socket>(socket: T): T {
  return socket.setNoDelay(true).setKeepAlive(true, keepAliveDelay)
}

const keepAliveDelay = 10_000
