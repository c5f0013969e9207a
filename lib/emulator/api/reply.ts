import type { IncomingMessage, ServerResponse } from 'node:http'

import { untilDrained } from '../until-drained.ts'
import type { ServiceError } from './service-error.ts'

export type Reply = WholeReply | StreamedReply

export interface WholeReply {
  readonly kind: 'whole'
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body?: Buffer | string
  /** The rest of the request is not wanted. */
  readonly last?: boolean
}

/** An answer that is written as it comes. */
export interface StreamedReply {
  readonly kind: 'streamed'
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: AsyncIterable<Buffer>
}

export function json(document: Readonly<Record<string, unknown>>, status = 200): WholeReply {
  const headers = { 'Content-Type': 'application/json' }
  return { kind: 'whole', status, headers, body: JSON.stringify(document) }
}

/** There is nothing to say but that it is done. */
export const EMPTY: WholeReply = { kind: 'whole', status: 204, headers: {} }

export function errorReply({ status, type, body }: ServiceError): WholeReply {
  const reply = json(body, status)
  return { ...reply, headers: { ...reply.headers, 'x-amzn-ErrorType': type } }
}

/** Answers a request; resolves when all is written, or nobody listens any more. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  reply: Reply,
): Promise<void> {
  const headers: Record<string, string | number> = { ...reply.headers, 'x-amzn-RequestId': requestId }
  if (reply.kind === 'streamed') return sendStream(response, { ...reply, headers })
  if (reply.body !== undefined) headers['Content-Length'] = Buffer.byteLength(reply.body)
  if (reply.last === true) {
    headers['Connection'] = 'close'
    stopReading(request)
  }
  response.writeHead(reply.status, headers)
  response.end(reply.body)
}

async function sendStream(response: ServerResponse, { status, headers, body }: StreamedReply): Promise<void> {
  response.writeHead(status, headers)
  response.flushHeaders()
  for await (const chunk of body) {
    if (response.destroyed) return
    if (!response.write(chunk)) await untilDrained(response)
  }
  response.end()
}

// Closing at once would make the system reset the connection, and the sender lose the answer: what is on
// its way is thrown away for a while first.
function stopReading(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), 2_000)
  request.once('close', () => clearTimeout(timer))
}
