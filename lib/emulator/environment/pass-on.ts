import type { IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'

import type { AnswerStream } from './invocation.ts'
import { createStreamPace, type StreamLimits } from './stream-pace.ts'

/** How a streamed body ended: with its last byte, over the limit, with its connection, or with its invocation. */
export type StreamEnd = 'whole' | 'too-large' | 'broken' | 'over'

/**
 * Gives a streamed answer to its caller as it comes: reads no further while the caller must be waited for, or
 * AWS would hold the stream back. `isOpen` is false once the invocation has ended: nothing is given after that.
 */
export async function passOn(
  request: IncomingMessage,
  stream: AnswerStream,
  limits: StreamLimits,
  isOpen: () => boolean,
): Promise<StreamEnd> {
  const pace = createStreamPace(limits)
  const begin = beginOnce(request, stream)
  let bytes = 0
  try {
    // Not destroyed: it is answered after its last chunk, also when the rest of it is not wanted.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (!isOpen()) return 'over'
      bytes += chunk.length
      if (bytes > limits.maxBytes) return 'too-large'
      begin()
      const delayMs = pace(chunk.length, performance.now())
      if (delayMs > 0) await setTimeout(delayMs)
      if (!isOpen()) return 'over'
      await stream.write(chunk)
    }
  } catch {
    // The runtime has closed the connection in the middle.
    return 'broken'
  }
  if (!isOpen()) return 'over'
  // A stream that failed before its first byte never began.
  if (request.trailers[ERROR_TRAILER] === undefined) begin()
  return 'whole'
}

/** The trailer by which a runtime says that its stream failed. */
export const ERROR_TRAILER = 'lambda-runtime-function-error-type'

function beginOnce(request: IncomingMessage, stream: AnswerStream): () => void {
  let begun = false
  return () => {
    if (!begun) stream.begin(request.headers['content-type'])
    begun = true
  }
}
