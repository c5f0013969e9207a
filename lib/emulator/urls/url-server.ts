import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { connectionOptions, inTime, watchConnections } from '../api/connections.ts'
import { Refusal } from '../api/service-error.ts'
import { traceIdOf } from '../api/trace-id.ts'
import { listen } from '../listen.ts'
import { readBody } from '../read-body.ts'
import { urlEvent, type UrlIdentity } from './url-event.ts'

/** One function URL's port. */
export interface UrlServer {
  readonly port: number
  close(): Promise<void>
}

/** A request that is to be answered by the function, with its event. */
export interface UrlCall {
  readonly requestId: string
  readonly traceId: string
  readonly payload: Buffer
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** An answer of the URL itself. */
export interface UrlRefusal {
  readonly status: number
  readonly document: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string | number>>
}

export interface UrlHost {
  readonly host: string
  readonly port: number
  readonly identity: UrlIdentity
  /** Looks at a request before its body is read; true when it has answered it. */
  isAnswered(this: void, request: IncomingMessage, response: ServerResponse): boolean
  /** Of the function's next invocation. */
  requestId(this: void): string
  serve(this: void, call: UrlCall): Promise<void>
}

/** Rejects with the system's error when the port can't be had. */
export async function openUrlServer(host: UrlHost): Promise<UrlServer> {
  const server = createServer(connectionOptions(), (request, response) => {
    void respond(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else refuseFailed(request, response, error)
    })
  })
  watchConnections(server)

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-amzn-requestid', randomUUID())
    if (host.isAnswered(request, response)) return
    const body = await inTime(request, readBody(request, MAX_REQUEST_BYTES))
    if (body.kind === 'broken') return
    if (body.kind === 'too-large') return refuseUnread(request, response, TOO_LARGE)
    const requestId = host.requestId()
    response.setHeader('x-amzn-requestid', requestId)
    const told = request.headers['x-amzn-trace-id']
    const traceId = traceIdOf(typeof told === 'string' ? told : undefined)
    const event = urlEvent(
      {
        method: request.method ?? '',
        target: request.url ?? '/',
        rawHeaders: request.rawHeaders,
        body: body.bytes,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        port: request.socket.localPort ?? 0,
        protocol: `HTTP/${request.httpVersion}`,
        requestId,
        traceId,
      },
      host.identity,
      new Date(),
    )
    const payload = Buffer.from(JSON.stringify(event))
    // A body in base64 takes a third more: it is the event that may have 6 MB.
    if (payload.length > MAX_REQUEST_BYTES) return refuse(response, TOO_LARGE)
    await host.serve({ requestId, traceId, payload, request, response })
  }

  const port = await listen(server, host)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const MAX_REQUEST_BYTES = 6_291_456

export function refuse(response: ServerResponse, { status, document, headers }: UrlRefusal): void {
  const body = JSON.stringify(document)
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

function refuseFailed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (!(error instanceof Refusal)) return refuse(response, INTERNAL_ERROR)
  const { status, type } = error.error
  refuseUnread(request, response, { status, document: { message: type } })
}

// Closed a little later: a reset connection would take the answer away from a caller who still writes.
function refuseUnread(request: IncomingMessage, response: ServerResponse, refusal: UrlRefusal): void {
  const timer = setTimeout(() => request.destroy(), 2_000)
  request.once('close', () => clearTimeout(timer))
  refuse(response, { ...refusal, headers: { connection: 'close' } })
}

const TOO_LARGE: UrlRefusal = { status: 413, document: { message: 'Request Entity Too Large' } }

/** For whatever the function did wrong. */
export const INTERNAL_ERROR: UrlRefusal = { status: 502, document: { message: 'Internal Server Error' } }
