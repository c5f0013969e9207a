import type { IncomingMessage } from 'node:http'

import type { Body } from '../read-body.ts'
import type { Call } from './invocation.ts'
import { ERROR_TRAILER } from './pass-on.ts'
import type { FunctionAnswer } from './runtime-event.ts'
import type { RuntimeCall } from './runtime-session.ts'

/** An invocation on its way to the runtime. */
export interface HandedInvocation extends Pick<
  Call,
  'requestId' | 'payload' | 'invokedArn' | 'traceId' | 'clientContext' | 'stream'
> {
  /** Unix epoch, ms. */
  readonly deadlineMs: number
}

/** What a function may answer at most: 6 MB and 100 bytes, the figure in AWS's own message. */
export const MAX_RESPONSE_BYTES = 6_291_556

/** Which call of the Runtime API a request is; undefined when it is none. */
export function readCall(request: IncomingMessage): RuntimeCall | undefined {
  const [, path] = /^\/2018-06-01\/runtime\/([^?]*)/.exec(request.url ?? '') ?? []
  if (request.method === 'GET' && path === 'invocation/next') return { kind: 'next' }
  if (request.method !== 'POST') return undefined
  if (path === 'init/error') return { kind: 'init-error' }
  const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path ?? '') ?? []
  if (requestId === undefined || (kind !== 'response' && kind !== 'error')) return undefined
  const invocationId = request.headers['lambda-runtime-invocation-id']
  return typeof invocationId === 'string' ? { kind, requestId, invocationId } : { kind, requestId }
}

/** True for a response that comes as a stream and not as one piece. */
export function isStreamed(request: IncomingMessage): boolean {
  const mode = request.headers['lambda-runtime-function-response-mode']
  return typeof mode === 'string' && mode.toLowerCase() === 'streaming'
}

/** The headers with which an invocation is handed to a runtime. */
export function nextHeaders(
  invocation: HandedInvocation,
  invocationId: string,
): Record<string, string | number> {
  const { traceId, clientContext } = invocation
  return {
    'Content-Type': 'application/json',
    'Content-Length': invocation.payload.length,
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': invocation.deadlineMs,
    'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedArn,
    // Clients that send it back are told when their answer comes too late.
    'Lambda-Runtime-Invocation-Id': invocationId,
    ...(traceId === undefined ? {} : { 'Lambda-Runtime-Trace-Id': traceId }),
    ...(clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': clientContext }),
  }
}

/** What a runtime has said with a call that came in one piece. */
export function readAnswer(request: IncomingMessage, call: RuntimeCall, body: Body): FunctionAnswer {
  if (body.kind !== 'whole') return { kind: 'too-large', limitBytes: MAX_RESPONSE_BYTES }
  if (call.kind === 'response') return readTrailers(request, body.bytes)
  const told = request.headers['lambda-runtime-function-error-type']
  const errorType = typeof told === 'string' ? told : typeInside(body.bytes)
  return { kind: 'error', payload: body.bytes, errorType }
}

/** What a response is once all of it has come: a stream that failed half way says so behind its body. */
export function readTrailers(request: IncomingMessage, payload: Buffer): FunctionAnswer {
  const errorType = request.trailers[ERROR_TRAILER]
  if (errorType === undefined) return { kind: 'response', payload }
  const error = Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64')
  return { kind: 'error', payload: error, errorType }
}

// AWS's client for Node names the type in the document only.
function typeInside(document: Buffer): string | undefined {
  try {
    const error = JSON.parse(document.toString('utf8')) as unknown
    if (typeof error !== 'object' || error === null || !('errorType' in error)) return undefined
    return typeof error.errorType === 'string' ? error.errorType : undefined
  } catch {
    return undefined
  }
}
