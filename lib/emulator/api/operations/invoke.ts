import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'

import type { InvokeResult } from '../../fleet/fleet.ts'
import type { InvokeTarget } from '../../functions/deployment.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { errorReply, type Reply } from '../reply.ts'
import {
  invalidParameter,
  localCapReached,
  notImplemented,
  notJson,
  requestTooLarge,
  throttled,
} from '../service-error.ts'

export const invokeOperations: readonly Operation[] = [
  {
    name: 'Invoke',
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/invocations',
    async handle(request, services) {
      const reference = request.parameters['FunctionName'] ?? ''
      const resolved = services.registry.resolve(reference, request.query.get('Qualifier') ?? undefined)
      if (resolved.kind === 'refused') return errorReply(resolved.error)
      return invoke(resolved.target, request, services)
    },
  },
]

/** The most a synchronous request may carry: 6 MB. */
const MAX_REQUEST_BYTES = 6_291_456

async function invoke(
  target: InvokeTarget,
  request: ApiRequest,
  { fleet }: Services,
): Promise<Reply | undefined> {
  const { headers } = request
  const type = header(headers, 'x-amz-invocation-type') ?? 'RequestResponse'
  if (type === 'Event') return errorReply(notImplemented('the invocation type Event'))
  if (type !== 'RequestResponse' && type !== 'DryRun') {
    return errorReply(invalidParameter(`${type} is not an invocation type`))
  }
  const body = await request.body(MAX_REQUEST_BYTES)
  if (body.kind === 'broken') return undefined
  if (body.kind === 'too-large') return { ...errorReply(requestTooLarge(MAX_REQUEST_BYTES)), last: true }
  const problem = jsonProblem(body.bytes)
  if (problem !== undefined) return errorReply(notJson(problem))
  if (type === 'DryRun') return { kind: 'whole', status: 204, headers: {} }
  const traceId = header(headers, 'x-amzn-trace-id')
  const clientContext = decodeContext(header(headers, 'x-amz-client-context'))
  const result = await fleet.invoke(target, {
    requestId: request.invocationId(target),
    payload: body.bytes.length === 0 ? EMPTY_EVENT : body.bytes,
    invokedArn: target.invokedArn,
    ...(traceId === undefined ? {} : { traceId }),
    ...(clientContext === undefined ? {} : { clientContext }),
    tail: header(headers, 'x-amz-log-type') === 'Tail',
  })
  return resultReply(result, target.deployment.version)
}

const EMPTY_EVENT = Buffer.from('{}')

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
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

function resultReply(result: InvokeResult, version: string): Reply {
  if (result.kind === 'throttled') return errorReply(throttled(result.reason))
  if (result.kind === 'local-cap') return errorReply(localCapReached(result.cap))
  const { answer, tail, placementUs } = result
  const headers: Record<string, string | number> = {
    'Content-Type': 'application/json',
    'X-Amz-Executed-Version': version,
  }
  if (answer.functionError) headers['X-Amz-Function-Error'] = 'Unhandled'
  if (tail !== undefined) headers['X-Amz-Log-Result'] = tail.toString('base64')
  if (placementUs !== undefined) headers['x-coldburst-placement-us'] = placementUs
  return { kind: 'whole', status: 200, headers, body: answer.payload }
}
