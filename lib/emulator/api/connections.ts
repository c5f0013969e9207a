import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

import type { Body } from '../read-body.ts'
import { errorReply } from './reply.ts'
import { badRequest, headTooLarge, Refusal, requestTooSlow, type ServiceError } from './service-error.ts'

/**
 * Hangs up on requests that are begun and never end. Connections that rest are left alone, as long as they
 * like: load generators open them ahead and keep them between bursts, and Node's own limits would take a new
 * one that has not sent anything for a slow request.
 */
export function watchConnections(server: Server, headMs = HEAD_MS): { close(): void } {
  const watched = new Map<Socket, Watched>()

  function track(socket: Socket): void {
    watched.set(socket, { bytesBefore: 0, busy: 0, begunAt: undefined })
    socket.once('close', () => watched.delete(socket))
  }

  function note(request: IncomingMessage, response: ServerResponse): void {
    const state = watched.get(request.socket)
    if (state === undefined) return
    state.busy += 1
    response.once('close', () => {
      state.busy -= 1
      state.bytesBefore = request.socket.bytesRead
      state.begunAt = undefined
    })
  }

  function hangUpOnSlow(now: number): void {
    for (const [socket, state] of watched) {
      // A head has begun when there are bytes that belong to no request yet.
      if (state.busy > 0 || socket.bytesRead === state.bytesBefore) continue
      state.begunAt ??= now
      if (now - state.begunAt >= headMs) answerBroken(socket, requestTooSlow())
    }
  }

  server.on('connection', track)
  server.prependListener('request', note)
  server.on('clientError', (error, socket) => {
    const state = watched.get(socket as Socket)
    const code = 'code' in error ? error.code : undefined
    // What is under way has its own answer; this one would end up in the middle of it.
    if (code === 'ECONNRESET' || (state !== undefined && state.busy > 0)) socket.destroy()
    else
      answerBroken(
        socket as Socket,
        code === 'HPE_HEADER_OVERFLOW' ? headTooLarge() : badRequest(error.message),
      )
  })
  const timer = setInterval(() => hangUpOnSlow(performance.now()), Math.min(5_000, headMs))
  timer.unref()
  return { close: () => clearInterval(timer) }
}

interface Watched {
  /** Read from the socket when its last request was over. */
  bytesBefore: number
  /** Requests that are being answered. */
  busy: number
  /** When a head was first seen that is not whole yet. */
  begunAt: number | undefined
}

const HEAD_MS = 60_000

// There is no request to answer, so the answer is written by hand.
function answerBroken(socket: Socket, error: ServiceError): void {
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
