import { highWaterMark } from './aws-lambda-global.ts'
import { contextOf, isThenable, whenIdle } from './call-handler.ts'
import type { Handler } from './load-handler.ts'
import { ResponseStream } from './response-stream.ts'
import { errorTrailers, type Handed, streamResponse } from './runtime-client.ts'

/** Calls a streaming handler; resolves when its stream has ended and its promise is settled. */
export async function streamAnswer(
  handler: Handler,
  handed: Handed,
  onError: (error: unknown) => void,
): Promise<void> {
  const stream = new ResponseStream(
    (contentType) => streamResponse(handed, contentType),
    highWaterMark(handler),
  )
  // Listened to from the start: it may fail while nobody looks, and is then told by its end.
  const ended = untilEnded(stream)
  try {
    const returned = handler(handed.event, stream, contextOf(handed))
    if (!isThenable(returned)) throw new Error('Streaming does not support non-async handlers.')
    await orIdle(returned)
    await orIdle(ended)
  } catch (error) {
    onError(error)
    await stream.fail(errorTrailers(error))
  }
}

function untilEnded(stream: ResponseStream): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    stream.on('error', reject)
    stream.on('finish', resolve)
    stream.on('close', () => reject(new Error(NOT_FINISHED)))
  })
  // What the handler throws comes first; this is asked for only when it throws nothing.
  ended.catch(() => undefined)
  return ended
}

/** Gives up when nothing is left in the process that could bring it forward. */
function orIdle(promise: PromiseLike<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    whenIdle(() => reject(new Error(NOT_FINISHED)))
    promise.then(() => resolve(), reject)
  })
}

const NOT_FINISHED = 'Response stream is not finished.'
