import { gatewayStatus } from '../../markers/api-gateway.ts'
import { cleanText } from '../../markers/clean-log.ts'
import { readMarkers } from '../../markers/index.ts'
import { defined } from '../../model/defined.ts'
import type { Reply } from '../target.ts'

/** An answer of the Invoke API as it came over HTTP; header names in lower case. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

export type Reading = Pick<Reply, 'outcome' | 'markers' | 'log'>

/** Beyond this a payload is not searched for markers: reading it would disturb the sending. */
const largestReadPayload = 1024 * 1024

/** What an answer says: exactly one outcome, and the markers as told. Never throws, whatever came. */
export function readInvokeAnswer(answer: RawAnswer): Reading {
  const { headers } = answer
  const payload = parsePayload(answer)
  const log = decodeLog(headers['x-amz-log-result'])
  const markers = readMarkers({
    requestId: shortHeader(headers['x-amzn-requestid']),
    executedVersion: shortHeader(headers['x-amz-executed-version']),
    placementUs: wholeNumber(headers['x-coldburst-placement-us']),
    log,
    payload,
  })
  const outcome = outcomeOf(answer, payload)
  return log === undefined ? { outcome, markers } : { outcome, markers, log }
}

function outcomeOf({ status, headers }: RawAnswer, payload: unknown): Reading['outcome'] {
  if (status === 429)
    return { kind: 'throttled', reason: text(payload, 'Reason') ?? errorName(headers, payload, status) }
  if (status < 200 || status > 299) {
    const name = errorName(headers, payload, status)
    return defined({ kind: 'service-error' as const, status, name, message: messageOf(payload) })
  }
  const functionError = headers['x-amz-function-error']
  if (functionError) {
    const errorType = text(payload, 'errorType') ?? 'Unknown'
    const handled = functionError === 'Handled'
    return defined({
      kind: 'function-error' as const,
      errorType,
      handled,
      message: text(payload, 'errorMessage'),
    })
  }
  const gateway = gatewayStatus(payload)
  if (gateway !== undefined && gateway >= 500) {
    return { kind: 'function-error', errorType: `HTTP ${gateway}`, handled: true }
  }
  return { kind: 'ok', status }
}

/** AWS names the error in a header or in the body, sometimes with a namespace before `#` or a link after `:`. */
function errorName(headers: RawAnswer['headers'], payload: unknown, status: number): string {
  const name = shortHeader(headers['x-amzn-errortype']) ?? text(payload, 'code') ?? text(payload, '__type')
  return name?.split(':')[0]?.split('#').at(-1) || `HTTP ${status}`
}

const messageOf = (payload: unknown): string | undefined =>
  text(payload, 'message') ?? text(payload, 'Message')

function text(payload: unknown, key: string): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined
  const value: unknown = Reflect.get(payload, key)
  return typeof value === 'string' && value !== '' ? cleanText(value, 300) : undefined
}

const shortHeader = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : cleanText(value, 200)

const wholeNumber = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined

function decodeLog(base64: string | undefined): string | undefined {
  // The service sends 4 KB; anything may claim to be one.
  if (!base64 || base64.length > 64 * 1024) return undefined
  return Buffer.from(base64, 'base64').toString('utf8')
}

/** Whether a payload names no status, or just one, plainly below 500: then parsing it would bring nothing. */
function saysNoFailure(text: string): boolean {
  const at = text.indexOf('"statusCode"')
  if (at === -1) return true
  below500.lastIndex = at
  return below500.test(text) && !text.includes('"statusCode"', at + 1)
}

const below500 = /"statusCode"\s*:\s*[1-4]\d\d\s*[,}]/y

/** The payload when it can hold something of interest: most need not be parsed at all. */
function parsePayload({ status, headers, body }: RawAnswer): unknown {
  if (body.length === 0 || body.length > largestReadPayload) return undefined
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const isError = status !== 200 || headers['x-amz-function-error'] !== undefined
  const text = bytes.toString('utf8')
  if (!isError && !text.includes('coldburst') && saysNoFailure(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // A custom runtime may answer with anything.
    return undefined
  }
}
