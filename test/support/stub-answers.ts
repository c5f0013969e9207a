import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from './stub-lambda.ts'

type Headers = Readonly<Record<string, string>>

export const requestId = '8f507cfc-3b5e-4b2a-9e3c-000000000001'

const usualHeaders: Headers = {
  'content-type': 'application/json',
  'x-amzn-requestid': requestId,
  'x-amz-executed-version': '$LATEST',
}

/** A log tail as AWS gives it for a cold start, 2.5 ms after an INIT of 100 ms. */
export const coldTail =
  `START RequestId: ${requestId} Version: $LATEST\nhello\nEND RequestId: ${requestId}\n` +
  `REPORT RequestId: ${requestId}\tDuration: 2.50 ms\tBilled Duration: 103 ms\t` +
  `Memory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 100.00 ms\t\n`

export const tail = (log: string): Headers => ({ 'x-amz-log-result': Buffer.from(log).toString('base64') })

/** A whole answer. */
export const answer =
  (status: number, body: string | Buffer, headers: Headers = {}): Answer =>
  (response) =>
    response.writeHead(status, { ...usualHeaders, ...headers }).end(body)

export const ok = (body = '{"greeting":"hello"}', headers: Headers = {}): Answer => answer(200, body, headers)

/** The function failed: HTTP 200, and a header that says so. */
export const functionError = (payload: object, kind = 'Unhandled', log = ''): Answer =>
  answer(200, JSON.stringify(payload), { 'x-amz-function-error': kind, ...(log && tail(log)) })

/** An error of the service under the name that AWS writes into a header. */
export const namedInHeader = (status: number, name: string, body: object = {}): Answer =>
  answer(status, JSON.stringify(body), { 'x-amzn-errortype': name })

export const namedInBody = (status: number, body: object): Answer => answer(status, JSON.stringify(body))

/** Nothing ever comes. */
export const silence: Answer = () => undefined

/** Headers and the beginning of a body of 100 bytes, and then nothing. */
export const stalledBody: Answer = (response) => {
  response.writeHead(200, { ...usualHeaders, 'content-length': '100' })
  response.write('{"beginning":')
}

export const resetBeforeHeaders: Answer = (response) => socketOf(response).resetAndDestroy()

export const resetInBody: Answer = (response, request) => {
  stalledBody(response, request)
  // What was written must have left before.
  setImmediate(() => socketOf(response).resetAndDestroy())
}

/** Ends in order, 87 bytes too early. */
export const truncatedBody: Answer = (response, request) => {
  stalledBody(response, request)
  setImmediate(() => socketOf(response).end())
}

/** Chunked, and the connection ends without the last chunk. */
export const withoutLastChunk: Answer = (response) => {
  response.writeHead(200, usualHeaders)
  response.write('{"beginning":')
  setImmediate(() => socketOf(response).end())
}

export const closedWithoutAnswer: Answer = (response) => void socketOf(response).end()

export const notHttp: Answer = (response) => void socketOf(response).end('SSH-2.0-OpenSSH_9.6\r\n\r\n')

/** Goes on until the other side has enough. */
export const endlessBody: Answer = (response) => {
  response.writeHead(200, usualHeaders)
  const part = Buffer.alloc(1024 * 1024, 'x')
  const more = (): void => {
    while (!response.destroyed && response.write(part));
  }
  response.on('drain', more)
  more()
}

export const hugeHeaders: Answer = (response) => {
  const line = `x-padding: ${'x'.repeat(200_000)}`
  socketOf(response).end(`HTTP/1.1 200 OK\r\n${line}\r\ncontent-length: 2\r\n\r\n{}`)
}

function socketOf({ socket }: ServerResponse): Socket {
  if (!socket) throw new Error('the connection is gone')
  return socket
}
