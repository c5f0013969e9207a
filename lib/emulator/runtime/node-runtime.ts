import type * as StreamAnswerModule from './stream-answer.ts'
import { callHandler } from './call-handler.ts'
import { type Handler, loadHandler } from './load-handler.ts'
import { defineAwsLambda, isStreaming } from './aws-lambda-global.ts'
import { logFor, patchConsole, writeLine } from './patch-console.ts'
import {
  describeError,
  type Handed,
  nextInvocation,
  postError,
  postInitError,
  postResponse,
} from './runtime-client.ts'

type StreamAnswer = typeof StreamAnswerModule.streamAnswer

// The program of a Node environment: a client of the Lambda Runtime API that calls the function's handler.
// It runs inside the environment and imports nothing but Node's own modules and its neighbours.

patchConsole()
defineAwsLambda()
const { handler, streamAnswer } = await load()
for (;;) await serveOne()

async function load(): Promise<{ readonly handler: Handler; readonly streamAnswer?: StreamAnswer }> {
  try {
    const loaded = await loadHandler(process.env['LAMBDA_TASK_ROOT'] ?? '', process.env['_HANDLER'] ?? '')
    // Every file that is loaded makes a cold start longer, and few functions stream.
    return isStreaming(loaded)
      ? { handler: loaded, ...(await import('./stream-answer.ts')) }
      : { handler: loaded }
  } catch (error) {
    logError('Uncaught Exception', error)
    await postInitError(error)
    return process.exit(1)
  }
}

async function serveOne(): Promise<void> {
  const handed = await nextInvocation()
  const { requestId, traceId } = handed
  logFor(requestId)
  if (traceId !== undefined) process.env['_X_AMZN_TRACE_ID'] = traceId
  if (streamAnswer === undefined) await answerWhole(handed)
  else await streamAnswer(handler, handed, logInvokeError)
}

async function answerWhole(handed: Handed): Promise<void> {
  let json: string
  try {
    json = toJson(await callHandler(handler, handed))
  } catch (error) {
    logInvokeError(error)
    return postError(handed, error)
  }
  await postResponse(handed, json)
}

function toJson(result: unknown): string {
  // The types say otherwise, but undefined and functions have no JSON.
  const json = JSON.stringify(result) as string | undefined
  return json ?? 'null'
}

function logInvokeError(error: unknown): void {
  logError('Invoke Error', error)
}

function logError(what: string, error: unknown): void {
  const { errorType, errorMessage, trace } = describeError(error)
  writeLine('ERROR', `${what} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`)
}
