import { type AgentOptions, type ClientRequestArgs, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import { openSocket } from '../http1/open-socket.ts'
import type { Proxy } from '../http1/proxy.ts'
import { type Route, createRoute } from '../http1/route.ts'

/** The proxy that stands before an origin, if one does. Throws UsageError for a proxy that is none. */
export type ProxyChoice = (origin: string) => Proxy | undefined

/** Node's agents, but that connections to origins with a proxy go through it. */
export function agentsThrough(
  proxyOf: ProxyChoice,
  options: AgentOptions,
): { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } {
  return {
    httpAgent: connectingThrough(proxyOf, new HttpAgent(options), 'http:'),
    httpsAgent: connectingThrough(proxyOf, new HttpsAgent(options), 'https:'),
  }
}

function connectingThrough<A extends HttpAgent>(proxyOf: ProxyChoice, agent: A, protocol: string): A {
  const direct = agent.createConnection.bind(agent)
  const routes = new Map<string, Route>()
  agent.createConnection = (options, callback) => {
    const origin = originOf(protocol, options)
    const proxy = proxyOf(origin)
    if (!proxy) return direct(options, callback)
    const route = routes.get(origin) ?? createRoute(origin, proxy)
    routes.set(origin, route)
    // Node's agents always give one; of its types only the one for a socket is true when it failed.
    void connect(route, callback as Connected)
    return undefined
  }
  return agent
}

function originOf(protocol: string, { host, port }: ClientRequestArgs): string {
  const name = host ?? 'localhost'
  return `${protocol}//${isIPv6(name) ? `[${name}]` : name}${port ? `:${port}` : ''}`
}

type Connected = (error: Error | null, stream?: Duplex) => void

async function connect(route: Route, connected: Connected): Promise<void> {
  let socket: Duplex | undefined
  let failure: Error | null = null
  try {
    // A request that is given up meanwhile leaves its connection to others.
    socket = await openSocket(route, new AbortController().signal)
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
  }
  // Not within `try`: what the agent throws is its own.
  connected(failure, socket)
}

/** The parts of the SDK's request that say where it goes. */
export interface SdkRequest {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly headers: Record<string, string>
  path: string
}

/**
 * Rewrites a signed request to an http: origin for the proxy before it, which reads where to go from the request
 * line. To an https: origin it only makes a tunnel.
 */
export function addressProxy(request: SdkRequest, proxyOf: ProxyChoice): void {
  const { protocol, hostname, port } = request
  if (protocol !== 'http:') return
  const origin = `http://${hostname}${port === undefined ? '' : `:${port}`}`
  const proxy = proxyOf(origin)
  if (!proxy) return
  request.path = `${origin}${request.path}`
  if (proxy.authorization !== undefined) request.headers['proxy-authorization'] = proxy.authorization
}
