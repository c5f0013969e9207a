import type { InvokeTarget } from '../../functions/deployment.ts'
import type { InvokeRequest, ServedResult } from '../../fleet/fleet.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { errorReply, json, type Reply } from '../reply.ts'
import { eventQueueFull, invalidParameter } from '../service-error.ts'
import { header, MAX_REQUEST_BYTES, readInvocation, refusal } from './invoke-input.ts'

export const invokeOperations: readonly Operation[] = [
  {
    name: 'Invoke',
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/invocations',
    handle: invoke,
  },
  {
    name: 'InvokeAsync',
    method: 'POST',
    path: '/2014-11-13/functions/{FunctionName}/invoke-async/',
    async handle(request, services) {
      const input = await readInvocation(request, services, MAX_EVENT_BYTES)
      if (input.kind === 'answered') return input.reply
      return accept(input.target, input.invocation, services, json({ Status: 202 }, 202))
    },
  },
]

/** The most that an asynchronous request may carry: 1 MB since October 2025 (AWS's compute blog, 2026-01-29). */
const MAX_EVENT_BYTES = 1_048_576

async function invoke(request: ApiRequest, services: Services): Promise<Reply | undefined> {
  const type = header(request.headers, 'x-amz-invocation-type') ?? 'RequestResponse'
  if (type !== 'RequestResponse' && type !== 'Event' && type !== 'DryRun') {
    return errorReply(invalidParameter(`${type} is not an invocation type`))
  }
  const limit = type === 'Event' ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES
  const input = await readInvocation(request, services, limit)
  if (input.kind === 'answered') return input.reply
  const { target, invocation } = input
  if (type === 'Event') return accept(target, invocation, services, ACCEPTED)
  const result = await services.fleet.invoke(target, invocation)
  if (result.kind !== 'served') return refusal(result)
  return servedReply(result, target.deployment.version, invocation)
}

const ACCEPTED: Reply = { kind: 'whole', status: 202, headers: {}, body: '' }

function accept(target: InvokeTarget, event: InvokeRequest, { events }: Services, accepted: Reply): Reply {
  const { requestId, payload, traceId } = event
  const { qualifier, deployment, invokedArn } = target
  const answer = events.accept({
    functionName: deployment.fn.name,
    qualifier,
    invokedArn,
    requestId,
    payload,
    ...(traceId === undefined ? {} : { traceId }),
  })
  return answer.kind === 'accepted' ? accepted : errorReply(eventQueueFull(answer.limit))
}

function servedReply(result: ServedResult, version: string, { traceId }: InvokeRequest): Reply {
  const { answer, tail, placementUs } = result
  const headers: Record<string, string | number> = {
    'Content-Type': 'application/json',
    'X-Amz-Executed-Version': version,
  }
  if (traceId !== undefined) headers['X-Amzn-Trace-Id'] = traceId
  if (answer.functionError) headers['X-Amz-Function-Error'] = 'Unhandled'
  if (tail !== undefined) headers['X-Amz-Log-Result'] = tail.toString('base64')
  if (placementUs !== undefined) headers['x-coldburst-placement-us'] = placementUs
  return { kind: 'whole', status: 200, headers, body: answer.payload }
}
