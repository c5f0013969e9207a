import { connect as connectTcp, type OnReadOpts, type Socket, type TcpNetConnectOpts } from 'node:net'
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { openTunnel } from './open-tunnel.ts'
import type { Hop, Route, TlsMemory } from './route.ts'
import { failure, untilReady, within } from './until-ready.ts'

/** Takes the first `length` of `bytes`, before it returns: the buffer is used again. */
export type Receive = (bytes: Buffer, length: number) => void

/**
 * Opens a connection to the origin of `route`: TCP, through CONNECT where a proxy stands before an https:
 * origin, and TLS. For an http: origin behind a proxy it ends at the proxy, which wants requests in absolute
 * form. With `receive` what comes goes there, and the socket has no 'data' events. Rejects with an Error that
 * has a `code`: ETIMEDOUT when a step takes over 10 s, ABORTED when `signal` aborts.
 */
export async function openSocket(route: Route, signal: AbortSignal, receive?: Receive): Promise<Socket> {
  const { origin, proxy } = route
  const onread = receive && { buffer: route.readBuffer, callback: forward(receive) }
  if (!proxy) return openHop(origin, route, signal, onread)
  if (!origin.tls) return openProxy(proxy, route, signal, onread)
  const carrier = await openProxy(proxy, route, signal)
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

/** What fails on the way to a proxy names it: the user may not even know that the environment has one. */
async function openProxy(
  proxy: Hop,
  route: Route,
  signal: AbortSignal,
  onread?: OnReadOpts,
): Promise<Socket> {
  try {
    return await openHop(proxy, route, signal, onread)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const code: unknown = Reflect.get(error, 'code')
    const what = `no way to the proxy ${proxy.hostname}:${proxy.port}: ${error.message}`
    throw failure(typeof code === 'string' ? code : error.name, what)
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
  const until = performance.now() + stepTimeout
  const addresses = await within<readonly string[]>(signal, stepTimeout, (resolve, reject) => {
    route.addresses.inOrder().then(resolve, reject)
  })
  let first: unknown
  for (const [index, host] of addresses.entries()) {
    const left = until - performance.now()
    if (left <= 0 || signal.aborted) break
    // An address that does not answer at all must not use up the time of those after it.
    const patience = index === addresses.length - 1 ? left : Math.min(left, firstAttempts)
    try {
      return await openAddress(hop, { host, port: hop.port, ...(onread ? { onread } : {}) }, signal, patience)
    } catch (error) {
      first ??= error
      route.addresses.failed(host)
    }
  }
  throw first ?? failure('ENOTFOUND', `${hop.hostname} has no address`)
}

/** For each of: finding and connecting to a hop, its answer to CONNECT, TLS through the tunnel. */
const stepTimeout = 10_000
const firstAttempts = 3_000

async function openAddress(
  hop: Hop,
  options: TcpNetConnectOpts,
  signal: AbortSignal,
  patience: number,
): Promise<Socket> {
  if (hop.tls) return secure(hop, hop.tls, options, signal, patience)
  const socket = connectTcp(options)
  await untilReady<void>(socket, signal, patience, (done) => socket.once('connect', done))
  return tuned(socket)
}

async function secure(
  hop: Hop,
  tls: TlsMemory,
  options: ConnectionOptions,
  signal: AbortSignal,
  patience = stepTimeout,
): Promise<TLSSocket> {
  const socket = connectTls({
    ALPNProtocols: ['http/1.1'],
    secureContext: tls.context,
    ...(tls.servername === undefined ? { host: hop.hostname } : { servername: tls.servername }),
    ...(tls.session ? { session: tls.session } : {}),
    ...options,
  })
  let ticket: Buffer | undefined
  const keep = (session = ticket): void => {
    // With TLS 1.2 it comes before the certificate is checked, and a resumed session is not checked again.
    if (socket.authorized) tls.session = session
    ticket = session
  }
  socket.on('session', keep)
  await untilReady<void>(socket, signal, patience, (done) => socket.once('secureConnect', done))
  keep()
  return tuned(socket)
}

/** Small writes leave at once, and an invocation of 15 minutes survives a NAT that forgets silent connections. */
function tuned<T extends Socket>(socket: T): T {
  return socket.setNoDelay(true).setKeepAlive(true, keepAliveDelay)
}

const keepAliveDelay = 10_000
