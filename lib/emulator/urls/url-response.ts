import { validateHeaderName, validateHeaderValue } from 'node:http'

/** The HTTP answer that a function's result means. */
export interface UrlResponse {
  readonly status: number
  /** Without those that frame the message: they are the server's. */
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: Buffer
}

/**
 * Reads what a function returned: an object with a statusCode is an HTTP answer, anything else the body of
 * one; undefined for an answer that is none
 * (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html, 2026).
 */
export function urlResponse(payload: Buffer): UrlResponse | undefined {
  const value = parse(payload)
  if (value === undefined) return undefined
  if (!isRecord(value) || value['statusCode'] === undefined) {
    return { status: 200, headers: JSON_TYPE, cookies: [], body: payload }
  }
  const head = responseHead(value)
  const body = bodyOf(value)
  return head === undefined || body === undefined ? undefined : { ...head, body }
}

/** The part before the body, which a streamed answer gives by itself; undefined when it is none. */
export function responseHead(value: unknown): Omit<UrlResponse, 'body'> | undefined {
  if (!isRecord(value)) return undefined
  const status = value['statusCode'] === undefined ? 200 : Number(value['statusCode'])
  const headers = headersOf(value['headers'] ?? {})
  const cookies = value['cookies'] ?? []
  if (!Number.isInteger(status) || status < 200 || status > 599 || headers === undefined) return undefined
  if (!Array.isArray(cookies) || !cookies.every((cookie) => typeof cookie === 'string')) return undefined
  const sound = cookies.filter((cookie) => isSound('set-cookie', cookie))
  return { status, headers: { ...JSON_TYPE, ...headers }, cookies: sound }
}

const JSON_TYPE = { 'content-type': 'application/json' }

function headersOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value)) return undefined
  const headers = new Map<string, string>()
  for (const [name, told] of Object.entries(value)) {
    if (typeof told === 'object' && told !== null) return undefined
    const text = String(told)
    const key = name.toLowerCase()
    if (!FRAMING.has(key) && isSound(key, text)) headers.set(key, text)
  }
  return Object.fromEntries(headers)
}

// They say how the message is sent, which only the sender of it knows: from a function they could make one
// answer look like two.
const FRAMING: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Line breaks in a value would begin another header: such headers are left out. */
function isSound(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return true
  } catch {
    return false
  }
}

function bodyOf(value: Readonly<Record<string, unknown>>): Buffer | undefined {
  const body = value['body'] ?? ''
  if (typeof body !== 'string') return undefined
  return Buffer.from(body, value['isBase64Encoded'] === true ? 'base64' : 'utf8')
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
