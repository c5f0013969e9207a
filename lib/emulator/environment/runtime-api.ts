import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { type Body, readBody } from '../read-body.ts'
import type { FunctionAnswer, RuntimeEvent } from './runtime-event.ts'
import { judge, type Refusal, type RuntimeCall, type Session } from './runtime-session.ts'

/** One environment's Lambda Runtime API (2018-06-01) on a loopback port of its own. */
export interface RuntimeApi {
  /** host:port, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string
  /** A new process begins: calls are judged afresh and their events go to `post`. */
  attach(post: (event: RuntimeEvent) => void): void
  /** The process is gone: whatever still comes is out of turn. */
  detach(): void
  /** Gives the invocation to the process's open (or next) request for work. */
  hand(invocation: HandedInvocation): void
  close(): void
}

export interface HandedInvocation {
  readonly requestId: string
  readonly payload: Buffer
  readonly invokedArn: string
  /** Unix epoch, ms. */
  readonly deadlineMs: number
  readonly traceId?: string
  readonly clientContext?: string
}

/** What a function may answer at most: 6 MB and 100 bytes, the figure in AWS's own message. */
export const MAX_RESPONSE_BYTES = 6_291_556

export async function openRuntimeApi(): Promise<RuntimeApi> {
  let session: Session = { kind: 'over' }
  let post: (event: RuntimeEvent) => void = () => undefined
  let poll: ServerResponse | undefined
  let pending: HandedInvocation | undefined

  const server = createServer(SERVER_OPTIONS, (request, response) => {
    const call = readCall(request)
    if (call === undefined)
      return respond(response, 404, { errorType: 'NotFound', errorMessage: 'No such path' })
    const ruling = judge(session, call)
    if (ruling.kind === 'refuse') return refuse(request, response, call, ruling)
    if (call.kind === 'next') return park(response)
    return void take(request, response, call)
  })
  server.keepAliveTimeout = 0
  const { port } = await listen(server)

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    call: RuntimeCall,
    ruling: Refusal,
  ): void {
    request.resume()
    respond(response, ruling.status, { errorType: ruling.errorType, errorMessage: ruling.errorMessage })
    // It gave up on its answer; nobody else will ever give one.
    if (call.kind === 'next' && session.kind === 'invoking') post({ kind: 'no-answer' })
  }

  function park(response: ServerResponse): void {
    poll = response
    const first = session.kind !== 'waiting'
    session = { kind: 'waiting', polled: true }
    response.on('close', () => forget(response))
    if (pending !== undefined) return deliver(response, pending)
    if (first) post({ kind: 'next' })
  }

  function forget(response: ServerResponse): void {
    if (poll !== response) return
    poll = undefined
    if (session.kind === 'waiting') session = { kind: 'waiting', polled: false }
  }

  function deliver(response: ServerResponse, invocation: HandedInvocation): void {
    poll = undefined
    pending = undefined
    session = { kind: 'invoking', requestId: invocation.requestId, invocationId: randomUUID() }
    response.writeHead(200, nextHeaders(invocation, session.invocationId))
    response.end(invocation.payload)
  }

  async function take(request: IncomingMessage, response: ServerResponse, call: RuntimeCall): Promise<void> {
    const body = await readBody(request, MAX_RESPONSE_BYTES)
    // The process may have been replaced, or have answered twice, while its body came in.
    const ruling = judge(session, call)
    if (body.kind === 'broken') return
    if (ruling.kind === 'refuse') return refuse(request, response, call, ruling)
    if (session.kind === 'invoking') session = { ...session, kind: 'answered' }
    else session = { kind: 'over' }
    if (body.kind === 'too-large') respond(response, 413, TOO_LARGE)
    else respond(response, 202, { status: 'OK' })
    post({
      kind: call.kind === 'init-error' ? 'init-error' : 'answer',
      answer: readAnswer(request, call, body),
    })
  }

  return {
    address: `127.0.0.1:${port}`,
    attach(listener) {
      post = listener
      session = { kind: 'initializing' }
      poll = undefined
      pending = undefined
    },
    detach() {
      post = () => undefined
      session = { kind: 'over' }
    },
    hand(invocation) {
      if (poll === undefined) pending = invocation
      else deliver(poll, invocation)
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

// Clients send stacks in headers and allow themselves 1 MB there; a long poll has no time limit.
const SERVER_OPTIONS = {
  maxHeaderSize: 2 * 1024 * 1024,
  requestTimeout: 0,
  headersTimeout: 0,
  keepAliveTimeout: 0,
  noDelay: true,
}

function listen(server: ReturnType<typeof createServer>): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo))
  })
}

function readCall(request: IncomingMessage): RuntimeCall | undefined {
  const [, path] = /^\/2018-06-01\/runtime\/([^?]*)/.exec(request.url ?? '') ?? []
  if (request.method === 'GET' && path === 'invocation/next') return { kind: 'next' }
  if (request.method !== 'POST') return undefined
  if (path === 'init/error') return { kind: 'init-error' }
  const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path ?? '') ?? []
  if (requestId === undefined || (kind !== 'response' && kind !== 'error')) return undefined
  const invocationId = request.headers['lambda-runtime-invocation-id']
  return typeof invocationId === 'string' ? { kind, requestId, invocationId } : { kind, requestId }
}

function nextHeaders(invocation: HandedInvocation, invocationId: string): Record<string, string | number> {
  return {
    'Content-Type': 'application/json',
    'Content-Length': invocation.payload.length,
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': invocation.deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedArn,
    'Lambda-Runtime-Invocation-Id': invocationId,
    ...(invocation.traceId === undefined ? {} : { 'Lambda-Runtime-Trace-Id': invocation.traceId }),
    ...(invocation.clientContext === undefined
      ? {}
      : { 'Lambda-Runtime-Client-Context': invocation.clientContext }),
  }
}

function readAnswer(request: IncomingMessage, call: RuntimeCall, body: Body): FunctionAnswer {
  if (body.kind !== 'whole') return { kind: 'too-large' }
  const told = request.headers['lambda-runtime-function-error-type']
  const errorType = typeof told === 'string' ? told : undefined
  if (call.kind !== 'response') return { kind: 'error', payload: body.bytes, errorType }
  // A stream that failed half way says so behind its body.
  const trailer = request.trailers['lambda-runtime-function-error-type']
  if (trailer === undefined) return { kind: 'response', payload: body.bytes }
  const payload = Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64')
  return { kind: 'error', payload, errorType: trailer }
}

const TOO_LARGE = {
  errorType: 'RequestEntityTooLarge',
  errorMessage: 'Exceeded maximum allowed payload size',
}

function respond(response: ServerResponse, status: number, body: Record<string, string>): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}
