import { isIP } from 'node:net'
import { createSecureContext, type SecureContext } from 'node:tls'
import { type Addresses, createAddresses } from './addresses.ts'
import { bareHost, defaultPort, type Proxy } from './proxy.ts'

/** The way to an origin, and what the connections to it share. */
export interface Route {
  readonly origin: Hop
  /** The first hop, if it is not the origin. */
  readonly proxy?: Hop & { readonly authorization?: string }
  /** Of the first hop. */
  readonly addresses: Addresses
  /** All connections of a thread read into it, one after the other: what is read has to be copied out at once. */
  readonly readBuffer: Buffer
}

export interface Hop {
  readonly hostname: string
  readonly port: number
  /** Absent for a hop in clear text. */
  readonly tls?: TlsMemory
}

/** What makes the second handshake cheaper than the first. */
export interface TlsMemory {
  /** Built once: it holds all of the root certificates. */
  readonly context: SecureContext
  /** Server Name Indication; none for an address (RFC 6066, 3). */
  readonly servername?: string
  /** The latest ticket. */
  session: Buffer | undefined
}

/**
 * `origin`: an absolute http: or https: URL, of which protocol, hostname and port are used. `ca`: authorities to
 * trust in the place of Node's and NODE_EXTRA_CA_CERTS, as PEM. Throws TypeError for an origin that is no URL.
 */
export function createRoute(origin: string, proxy?: Proxy, ca?: string): Route {
  const { protocol, hostname, port } = new URL(origin)
  const target = hop(protocol, bareHost(hostname), Number(port) || defaultPort(protocol), ca)
  const readBuffer = Buffer.allocUnsafeSlow(readSize)
  if (!proxy) return { origin: target, addresses: createAddresses(target.hostname), readBuffer }
  const { authorization } = proxy
  return {
    origin: target,
    proxy: {
      ...hop(proxy.protocol, proxy.hostname, proxy.port, ca),
      ...(authorization === undefined ? {} : { authorization }),
    },
    addresses: createAddresses(proxy.hostname),
    readBuffer,
  }
}

/** As much as libuv reads at once. */
const readSize = 64 * 1024

function hop(protocol: string, hostname: string, port: number, ca: string | undefined): Hop {
  if (protocol !== 'https:') return { hostname, port }
  const context = createSecureContext({ minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
  const servername = isIP(hostname) ? {} : { servername: hostname }
  return { hostname, port, tls: { context, session: undefined, ...servername } }
}
