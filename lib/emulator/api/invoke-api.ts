import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describeAccount, describeFunction } from './describe.ts'
import type { Fleet, InvokeResult } from '../fleet/fleet.ts'
import { functionArn, parseFunctionReference } from '../functions/names.ts'
import type { EmulatorConfig, FunctionConfig } from '../protocol.ts'
import { readBody } from '../read-body.ts'
import { readRoute, type Route } from './route.ts'
import {
  functionNotFound,
  internalFailure,
  invalidParameter,
  localCapReached,
  notImplemented,
  notJson,
  requestTooLarge,
  type ServiceError,
  throttled,
} from './service-error.ts'

/** Lambda's API on 127.0.0.1. */
export interface InvokeApi {
  readonly endpoint: string
  close(): Promise<void>
}

/** The most a synchronous request may carry: 6 MB. */
export const MAX_REQUEST_BYTES = 6_291_456

interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body?: Buffer | string
  /** The rest of the request is not wanted. */
  readonly last?: boolean
}

/** Rejects with the system's error when the port can't be had. */
export async function openInvokeApi(config: EmulatorConfig, fleet: Fleet): Promise<InvokeApi> {
  const answer = answerer(config, fleet)
  const server = createServer(SERVER_OPTIONS, (request, response) => {
    void respond(request, response)
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID()
    try {
      const reply = await answer(request, requestId)
      if (reply !== undefined) send(request, response, requestId, reply)
    } catch (error) {
      send(request, response, requestId, errorReply(internalFailure(error)))
    }
  }

  const { port } = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: config.port, host: '127.0.0.1', backlog: 4_096 }, () => {
      resolve(server.address() as AddressInfo)
    })
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Finds the reply to a request; undefined when its sender is gone. */
function answerer(config: EmulatorConfig, fleet: Fleet) {
  const functions = new Map(config.functions.map((fn) => [fn.name, fn]))

  return async (request: IncomingMessage, requestId: string): Promise<Reply | undefined> => {
    const route = readRoute(request.method ?? '', request.url ?? '')
    if (route.kind === 'unknown') return errorReply(notImplemented(route.name))
    if (route.kind === 'describe-account') return json(describeAccount(config.accountConcurrency))
    const found = findFunction(route)
    if ('type' in found) return errorReply(found)
    if (route.kind === 'describe-function') return json(describeFunction(found.fn, config.region))
    return invoke(found, request, requestId)
  }

  function findFunction(route: Extract<Route, { reference: string }>): Found | ServiceError {
    const reference = parseFunctionReference(route.reference)
    if (reference === undefined) return invalidParameter(`${route.reference} is not a function name or ARN`)
    const { name } = reference
    const qualifier = route.qualifier ?? reference.qualifier
    if (reference.qualifier !== undefined && reference.qualifier !== qualifier) {
      const problem = 'The derived qualifier from the function name does not match the specified qualifier.'
      return invalidParameter(problem)
    }
    const arn = functionArn(config.region, name, qualifier)
    const fn = functions.get(name)
    // There is only $LATEST: nothing can be published here.
    const known = qualifier === undefined || qualifier === '$LATEST'
    return fn === undefined || !known ? functionNotFound(arn) : { fn, arn }
  }

  async function invoke({ fn, arn }: Found, request: IncomingMessage, requestId: string) {
    const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse'
    if (type === 'Event') return errorReply(notImplemented('the invocation type Event'))
    if (type !== 'RequestResponse' && type !== 'DryRun') {
      return errorReply(invalidParameter(`${type} is not an invocation type`))
    }
    const body = await readBody(request, MAX_REQUEST_BYTES)
    if (body.kind === 'broken') return undefined
    if (body.kind === 'too-large') return { ...errorReply(requestTooLarge(MAX_REQUEST_BYTES)), last: true }
    const problem = jsonProblem(body.bytes)
    if (problem !== undefined) return errorReply(notJson(problem))
    if (type === 'DryRun') return { status: 204, headers: {} }
    const traceId = header(request, 'x-amzn-trace-id')
    const clientContext = decodeContext(header(request, 'x-amz-client-context'))
    const result = await fleet.invoke(fn, {
      requestId,
      payload: body.bytes.length === 0 ? EMPTY_EVENT : body.bytes,
      invokedArn: arn,
      ...(traceId === undefined ? {} : { traceId }),
      ...(clientContext === undefined ? {} : { clientContext }),
      tail: header(request, 'x-amz-log-type') === 'Tail',
    })
    return resultReply(result)
  }
}

// Load generators open connections ahead and let them rest between bursts: neither is a reason to hang up.
const SERVER_OPTIONS = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, noDelay: true }

interface Found {
  readonly fn: FunctionConfig
  /** As it was asked for, with its qualifier. */
  readonly arn: string
}

const EMPTY_EVENT = Buffer.from('{}')

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

// Functions get it as JSON in a header, so what can't stand in one line is left out.
function decodeContext(base64: string | undefined): string | undefined {
  const text = Buffer.from(base64 ?? '', 'base64').toString('latin1')
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined
}

function jsonProblem(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined
  if (!isUtf8(bytes)) return 'it is not UTF-8'
  try {
    JSON.parse(bytes.toString('utf8'))
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function resultReply(result: InvokeResult): Reply {
  if (result.kind === 'throttled') return errorReply(throttled(result.reason))
  if (result.kind === 'local-cap') return errorReply(localCapReached(result.cap))
  const { answer, tail, placementUs } = result
  const headers: Record<string, string | number> = {
    'Content-Type': 'application/json',
    'X-Amz-Executed-Version': '$LATEST',
  }
  if (answer.functionError) headers['X-Amz-Function-Error'] = 'Unhandled'
  if (tail !== undefined) headers['X-Amz-Log-Result'] = tail.toString('base64')
  if (placementUs !== undefined) headers['x-coldburst-placement-us'] = placementUs
  return { status: 200, headers, body: answer.payload }
}

function errorReply({ status, type, body }: ServiceError): Reply {
  return { ...json(body), status, headers: { ...json(body).headers, 'x-amzn-ErrorType': type } }
}

function json(document: Readonly<Record<string, unknown>>): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(document) }
}

function send(request: IncomingMessage, response: ServerResponse, requestId: string, reply: Reply): void {
  const headers: Record<string, string | number> = { ...reply.headers, 'x-amzn-RequestId': requestId }
  if (reply.body !== undefined) headers['Content-Length'] = Buffer.byteLength(reply.body)
  if (reply.last === true) {
    headers['Connection'] = 'close'
    stopReading(request)
  }
  response.writeHead(reply.status, headers)
  response.end(reply.body)
}

// Closing at once would make the system reset the connection, and the sender lose the answer: what is on
// its way is thrown away for a while first.
function stopReading(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), 2_000)
  request.once('close', () => clearTimeout(timer))
}
