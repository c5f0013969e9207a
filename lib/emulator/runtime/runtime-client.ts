import { type HttpReply, openConnection, type StreamedRequest } from './http-connection.ts'

/** An invocation as the Runtime API hands it over. */
export interface Handed {
  readonly requestId: string
  /** Sent back with the answer, so that one that comes too late is known as such. */
  readonly invocationId: string
  readonly event: unknown
  /** Unix epoch, ms. */
  readonly deadlineMs: number
  readonly invokedArn: string
  readonly traceId?: string
  readonly clientContext?: unknown
}

/** Waits for the next invocation, as long as it takes. */
export async function nextInvocation(): Promise<Handed> {
  const { headers, body } = await send('GET', 'invocation/next')
  const told = (name: string): string => headers.get(`lambda-runtime-${name}`) ?? ''
  return {
    requestId: told('aws-request-id'),
    invocationId: told('invocation-id'),
    event: JSON.parse(body) as unknown,
    deadlineMs: Number(told('deadline-ms')),
    invokedArn: told('invoked-function-arn'),
    ...(told('trace-id') === '' ? {} : { traceId: told('trace-id') }),
    ...(told('client-context') === '' ? {} : { clientContext: parseContext(told('client-context')) }),
  }
}

export async function postResponse({ requestId, invocationId }: Handed, json: string): Promise<void> {
  await send('POST', `invocation/${requestId}/response`, json, echo(invocationId))
}

export async function postError({ requestId, invocationId }: Handed, error: unknown): Promise<void> {
  const described = describeError(error)
  const headers = { ...echo(invocationId), [ERROR_TYPE]: printable(described.errorType) }
  await send('POST', `invocation/${requestId}/error`, JSON.stringify(described), headers)
}

export async function postInitError(error: unknown): Promise<void> {
  const described = describeError(error)
  await send('POST', 'init/error', JSON.stringify(described), {
    [ERROR_TYPE]: printable(described.errorType),
  })
}

/** Begins an answer that goes out as it is written. */
export function streamResponse({ requestId, invocationId }: Handed, contentType: string): StreamedRequest {
  return connection.stream('POST', `${BASE}/invocation/${requestId}/response`, {
    ...echo(invocationId),
    'Content-Type': printable(contentType),
    'Lambda-Runtime-Function-Response-Mode': 'streaming',
    Trailer: `${ERROR_TYPE}, ${ERROR_BODY}`,
  })
}

/** What is said behind a streamed answer that failed half way. */
export function errorTrailers(error: unknown): Record<string, string> {
  const described = describeError(error)
  const document = Buffer.from(JSON.stringify(described)).toString('base64')
  return { [ERROR_TYPE]: printable(described.errorType), [ERROR_BODY]: document }
}

/** The shape in which Lambda's Node runtime reports what a handler threw. */
export function describeError(error: unknown) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
}

const connection = openConnection(process.env['AWS_LAMBDA_RUNTIME_API'] ?? '')

const BASE = '/2018-06-01/runtime'
const ERROR_TYPE = 'Lambda-Runtime-Function-Error-Type'
const ERROR_BODY = 'Lambda-Runtime-Function-Error-Body'

function send(
  method: string,
  call: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpReply> {
  const all = { 'Content-Type': 'application/json', ...headers }
  return connection.send(method, `${BASE}/${call}`, all, body)
}

function echo(invocationId: string): Record<string, string> {
  return invocationId === '' ? {} : { 'Lambda-Runtime-Invocation-Id': invocationId }
}

// An error's name is the function's own text, and must be able to stand in a header.
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 256)
}

function parseContext(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}
