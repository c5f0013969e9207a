import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'

import type { InvokeTarget } from '../../functions/deployment.ts'
import type { InvokeRequest, InvokeResult } from '../../fleet/fleet.ts'
import type { ApiRequest, Services } from '../operation.ts'
import { EMPTY, errorReply, type Reply, type WholeReply } from '../reply.ts'
import {
  clientContextTooLarge,
  localCapReached,
  notJson,
  requestTooLarge,
  throttled,
} from '../service-error.ts'
import { retryAfter } from '../retry-after.ts'
import { traceIdOf } from '../trace-id.ts'

/** An invocation as its request asks for it, or the answer that the request has already. */
export type InvokeInput =
  | { readonly kind: 'ready'; readonly target: InvokeTarget; readonly invocation: InvokeRequest }
  | { readonly kind: 'answered'; readonly reply: Reply | undefined }

/** The most that a synchronous request may carry: 6 MB. */
export const MAX_REQUEST_BYTES = 6_291_456

/** Finds the function, then reads the request: its refusals come in AWS's order. */
export async function readInvocation(
  request: ApiRequest,
  { registry }: Pick<Services, 'registry'>,
  limitBytes: number,
): Promise<InvokeInput> {
  const { headers, parameters, query } = request
  const resolve = () =>
    registry.resolve(parameters['FunctionName'] ?? '', query.get('Qualifier') ?? undefined)
  const early = resolve()
  if (early.kind === 'refused') return answered(errorReply(early.error))
  const context = header(headers, 'x-amz-client-context')
  if (context !== undefined && context.length > MAX_CONTEXT_BYTES) {
    return answered(errorReply(clientContextTooLarge(MAX_CONTEXT_BYTES)))
  }
  const body = await request.body(limitBytes)
  if (body.kind === 'broken') return answered(undefined)
  if (body.kind === 'too-large') return answered({ ...errorReply(requestTooLarge(limitBytes)), last: true })
  const problem = jsonProblem(body.bytes)
  if (problem !== undefined) return answered(errorReply(notJson(problem)))
  if (header(headers, 'x-amz-invocation-type') === 'DryRun') return answered(EMPTY)
  // Anew: while the body came an update may have taken away what the function was, and its code with it.
  const resolved = resolve()
  if (resolved.kind === 'refused') return answered(errorReply(resolved.error))
  const { target } = resolved
  return { kind: 'ready', target, invocation: invocationOf(request, target, body.bytes) }
}

// What the Invoke API reference gives for it (2026); in base64.
const MAX_CONTEXT_BYTES = 3_583

function invocationOf(request: ApiRequest, target: InvokeTarget, payload: Buffer): InvokeRequest {
  const { headers } = request
  const clientContext = decodeContext(header(headers, 'x-amz-client-context'))
  return {
    requestId: request.invocationId(target),
    payload: payload.length === 0 ? EMPTY_EVENT : payload,
    invokedArn: target.invokedArn,
    traceId: traceIdOf(header(headers, 'x-amzn-trace-id')),
    ...(clientContext === undefined ? {} : { clientContext }),
    tail: header(headers, 'x-amz-log-type') === 'Tail',
  }
}

const EMPTY_EVENT = Buffer.from('{}')

function answered(reply: Reply | undefined): InvokeInput {
  return { kind: 'answered', reply }
}

export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
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

/** For an invocation that no environment served. */
export function refusal(result: Exclude<InvokeResult, { kind: 'served' }>): WholeReply {
  if (result.kind === 'local-cap') return errorReply(localCapReached(result.cap))
  const reply = errorReply(throttled(result.reason))
  return { ...reply, headers: { ...reply.headers, ...retryAfter(result) } }
}
