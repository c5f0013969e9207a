import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

import { listen } from '../listen.ts'
import { readBody } from '../read-body.ts'
import type { AnswerStream } from './invocation.ts'
import { passOn } from './pass-on.ts'
import {
  type HandedInvocation,
  isStreamed,
  MAX_RESPONSE_BYTES,
  nextHeaders,
  readAnswer,
  readCall,
  readTrailers,
} from './runtime-call.ts'
import type { FunctionAnswer, RuntimeEvent } from './runtime-event.ts'
import { type Current, judge, type Refusal, type RuntimeCall, type Session } from './runtime-session.ts'
import { STREAM_LIMITS, type StreamLimits } from './stream-pace.ts'

/** One environment's Lambda Runtime API (2018-06-01) on a loopback port of its own. */
export interface RuntimeApi {
  /** host:port, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string
  /** A new process begins: calls are judged afresh and their events go to `post`. */
  attach(post: (event: RuntimeEvent) => void): void
  /** The process is gone: its connections are closed, and whatever still comes is out of turn. */
  detach(): void
  /** Gives the invocation to the process's open (or next) request for work. */
  hand(invocation: HandedInvocation): void
  close(): void
}

export async function openRuntimeApi(limits: StreamLimits = STREAM_LIMITS): Promise<RuntimeApi> {
  let session: Session = { kind: 'over' }
  let post: (event: RuntimeEvent) => void = () => undefined
  let poll: ServerResponse | undefined
  /** Handed, and not yet over. */
  let handed: HandedInvocation | undefined

  const server = createServer(SERVER_OPTIONS, (request, response) => {
    const call = readCall(request)
    if (call === undefined) return respond(response, 404, NO_SUCH_PATH)
    const ruling = judge(session, call)
    if (ruling.kind === 'refuse') return refuse(request, response, call, ruling)
    if (call.kind === 'next') return park(response)
    const stream = call.kind === 'response' && isStreamed(request) ? handed?.stream : undefined
    if (stream !== undefined && session.kind === 'invoking')
      return void takeStream(request, response, stream, session)
    return void take(request, response, call)
  })
  server.keepAliveTimeout = 0
  server.maxConnections = MOST_CONNECTIONS
  const port = await listen(server, { host: '127.0.0.1', port: 0 })

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    call: RuntimeCall,
    ruling: Refusal,
  ): void {
    request.resume()
    respond(response, ruling.status, { errorType: ruling.errorType, errorMessage: ruling.errorMessage })
    // It gave up on its answer; nobody else will ever give one.
    const unanswered = session.kind === 'invoking' || session.kind === 'answering'
    if (call.kind === 'next' && unanswered) post({ kind: 'no-answer' })
  }

  function park(response: ServerResponse): void {
    poll = response
    const first = session.kind !== 'waiting'
    session = { kind: 'waiting', polled: true }
    response.on('close', () => forget(response))
    if (first) post({ kind: 'next' })
    else if (handed !== undefined) deliver(response, handed)
  }

  function forget(response: ServerResponse): void {
    if (poll !== response) return
    poll = undefined
    if (session.kind === 'waiting') session = { kind: 'waiting', polled: false }
  }

  function deliver(response: ServerResponse, invocation: HandedInvocation): void {
    poll = undefined
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
    const answer = readAnswer(request, call, body)
    if (session.kind === 'invoking') return answered(response, session, answer)
    session = { kind: 'over' }
    acknowledge(response, answer)
    post({ kind: 'init-error', answer })
  }

  async function takeStream(
    request: IncomingMessage,
    response: ServerResponse,
    stream: AnswerStream,
    invoking: Current,
  ): Promise<void> {
    // From here on another answer is one too many.
    const answering: Current = { ...invoking, kind: 'answering' }
    session = answering
    const end = await passOn(request, stream, limits, () => session === answering)
    request.resume()
    // A process that is dying closes its connections first: let its end be told rather than this.
    if (end === 'broken') await setTimeout(LAST_BREATH_MS)
    if (session !== answering) return
    answered(response, answering, streamedAnswer(request, end))
  }

  function streamedAnswer(
    request: IncomingMessage,
    end: 'whole' | 'too-large' | 'broken' | 'over',
  ): FunctionAnswer {
    if (end === 'whole') return readTrailers(request, Buffer.alloc(0))
    return end === 'too-large' ? { kind: 'too-large', limitBytes: limits.maxBytes } : { kind: 'truncated' }
  }

  function answered(response: ServerResponse, current: Current, answer: FunctionAnswer): void {
    session = { ...current, kind: 'answered' }
    handed = undefined
    acknowledge(response, answer)
    post({ kind: 'answer', answer })
  }

  function leave(): void {
    poll = undefined
    handed = undefined
    // What the old process has left open must take no place from the next.
    server.closeAllConnections()
  }

  return {
    address: `127.0.0.1:${port}`,
    attach(listener) {
      leave()
      post = listener
      session = { kind: 'initializing' }
    },
    detach() {
      leave()
      post = () => undefined
      session = { kind: 'over' }
    },
    hand(invocation) {
      handed = invocation
      if (poll !== undefined) deliver(poll, invocation)
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

// AWS's clients use 2 to 5. A runtime that opens more and more must not take the file descriptors of others.
const MOST_CONNECTIONS = 64

const LAST_BREATH_MS = 100

function acknowledge(response: ServerResponse, answer: FunctionAnswer): void {
  if (answer.kind === 'too-large') respond(response, 413, TOO_LARGE)
  else respond(response, 202, { status: 'OK' })
}

const NO_SUCH_PATH = { errorType: 'NotFound', errorMessage: 'No such path' }

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
