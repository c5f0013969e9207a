import { functionArn } from './configuration.ts'
import type { FakeFunction } from './fake-function.ts'
import { invalid, notFound } from './service-error.ts'

/** A request of the control plane, taken apart. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** The JSON of the body; empty where there is none. */
  readonly input: Readonly<Record<string, unknown>>
}

export interface Operation {
  readonly name: string
  /** Whether it changes something. */
  readonly writes: boolean
  readonly answer: (fn: FakeFunction, service: Service) => Answer
}

/** Where it is, and how many items a page has. */
export interface Service {
  readonly endpoint: string
  readonly pageSize: number
}

export interface Answer {
  readonly status: number
  readonly document?: object
}

/**
 * Which operation of the Lambda API a request is; undefined for one that this fake does not know. Only the function
 * `demo` exists, and it may be named by its ARN.
 */
export function operationOf({ method, path, query, input }: Request): Operation | undefined {
  if (method === 'GET' && /^\/2016-08-19\/account-settings\/?$/.test(path)) {
    return { name: 'GetAccountSettings', writes: false, answer: () => ok(account) }
  }
  const [, functionName = '', rest = ''] = /^\/2015-03-31\/functions\/([^/]+)(\/.*?)?\/?$/.exec(path) ?? []
  const [, noun = '', alias] = /^\/([a-z]+)(?:\/([^/]+))?$/.exec(rest) ?? []
  const make = routes[`${method} ${noun}${alias === undefined ? '' : '/*'}`]
  if (functionName === '' || !make || (rest !== '' && noun === '')) return undefined
  const [name, qualifier] = partsOf(decodeURIComponent(functionName))
  const asked = new URLSearchParams(query)
  if (qualifier !== undefined) asked.set('Qualifier', qualifier)
  const operation = make({ alias: decodeURIComponent(alias ?? ''), query: asked, input })
  return {
    ...operation,
    answer(fn, service) {
      assertKnown(name)
      return operation.answer(fn, service)
    },
  }
}

/** A version or an alias may be named with the function. */
function partsOf(named: string): readonly [string, string | undefined] {
  const [, name = named, qualifier] = /^(arn(?::[^:]*){6}|[^:]+):([^:]+)$/.exec(named) ?? []
  return [name, qualifier]
}

interface Parts {
  readonly alias: string
  readonly query: URLSearchParams
  readonly input: Readonly<Record<string, unknown>>
}

const ok = (document: object, status = 200): Answer => ({ status, document })

const reads = (name: string, answer: Operation['answer']): Operation => ({ name, writes: false, answer })
const writes = (name: string, answer: Operation['answer']): Operation => ({ name, writes: true, answer })

/** By method and what comes after the function's name; `*` is the name of an alias. */
const routes: Readonly<Record<string, (parts: Parts) => Operation>> = {
  'GET ': ({ query }) =>
    reads('GetFunction', (fn, { endpoint }) => {
      const Location = `${endpoint}/code/${fn.resolve(qualifierIn(query))}`
      return ok({ Configuration: fn.read(qualifierIn(query)), Code: { RepositoryType: 'S3', Location } })
    }),
  'GET configuration': ({ query }) =>
    reads('GetFunctionConfiguration', (fn) => ok(fn.read(qualifierIn(query)))),
  'PUT configuration': ({ input }) => writes('UpdateFunctionConfiguration', (fn) => ok(fn.update(input))),
  'PUT code': ({ input }) => writes('UpdateFunctionCode', (fn) => ok(fn.updateCode(input))),
  'POST versions': ({ input }) => writes('PublishVersion', (fn) => ok(fn.publish(input), 201)),
  'GET versions': ({ query }) =>
    reads('ListVersionsByFunction', (fn, { pageSize }) => ok(page('Versions', fn.list(), query, pageSize))),
  'GET aliases': ({ query }) =>
    reads('ListAliases', (fn, { pageSize }) =>
      ok(page('Aliases', fn.aliases.list(query.get('FunctionVersion') ?? undefined), query, pageSize)),
    ),
  'POST aliases': ({ input }) => writes('CreateAlias', (fn) => ok(fn.aliases.create(input), 201)),
  'GET aliases/*': ({ alias }) => reads('GetAlias', (fn) => ok(fn.aliases.read(alias))),
  'PUT aliases/*': ({ alias, input }) => writes('UpdateAlias', (fn) => ok(fn.aliases.update(alias, input))),
  'DELETE aliases/*': ({ alias }) =>
    writes('DeleteAlias', (fn) => {
      fn.aliases.delete(alias)
      return { status: 204 }
    }),
  'DELETE ': ({ query }) =>
    writes('DeleteFunction', (fn) => {
      const qualifier = query.get('Qualifier')
      if (qualifier === null) fn.deleteWhole()
      else fn.deleteVersion(qualifier)
      return { status: 204 }
    }),
  'GET concurrency': () => reads('GetFunctionConcurrency', () => ok({})),
}

const qualifierIn = (query: URLSearchParams): string | undefined => query.get('Qualifier') ?? undefined

/** Throws ServiceError for the name of another function than the one there is. */
export function assertKnown(name: string): void {
  if (name === 'demo' || name === functionArn) return
  throw notFound(`Function not found: ${functionArn.replace(/demo$/, name)}`)
}

/** At most `size` of them, however many are asked for: the service gives no more than 50, either. */
function page(key: string, all: readonly object[], query: URLSearchParams, size: number): object {
  const start = Number(query.get('Marker') ?? 0)
  if (!Number.isInteger(start) || start < 0 || start > all.length) throw invalid('Invalid Marker')
  const end = start + Math.min(size, Number(query.get('MaxItems') ?? size))
  return { [key]: all.slice(start, end), ...(end < all.length ? { NextMarker: String(end) } : {}) }
}

const account = {
  AccountLimit: {
    TotalCodeSize: 80_530_636_800,
    CodeSizeUnzipped: 262_144_000,
    CodeSizeZipped: 52_428_800,
    ConcurrentExecutions: 1_000,
    UnreservedConcurrentExecutions: 1_000,
  },
  AccountUsage: { TotalCodeSize: 300, FunctionCount: 1 },
}
