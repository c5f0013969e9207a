import type { ServerResponse } from 'node:http'

import { type AnswerPipe, createAnswerPipe } from '../api/answer-pipe.ts'
import { retryAfter } from '../api/retry-after.ts'
import type { Fleet, InvokeResult } from '../fleet/fleet.ts'
import type { InvokeTarget } from '../functions/deployment.ts'
import { untilDrained } from '../until-drained.ts'
import { createPreludeReader, INTEGRATION_RESPONSE } from './prelude.ts'
import { urlResponse, type UrlResponse } from './url-response.ts'
import { INTERNAL_ERROR, refuse, type UrlCall } from './url-server.ts'

export interface UrlInvocation {
  readonly call: UrlCall
  readonly target: InvokeTarget
  readonly fleet: Pick<Fleet, 'invoke'>
  /** What the URL's settings make of the function's headers. */
  readonly decorate: Decorate
}

type Decorate = (headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>

/** Invokes the function and answers when it has answered. */
export async function serveBuffered(invocation: UrlInvocation): Promise<void> {
  const { call, decorate } = invocation
  const result = await invoke(invocation)
  if (result.kind !== 'served') return refuseUnserved(call.response, result)
  const answer = result.answer.functionError ? undefined : urlResponse(result.answer.payload)
  if (answer === undefined) return refuse(call.response, INTERNAL_ERROR)
  sendWhole(call.response, answer, decorate)
}

/** Invokes the function and passes its answer on as it comes. */
export async function serveStreamed(invocation: UrlInvocation): Promise<void> {
  const { call, decorate } = invocation
  const { response } = call
  const pipe = createAnswerPipe()
  response.once('close', pipe.abandon)
  const invoking = invoke(invocation, pipe)
  const settled = invoking.catch(() => undefined)
  void settled.then(pipe.end)
  const first = await Promise.race([invoking, pipe.begun])
  if ('kind' in first) {
    if (first.kind !== 'served') return refuseUnserved(response, first)
    if (first.answer.functionError) return refuse(response, INTERNAL_ERROR)
    // It did not stream: what it returned is the body, whatever its shape.
    const body = first.answer.payload
    const headers = { 'content-type': 'application/json' }
    return sendWhole(response, { status: 200, headers, cookies: [], body }, decorate)
  }
  await passOn(pipe, response, first.contentType, decorate)
  const result = await settled
  const whole = result?.kind === 'served' && !result.answer.functionError
  if (whole && response.headersSent) response.end()
  else if (response.headersSent) response.destroy()
  else refuse(response, INTERNAL_ERROR)
}

function invoke({ call, target, fleet }: UrlInvocation, pipe?: AnswerPipe): Promise<InvokeResult> {
  const { requestId, traceId, payload } = call
  const { invokedArn } = target
  const stream = pipe === undefined ? {} : { stream: pipe.stream }
  return fleet.invoke(target, { requestId, traceId, payload, invokedArn, tail: false, ...stream })
}

function refuseUnserved(
  response: ServerResponse,
  result: Exclude<InvokeResult, { readonly kind: 'served' }>,
): void {
  if (result.kind === 'throttled') {
    const document = { Reason: result.reason, Message: 'Rate Exceeded.' }
    return refuse(response, { status: 429, document, headers: retryAfter(result) })
  }
  const message = `The local cap of ${result.cap} execution environments is reached and all are busy.`
  refuse(response, { status: 503, document: { message } })
}

function sendWhole(response: ServerResponse, { body, ...head }: UrlResponse, decorate: Decorate): void {
  const bodiless = head.status === 204 || head.status === 304
  const framing = bodiless ? {} : { 'content-length': String(body.length) }
  writeHead(response, head, (headers) => ({ ...decorate(headers), ...framing }))
  response.end(bodiless ? undefined : body)
}

function writeHead(
  response: ServerResponse,
  { status, headers, cookies }: Omit<UrlResponse, 'body'>,
  decorate: Decorate,
): void {
  const cookie = cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }
  response.writeHead(status, { ...decorate(headers), ...cookie })
}

/** Until the function writes no more; without a beginning that can be sent, nothing is. */
async function passOn(
  pipe: AnswerPipe,
  response: ServerResponse,
  contentType: string | undefined,
  decorate: Decorate,
): Promise<void> {
  const prelude = contentType === INTEGRATION_RESPONSE ? createPreludeReader() : undefined
  if (prelude === undefined) {
    const headers = { 'content-type': typeOf(contentType) }
    writeHead(response, { status: 200, headers, cookies: [] }, decorate)
    response.flushHeaders()
  }
  for await (const chunk of pipe.chunks()) {
    let body = chunk
    if (prelude !== undefined && !response.headersSent) {
      const read = prelude.push(chunk)
      if (read === undefined) continue
      if (read.kind === 'invalid') return
      writeHead(response, read.head, decorate)
      response.flushHeaders()
      body = read.rest
    }
    if (response.destroyed) return
    if (body.length > 0 && !response.write(body)) await untilDrained(response)
  }
}

// Anything printable that a runtime may say.
function typeOf(contentType: string | undefined): string {
  const told = contentType !== undefined && /^[\x20-\x7e]{1,256}$/.test(contentType) ? contentType : undefined
  return told ?? 'application/octet-stream'
}
