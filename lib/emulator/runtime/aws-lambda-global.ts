import type { Handler } from './load-handler.ts'
import type { ResponseStream } from './response-stream.ts'

// The marks by which AWS's own runtime knows such a handler: libraries set them by themselves too.
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark')

/** Defines the global `awslambda`, by which functions stream their answers. */
export function defineAwsLambda(): void {
  Object.assign(globalThis, { awslambda: { streamifyResponse, HttpResponseStream } })
}

/** True for a handler that takes (event, responseStream, context); throws on a mark that means nothing. */
export function isStreaming(handler: Handler): boolean {
  const mark = marks(handler)[STREAMING]
  if (mark === undefined || mark === 'response') return mark === 'response'
  const error = new Error('Only response streaming is supported.')
  error.name = 'Runtime.MalformedStreamingHandler'
  throw error
}

/** How many bytes the handler lets its stream hold; undefined when it does not say. */
export function highWaterMark(handler: Handler): number | undefined {
  const mark = marks(handler)[HIGH_WATER_MARK]
  return typeof mark === 'number' && mark >= 0 ? mark : undefined
}

function streamifyResponse(handler: Handler, options?: { readonly highWaterMark?: number }): Handler {
  marks(handler)[STREAMING] = 'response'
  if (options?.highWaterMark !== undefined) marks(handler)[HIGH_WATER_MARK] = options.highWaterMark
  return handler
}

function marks(handler: Handler): Record<symbol, unknown> {
  return handler as unknown as Record<symbol, unknown>
}

const HttpResponseStream = {
  /** Puts status and headers of a function URL's answer in front of its body, divided by eight zero bytes. */
  from(stream: ResponseStream, metadata: unknown): ResponseStream {
    stream.setContentType('application/vnd.awslambda.http-integration-response')
    stream.setPrelude(Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)]))
    return stream
  },
}
