import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { FakeEnvironments } from './fake-environments.ts'
import { FakeFunction, type FunctionState, type Rules } from './fake-function.ts'
import { assertKnown, operationOf, type Service } from './operations.ts'
import { ServiceError } from './service-error.ts'

/** A call of the control plane; everything but Invoke is one. */
export interface Call {
  /** Counts from 1, in the order in which they came. */
  readonly index: number
  readonly operation: string
  readonly writes: boolean
  readonly input: Readonly<Record<string, unknown>>
  readonly path: string
}

/** `drop`: the connection is broken, so that the caller gets no answer. An error before the call is the answer. */
export type Fate = 'drop' | ServiceError | undefined

/** Looks on, and has its way: what it waits for happens before the call goes on. */
export interface Hook {
  /** Nothing of the call has been done; `drop` leaves it undone. */
  before?(call: Call): Promise<Fate> | Fate
  /** It has been done; `drop` loses the answer. */
  after?(call: Call): Promise<Fate> | Fate
  /** Before the n-th invocation, from 1. */
  invoke?(nth: number): Promise<Fate> | Fate
}

export interface FakeLambdaOptions {
  readonly start?: FunctionState
  readonly rules?: Partial<Rules>
  readonly hook?: Hook
}

/** The function of a control plane that forgets nothing, at a loopback port until the test ends. */
export interface FakeLambda {
  readonly endpoint: string
  readonly fn: FakeFunction
  /** Of the control plane, in order. */
  readonly calls: readonly Call[]
  readonly invocations: number
  /** Requests that are none of Lambda's, or none that is known here. */
  readonly unknown: readonly string[]
  hook: Hook
  state(): FunctionState
  close(): Promise<void>
}

/** Few, so that whoever forgets about pages misses something. */
const pageSize = 2

const endpointOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** The start of every test that doesn't say otherwise: `$LATEST` was changed since its last version. */
export const usualStart: FunctionState = {
  latest: {
    memory: 1_024,
    description: 'takes the orders',
    environment: { LOG_LEVEL: 'info', TOKEN: 'do not tell' },
    code: 'the code of today',
    architecture: 'x86_64',
  },
  versions: Object.fromEntries(
    ['1', '2', '4'].map((number) => [
      number,
      {
        memory: 512,
        description: `release ${number}`,
        environment: { LOG_LEVEL: 'info' },
        code: `the code of release ${number}`,
        architecture: 'x86_64',
      },
    ]),
  ),
  aliases: {
    live: { version: '2', description: 'what customers get' },
    candidate: { version: '4', description: '' },
    'coldburst-of-mine': { version: '1', description: 'only looks like a temporary one' },
  },
}

const usualRules: Rules = { settleReads: 2, pendingReads: 0, publishRevises: true, mostMemory: 3_008 }

export async function startFakeLambda(options: FakeLambdaOptions = {}): Promise<FakeLambda> {
  const fn = new FakeFunction(options.start ?? usualStart, { ...usualRules, ...options.rules })
  const environments = new FakeEnvironments(fn)
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    // What fails is a connection that the caller, who was killed, has left.
    serve(world, request, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)))
    // Connections are broken on purpose, from both sides.
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const service = { endpoint: endpointOf(server), pageSize }
  const world: World = { fn, environments, service, calls: [], unknown: [], hook: options.hook ?? {} }
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return {
    endpoint: world.service.endpoint,
    fn,
    calls: world.calls,
    unknown: world.unknown,
    get invocations() {
      return environments.invocations
    },
    get hook() {
      return world.hook
    },
    set hook(hook) {
      world.hook = hook
    },
    state: () => fn.state(),
    close,
  }
}

interface World {
  readonly fn: FakeFunction
  readonly environments: FakeEnvironments
  readonly service: Service
  readonly calls: Call[]
  readonly unknown: string[]
  hook: Hook
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '' } = request
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
  const body = await text(request)
  const [, invoked] = (method === 'POST' && invocation.exec(path)) || []
  if (invoked !== undefined) return invoke(world, { name: invoked, query }, response)
  const [, version] = /^\/code\/([^/]+)$/.exec(path) ?? []
  if (version !== undefined) return void response.end(world.fn.configurationOf(version).code)
  const input = parse(body)
  const operation = operationOf({ method, path, query, input })
  if (!operation) {
    world.unknown.push(`${method} ${path}`)
    return refuse(response, new ServiceError(404, 'UnknownOperationException', ''))
  }
  const call = {
    index: world.calls.length + 1,
    operation: operation.name,
    writes: operation.writes,
    input,
    path: request.url ?? '/',
  }
  world.calls.push(call)
  const before = await world.hook.before?.(call)
  if (before === 'drop') return void response.destroy()
  if (before instanceof ServiceError) return refuse(response, before)
  const answer = attempt(() => operation.answer(world.fn, world.service))
  if ((await world.hook.after?.(call)) === 'drop') return void response.destroy()
  if (answer instanceof ServiceError) return refuse(response, answer)
  reply(response, answer.status, answer.document)
}

const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/

interface Asked {
  readonly name: string
  readonly query: URLSearchParams
}

async function invoke(world: World, { name, query }: Asked, response: ServerResponse): Promise<void> {
  if ((await world.hook.invoke?.(world.environments.invocations + 1)) === 'drop')
    return void response.destroy()
  try {
    assertKnown(decodeURIComponent(name))
    const qualifier = query.get('Qualifier') ?? undefined
    const invoked = await world.environments.invoke(qualifier)
    reply(
      response,
      200,
      { greeting: 'hello' },
      {
        'x-amzn-requestid': invoked.requestId,
        'x-amz-executed-version': invoked.executedVersion,
        'x-amz-log-result': Buffer.from(invoked.log).toString('base64'),
      },
    )
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    refuse(response, error)
  }
}

function attempt<T>(work: () => T): T | ServiceError {
  try {
    return work()
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
}

const parse = (body: string): Call['input'] => (body === '' ? {} : (JSON.parse(body) as Call['input']))

function refuse(response: ServerResponse, { status, type, message }: ServiceError): void {
  reply(response, status, { Type: 'User', message }, { 'x-amzn-errortype': type })
}

function reply(
  response: ServerResponse,
  status: number,
  document?: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  const usual = document === undefined ? {} : { 'content-type': 'application/json' }
  response
    .writeHead(status, { ...usual, ...headers })
    .end(document === undefined ? undefined : JSON.stringify(document))
}
