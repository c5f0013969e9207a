import { BlockList, isIP } from 'node:net'
import { UsageError } from '../../model/usage-error.ts'

export interface Proxy {
  readonly protocol: 'http:' | 'https:'
  readonly hostname: string
  readonly port: number
  /** The value of Proxy-Authorization. Secret. */
  readonly authorization?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for `origin` by HTTPS_PROXY or HTTP_PROXY (by the origin's protocol), else ALL_PROXY, unless
 * NO_PROXY names its host; lower case wins. Loopback never goes through one. Throws UsageError for what is no
 * URL of an HTTP proxy.
 */
export function proxyFor(origin: string, env: Environment): Proxy | undefined {
  const { protocol, hostname: written, port } = new URL(origin)
  const hostname = bareHost(written)
  if (isLoopback(hostname)) return undefined
  const name = [protocol === 'https:' ? 'https_proxy' : 'http_proxy', 'all_proxy'].find((name) =>
    valueOf(name, env),
  )
  if (name === undefined) return undefined
  const exceptions = valueOf('no_proxy', env)?.split(/[\s,]+/) ?? []
  const target = { hostname, port: Number(port) || defaultPort(protocol) }
  if (exceptions.some((exception) => excepts(exception.toLowerCase(), target))) return undefined
  return parseProxy(nameOf(name, env), valueOf(name, env) ?? '')
}

/** A URL's hostname as sockets and DNS have it: without the brackets of an IPv6 address. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')

export const defaultPort = (protocol: string): number => (protocol === 'https:' ? 443 : 80)

const valueOf = (name: string, env: Environment): string | undefined => env[nameOf(name, env)]?.trim()

const nameOf = (name: string, env: Environment): string => (env[name]?.trim() ? name : name.toUpperCase())

function isLoopback(hostname: string): boolean {
  return (
    /^(?:.+\.)?localhost\.?$/i.test(hostname) ||
    inRange(hostname, '127.0.0.0', 8) ||
    hostname === '::1' ||
    // The URL parser writes ::ffff:127.x.y.z like this.
    /^::ffff:7f[\da-f]{2}:/i.test(hostname)
  )
}

/** One entry of NO_PROXY: `*`, a host with its subdomains, an address, or a range in CIDR form; each with a port or none. */
function excepts(entry: string, target: { hostname: string; port: number }): boolean {
  if (entry === '*') return true
  const [, host = entry, port] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? []
  if (port !== undefined && Number(port) !== target.port) return false
  const bare = bareHost(host)
  const [address = '', prefix] = bare.split('/')
  if (prefix !== undefined) return inRange(target.hostname, address, Number(prefix))
  if (isIP(target.hostname)) return inRange(target.hostname, bare, isIP(bare) === 4 ? 32 : 128)
  const suffix = bare.replace(/^\*?\./, '').replace(/\.$/, '')
  const name = target.hostname.replace(/\.$/, '')
  return suffix !== '' && (name === suffix || name.endsWith(`.${suffix}`))
}

function inRange(hostname: string, network: string, prefix: number): boolean {
  const family = isIP(network)
  if (family === 0 || isIP(hostname) !== family) return false
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, prefix, type)
  return list.check(hostname, type)
}

function parseProxy(where: string, text: string): Proxy {
  const url = parseUrl(where, /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  const { protocol } = url
  if (protocol !== 'http:' && protocol !== 'https:') throw noProxy(where)
  const hostname = bareHost(url.hostname)
  const proxy: Proxy = { protocol, hostname, port: Number(url.port) || defaultPort(protocol) }
  if (!url.username && !url.password) return proxy
  return { ...proxy, authorization: basic(where, url) }
}

function parseUrl(where: string, text: string): URL {
  try {
    return new URL(text)
  } catch {
    // Without its cause: that shows the text.
    throw noProxy(where)
  }
}

function basic(where: string, { username, password }: URL): string {
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    return `Basic ${Buffer.from(credentials).toString('base64')}`
  } catch (cause) {
    throw noProxy(where, { cause })
  }
}

/** The value is not shown: it may hold a password. */
function noProxy(where: string, options?: ErrorOptions): UsageError {
  const message =
    'is no URL of an HTTP proxy: write http://host:port or https://host:port, with user:password@ before the ' +
    'host where the proxy wants it (percent-encoded), or unset it'
  return new UsageError([{ where, message }], options)
}
