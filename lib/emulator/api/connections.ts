import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

import type { Body } from '../read-body.ts'
import { errorReply } from './reply.ts'
import { badRequest, headTooLarge, Refusal, requestTooSlow, type ServiceError } from './service-error.ts'

/** For a server that is watched: `headMs` is how long a head may take once it has begun. */
export function connectionOptions(headMs = HEAD_MS): ServerOptions {
  return {
    // Load generators open connections ahead and let them rest between bursts: no reason to hang up.
    keepAliveTimeout: 0,
    headersTimeout: headMs,
    connectionsCheckingInterval: Math.min(5_000, headMs),
    // A fixed one would be too short for a large body or too long for a small one: see `inTime`.
    requestTimeout: 0,
    noDelay: true,
  }
}

const HEAD_MS = 60_000

/** Answers what can't be read as a request, or is begun and never ends, with an error as AWS has them. */
export function watchConnections(server: Server): void {
  const busy = new WeakMap<Duplex, number>()
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1)
    response.once('close', () => busy.set(socket, (busy.get(socket) ?? 1) - 1))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Node takes a new connection that has not sent anything yet for a slow head.
    if (error.code === TIMED_OUT && socket instanceof Socket && socket.bytesRead === 0) return
    // What is under way has its own answer; this one would end up in the middle of it.
    if (error.code === 'ECONNRESET' || (busy.get(socket) ?? 0) > 0) socket.destroy()
    else answerBroken(socket, errorFor(error))
  })
}

const TIMED_OUT = 'ERR_HTTP_REQUEST_TIMEOUT'

function errorFor({ code, message }: NodeJS.ErrnoException): ServiceError {
  if (code === TIMED_OUT) return requestTooSlow()
  return code === 'HPE_HEADER_OVERFLOW' ? headTooLarge() : badRequest(message)
}

// There is no request to answer, so the answer is written by hand.
function answerBroken(socket: Duplex, error: ServiceError): void {
  if (!socket.writable) return void socket.destroy()
  const { status, headers, body = '' } = errorReply(error)
  const lines = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' })
  const head = [`HTTP/1.1 ${status} ${error.type}`, ...lines.map(([name, value]) => `${name}: ${value}`)]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body.toString()}`)
  // Whoever goes on sending is not waited for.
  setTimeout(() => socket.destroy(), 2_000).unref()
}

/**
 * The body, or a Refusal when it comes slower than anybody's who means it: a minute, and as much longer as it
 * takes at 16 KB a second.
 */
export async function inTime(
  request: IncomingMessage,
  reading: Promise<Body>,
  patienceMs = HEAD_MS,
): Promise<Body> {
  const startedAt = performance.now()
  const before = request.socket.bytesRead
  let timer: NodeJS.Timeout | undefined
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setInterval(
      () => {
        const expectedMs = patienceMs + (request.socket.bytesRead - before) / SLOWEST_BYTES_PER_MS
        if (performance.now() - startedAt > expectedMs) reject(new Refusal(requestTooSlow()))
      },
      Math.min(5_000, patienceMs),
    )
  })
  try {
    return await Promise.race([reading, tooSlow])
  } finally {
    clearInterval(timer)
  }
}

const SLOWEST_BYTES_PER_MS = 16.384
