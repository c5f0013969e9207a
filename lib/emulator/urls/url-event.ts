import { isUtf8 } from 'node:buffer'

/** What came over HTTP, as far as the event tells of it. */
export interface UrlRequest {
  readonly method: string
  /** The request line's, with its query. */
  readonly target: string
  /** Names and values by turns, as they were sent. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
  readonly sourceIp: string
  readonly port: number
  readonly protocol: string
  readonly requestId: string
  readonly traceId: string
}

/** What tells one function URL from another. */
export interface UrlIdentity {
  readonly id: string
  readonly region: string
}

/**
 * The event of a request to a function URL: API Gateway's payload format 2.0
 * (docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html, 2026).
 */
export function urlEvent(
  request: UrlRequest,
  { id, region }: UrlIdentity,
  now: Date,
): Record<string, unknown> {
  const { method, target, body } = request
  const mark = target.indexOf('?')
  const rawPath = mark === -1 ? target : target.slice(0, mark)
  const rawQueryString = mark === -1 ? '' : target.slice(mark + 1)
  const { cookie, ...sent } = joinedHeaders(request.rawHeaders)
  const query = joinedQuery(rawQueryString)
  const text = isText(sent['content-type']) && isUtf8(body)
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(';').map((part) => part.trim()) }),
    headers: {
      ...sent,
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-port': String(request.port),
      'x-forwarded-proto': 'http',
      'x-amzn-trace-id': request.traceId,
    },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: 'anonymous',
      apiId: id,
      domainName: `${id}.lambda-url.${region}.on.aws`,
      domainPrefix: id,
      http: {
        method,
        path: rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: sent['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: '$default',
      stage: '$default',
      time: logTime(now),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  }
}

/** Names in lower case; what was sent several times is joined by commas, cookies by semicolons. */
function joinedHeaders(raw: readonly string[]): Record<string, string> {
  const joined = new Map<string, string>()
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    const value = raw[at + 1] ?? ''
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`)
  }
  return Object.fromEntries(joined)
}

function joinedQuery(text: string): Record<string, string> | undefined {
  const joined = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before},${value}`)
  }
  return joined.size === 0 ? undefined : Object.fromEntries(joined)
}

/** What API Gateway and function URLs hand over as text; forms are not among it. */
function isText(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return /^(?:text\/.+|application\/(?:json|javascript|xml|[^;]+\+(?:json|xml)))$/.test(type)
}

/** `12/Mar/2020:19:03:58 +0000` */
function logTime(now: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString()) ?? []
  return `${day}/${month}/${year}:${time} +0000`
}
