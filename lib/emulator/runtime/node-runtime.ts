import { callHandler } from './call-handler.ts'
import { type Handler, loadHandler } from './load-handler.ts'
import { logFor, patchConsole, writeLine } from './patch-console.ts'
import { describeError, nextInvocation, postError, postInitError, postResponse } from './runtime-client.ts'

// The program of a Node environment: a client of the Lambda Runtime API that calls the function's handler.
// It runs inside the environment and imports nothing but Node's own modules and its neighbours.

patchConsole()
const handler = await load()
for (;;) await serveOne(handler)

async function load(): Promise<Handler> {
  try {
    return await loadHandler(process.env['LAMBDA_TASK_ROOT'] ?? '', process.env['_HANDLER'] ?? '')
  } catch (error) {
    logError('Uncaught Exception', error)
    await postInitError(error)
    return process.exit(1)
  }
}

async function serveOne(handler: Handler): Promise<void> {
  const handed = await nextInvocation()
  const { requestId, traceId } = handed
  logFor(requestId)
  if (traceId !== undefined) process.env['_X_AMZN_TRACE_ID'] = traceId
  let json: string
  try {
    json = toJson(await callHandler(handler, handed))
  } catch (error) {
    logError('Invoke Error', error)
    return postError(requestId, error)
  }
  await postResponse(requestId, json)
}

function toJson(result: unknown): string {
  // The types say otherwise, but undefined and functions have no JSON.
  const json = JSON.stringify(result) as string | undefined
  return json ?? 'null'
}

function logError(what: string, error: unknown): void {
  const { errorType, errorMessage, trace } = describeError(error)
  writeLine('ERROR', `${what} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`)
}
