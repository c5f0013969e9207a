import { type HttpReply, openConnection } from './http-connection.ts'

/** An invocation as the Runtime API hands it over. */
export interface Handed {
  readonly requestId: string
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
    event: JSON.parse(body) as unknown,
    deadlineMs: Number(told('deadline-ms')),
    invokedArn: told('invoked-function-arn'),
    ...(told('trace-id') === '' ? {} : { traceId: told('trace-id') }),
    ...(told('client-context') === '' ? {} : { clientContext: parseContext(told('client-context')) }),
  }
}

export async function postResponse(requestId: string, json: string): Promise<void> {
  await send('POST', `invocation/${requestId}/response`, json)
}

export async function postError(requestId: string, error: unknown): Promise<void> {
  const described = describeError(error)
  await send('POST', `invocation/${requestId}/error`, JSON.stringify(described), described.errorType)
}

export async function postInitError(error: unknown): Promise<void> {
  const described = describeError(error)
  await send('POST', 'init/error', JSON.stringify(described), described.errorType)
}

/** The shape in which Lambda's Node runtime reports what a handler threw. */
export function describeError(error: unknown) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
}

const connection = openConnection(process.env['AWS_LAMBDA_RUNTIME_API'] ?? '')

function send(method: string, call: string, body = '', errorType?: string): Promise<HttpReply> {
  const headers = {
    'Content-Type': 'application/json',
    ...(errorType === undefined ? {} : { 'Lambda-Runtime-Function-Error-Type': printable(errorType) }),
  }
  return connection.send(method, `/2018-06-01/runtime/${call}`, headers, body)
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
