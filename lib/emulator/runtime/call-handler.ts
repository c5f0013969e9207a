import type { Handler } from './load-handler.ts'
import type { Handed } from './runtime-client.ts'

let onIdle: () => void = () => undefined
// Nothing is left to wait for, and the function has not answered or waits for just this.
process.on('beforeExit', () => onIdle())

/** Calls back, once, when the event loop is empty next; a later call takes the place of an earlier one. */
export function whenIdle(callback: () => void): void {
  onIdle = () => {
    onIdle = () => undefined
    callback()
  }
}

/**
 * Calls the handler, async or with a callback, and settles as it does. A callback's result waits for an
 * empty event loop unless the context says otherwise; a handler that never answers gives undefined then.
 */
export function callHandler(handler: Handler, handed: Handed): Promise<unknown> {
  const context = contextOf(handed)
  return new Promise((resolve, reject) => {
    whenIdle(() => resolve(undefined))
    const callback = (error: unknown, result: unknown): void => {
      const settle = (): void => (error === undefined || error === null ? resolve(result) : reject(error))
      if (context.callbackWaitsForEmptyEventLoop) whenIdle(settle)
      else settle()
    }
    const returned = handler(handed.event, context, callback)
    if (isThenable(returned)) Promise.resolve(returned).then(resolve, reject)
  })
}

/** The context object of an invocation. */
export function contextOf(handed: Handed) {
  const { env } = process
  return {
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    awsRequestId: handed.requestId,
    invokedFunctionArn: handed.invokedArn,
    clientContext: handed.clientContext,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, handed.deadlineMs - Date.now()),
  }
}

/** True for a promise, or what can be awaited like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
