import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

import { functionNotFound, Refusal, resourceConflict, urlNotFound } from '../api/service-error.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { functionArn } from '../functions/names.ts'
import type { Registry } from '../functions/registry.ts'
import { httpOrigin } from '../listen.ts'
import type { FunctionConfig, FunctionUrlAddress } from '../protocol.ts'
import type { RequestIds } from '../simulated/request-ids.ts'
import { type Cors, corsHeaders, preflightHeaders } from './cors.ts'
import { serveBuffered, serveStreamed } from './serve-url.ts'
import { openUrlServer, refuse, type UrlCall, type UrlServer } from './url-server.ts'

/** The function URLs that there are, each listening on a port of its own. */
export interface FunctionUrls {
  /** Throws Refusal, as do the others, with AWS's errors; rejects with the system's when the port can't be had. */
  create(functionName: string, qualifier: string, settings: UrlSettings, port?: number): Promise<UrlConfig>
  get(functionName: string, qualifier: string): UrlConfig
  update(functionName: string, qualifier: string, change: Partial<UrlSettings>): UrlConfig
  delete(functionName: string, qualifier: string): Promise<void>
  list(functionName: string): readonly UrlConfig[]
  /** Of all functions: which URL is whose. */
  addresses(): readonly FunctionUrlAddress[]
  /** Closes those of a function that are for none of these qualifiers: its aliases went, or all of it. */
  keepOnly(functionName: string, qualifiers: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface UrlSettings {
  readonly authType: 'NONE' | 'AWS_IAM'
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM'
  readonly cors?: Cors
}

export interface UrlConfig extends UrlSettings {
  readonly functionName: string
  readonly functionArn: string
  readonly url: string
  readonly createdAt: Date
  readonly modifiedAt: Date
}

export interface UrlsHost {
  readonly host: string
  readonly region: string
  readonly fleet: Pick<Fleet, 'invoke'>
  readonly registry: Pick<Registry, 'resolve'>
  readonly requestIds: RequestIds
}

interface Entry {
  config: UrlConfig
  readonly server: UrlServer
}

export function createFunctionUrls(host: UrlsHost): FunctionUrls {
  const entries = new Map<string, Entry>()
  /** Whose servers are about to listen. */
  const opening = new Set<string>()

  async function create(
    functionName: string,
    qualifier: string,
    settings: UrlSettings,
    port = 0,
  ): Promise<UrlConfig> {
    const key = keyOf(functionName, qualifier)
    const arn = functionArn(host.region, functionName, qualifier === '$LATEST' ? undefined : qualifier)
    if (entries.has(key) || opening.has(key)) throw alreadyThere(arn)
    opening.add(key)
    try {
      // AWS's ids have 32 characters of this kind.
      const identity = { id: randomBytes(16).toString('hex'), region: host.region }
      const server = await openUrlServer({
        host: host.host,
        port,
        identity,
        isAnswered: (request, response) => isAnswered(key, request, response),
        requestId: () => requestId(functionName, qualifier),
        serve: (call) => serve(key, functionName, qualifier, call),
      })
      // Its function, or all of this, has ended meanwhile: nobody would ever close it.
      if (!opening.has(key)) {
        await server.close()
        throw new Refusal(functionNotFound(arn))
      }
      const now = new Date()
      const url = `${httpOrigin({ host: host.host, port: server.port })}/`
      const config = { ...settings, functionName, functionArn: arn, url, createdAt: now, modifiedAt: now }
      entries.set(key, { config, server })
      return config
    } finally {
      opening.delete(key)
    }
  }

  function entryOf(functionName: string, qualifier: string): Entry {
    const entry = entries.get(keyOf(functionName, qualifier))
    if (entry === undefined) throw new Refusal(urlNotFound())
    return entry
  }

  function isAnswered(key: string, request: IncomingMessage, response: ServerResponse): boolean {
    const config = entries.get(key)?.config
    if (config === undefined) refuse(response, FORBIDDEN)
    else if (config.cors !== undefined && isPreflight(request)) preflight(config.cors, request, response)
    else if (config.authType === 'AWS_IAM' && !isSigned(request)) refuse(response, FORBIDDEN)
    else return false
    request.resume()
    return true
  }

  /** An alias with weights may lead elsewhere in the end: ids are those of the function. */
  function requestId(functionName: string, qualifier: string): string {
    const resolved = host.registry.resolve(functionName, qualifier)
    return resolved.kind === 'found' ? host.requestIds(resolved.target.deployment) : randomUUID()
  }

  async function serve(key: string, functionName: string, qualifier: string, call: UrlCall): Promise<void> {
    const config = entries.get(key)?.config
    const resolved = host.registry.resolve(functionName, qualifier === '$LATEST' ? undefined : qualifier)
    if (config === undefined || resolved.kind === 'refused') return refuse(call.response, FORBIDDEN)
    const { cors } = config
    const origin = call.request.headers.origin
    const decorate = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
      cors === undefined ? headers : { ...withoutCors(headers), ...corsHeaders(cors, origin) }
    const invocation = { call, target: resolved.target, fleet: host.fleet, decorate }
    if (config.invokeMode === 'RESPONSE_STREAM') await serveStreamed(invocation)
    else await serveBuffered(invocation)
  }

  async function remove(functionName: string, qualifier: string): Promise<void> {
    const { server } = entryOf(functionName, qualifier)
    entries.delete(keyOf(functionName, qualifier))
    await server.close()
  }

  function of(functionName: string): Entry[] {
    return [...entries.values()].filter(({ config }) => config.functionName === functionName)
  }

  return {
    create,
    get: (functionName, qualifier) => entryOf(functionName, qualifier).config,
    update(functionName, qualifier, change) {
      const entry = entryOf(functionName, qualifier)
      entry.config = { ...entry.config, ...change, modifiedAt: new Date() }
      return entry.config
    },
    delete: remove,
    list: (functionName) => of(functionName).map(({ config }) => config),
    addresses: () =>
      [...entries.values()].map(({ config }) => ({ function: config.functionName, url: config.url })),
    async keepOnly(functionName, qualifiers) {
      const kept = new Set(qualifiers.map((qualifier) => keyOf(functionName, qualifier)))
      const gone = [...entries].filter(
        ([key, { config }]) => config.functionName === functionName && !kept.has(key),
      )
      for (const [key] of gone) entries.delete(key)
      for (const key of opening) if (key.startsWith(`${functionName}:`) && !kept.has(key)) opening.delete(key)
      await Promise.all(gone.map(([, { server }]) => server.close()))
    },
    async close() {
      const all = [...entries.values()]
      entries.clear()
      opening.clear()
      await Promise.all(all.map(({ server }) => server.close()))
    },
  }
}

/** Opens the URLs that functions have from the start; rejects when one of their ports can't be had. */
export async function openConfiguredUrls(
  urls: FunctionUrls,
  functions: readonly FunctionConfig[],
): Promise<void> {
  for (const { name, alias, url } of functions) {
    if (url === undefined) continue
    const { port, authType = 'NONE', ...rest } = url
    // Behind the alias, as SAM does it: that is where provisioned environments serve.
    await urls.create(name, alias ?? '$LATEST', { ...rest, authType }, port).catch((error: unknown) => {
      throw new UrlPortUnavailable(name, port, error)
    })
  }
}

/** A function URL's port can't be had; the message says whose, and why. */
export class UrlPortUnavailable extends Error {
  constructor(functionName: string, port: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`the URL of ${functionName} can't have port ${port}: ${why}`, { cause })
    this.name = 'UrlPortUnavailable'
  }
}

function keyOf(functionName: string, qualifier: string): string {
  return `${functionName}:${qualifier}`
}

function alreadyThere(arn: string): Refusal {
  const why = 'FunctionUrlConfig exists for this Lambda function'
  return new Refusal(
    resourceConflict(
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  ${why}`,
    ),
  )
}

const FORBIDDEN = { status: 403, document: { Message: 'Forbidden' } }

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  )
}

function preflight(cors: Cors, { headers }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { ...preflightHeaders(cors, headers.origin), 'content-length': 0 })
  response.end()
}

/** Whether there is a signature; it is not verified. */
function isSigned({ headers, url = '' }: IncomingMessage): boolean {
  return headers.authorization !== undefined || /[?&]X-Amz-Signature=/i.test(url)
}

function withoutCors(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')))
}
