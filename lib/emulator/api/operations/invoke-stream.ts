import type { InvokeResult, ServedResult } from '../../fleet/fleet.ts'
import { type AnswerPipe, createAnswerPipe } from '../answer-pipe.ts'
import { eventMessage } from '../event-stream.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { errorReply, type Reply } from '../reply.ts'
import { invalidParameter } from '../service-error.ts'
import { header, MAX_REQUEST_BYTES, readInvocation, refusal } from './invoke-input.ts'

/** The answer as it comes, in event-stream messages. */
export const invokeStreamOperations: readonly Operation[] = [
  {
    name: 'InvokeWithResponseStream',
    method: 'POST',
    path: '/2021-11-15/functions/{FunctionName}/response-streaming-invocations',
    handle: invokeStream,
  },
]

async function invokeStream(request: ApiRequest, services: Services): Promise<Reply | undefined> {
  const type = header(request.headers, 'x-amz-invocation-type') ?? 'RequestResponse'
  if (type !== 'RequestResponse' && type !== 'DryRun') {
    return errorReply(invalidParameter(`${type} is not an invocation type of InvokeWithResponseStream`))
  }
  const input = await readInvocation(request, services, MAX_REQUEST_BYTES)
  if (input.kind === 'answered') return input.reply
  const { target, invocation } = input
  const pipe = createAnswerPipe()
  request.gone.addEventListener('abort', pipe.abandon, { once: true })
  const settled = settle(services.fleet.invoke(target, { ...invocation, stream: pipe.stream }))
  void settled.then(pipe.end)
  const first = await Promise.race([settled, pipe.begun.then(() => BEGUN)])
  if (first.kind === 'failed') throw first.error
  if (first.kind === 'throttled' || first.kind === 'local-cap') return refusal(first)
  return {
    kind: 'streamed',
    status: 200,
    headers: {
      'Content-Type': 'application/vnd.amazon.eventstream',
      'X-Amz-Executed-Version': target.deployment.version,
      ...(invocation.traceId === undefined ? {} : { 'X-Amzn-Trace-Id': invocation.traceId }),
    },
    body: messages(pipe, settled),
  }
}

const BEGUN = { kind: 'begun' } as const

type Settled = InvokeResult | { readonly kind: 'failed'; readonly error: unknown }

function settle(invoking: Promise<InvokeResult>): Promise<Settled> {
  return invoking.catch((error: unknown) => ({ kind: 'failed', error }))
}

async function* messages(pipe: AnswerPipe, settled: Promise<Settled>): AsyncGenerator<Buffer> {
  let streamed = false
  for await (const chunk of pipe.chunks()) {
    streamed = true
    yield payloadChunk(chunk)
  }
  const result = await settled
  if (result.kind === 'served') yield* lastMessages(result, streamed)
  else yield invokeComplete(brokenOff(result))
}

function* lastMessages(result: ServedResult, streamed: boolean): Generator<Buffer> {
  const { answer } = result
  if (!answer.functionError && answer.payload.length > 0) yield payloadChunk(answer.payload)
  yield invokeComplete({
    ...(answer.functionError ? functionFailure(answer.payload, streamed) : {}),
    ...logResult(result),
  })
}

interface Failure {
  readonly ErrorCode: string
  readonly ErrorDetails: string
}

/** Half way nothing but this last message can say that the answer is not whole. */
function functionFailure(payload: Buffer, streamed: boolean): Failure {
  const details = payload.toString('utf8')
  const type = errorTypeOf(details)
  // What clients of Lambda report for a runtime that died while it streamed.
  const truncated = streamed && (type === 'Runtime.ExitError' || type === 'Runtime.OutOfMemory')
  return { ErrorCode: truncated ? 'Runtime.TruncatedResponse' : type, ErrorDetails: details }
}

function errorTypeOf(json: string): string {
  try {
    const { errorType } = JSON.parse(json) as { readonly errorType?: unknown }
    return typeof errorType === 'string' && errorType !== '' ? errorType : 'Unhandled'
  } catch {
    return 'Unhandled'
  }
}

function brokenOff(result: Exclude<Settled, ServedResult>): Failure {
  const { kind } = result
  const why = kind === 'failed' ? (result.error instanceof Error ? result.error.message : '') : kind
  return { ErrorCode: 'ServiceException', ErrorDetails: `The local Lambda failed: ${why}` }
}

function logResult({ tail }: ServedResult): { readonly LogResult?: string } {
  return tail === undefined ? {} : { LogResult: tail.toString('base64') }
}

function payloadChunk(chunk: Buffer): Buffer {
  return eventMessage(headersOf('PayloadChunk', 'application/octet-stream'), chunk)
}

function invokeComplete(document: object): Buffer {
  return eventMessage(headersOf('InvokeComplete', 'application/json'), Buffer.from(JSON.stringify(document)))
}

function headersOf(type: string, contentType: string): Readonly<Record<string, string>> {
  return { ':event-type': type, ':content-type': contentType, ':message-type': 'event' }
}
