import type { Proxy } from '../http1/proxy.ts'
import type { Credentials } from './connection.ts'
import { type Field, type Signer, amzDate, createSigner, encodeUri, sha256 } from './sign.ts'

/** What all requests of a target have in common. */
export interface InvokeRequestOptions {
  /** Name, partial ARN or ARN. */
  readonly function: string
  readonly qualifier?: string | undefined
  readonly logTail: boolean
  readonly region: string
  /** Absolute URL; the path of a gateway in front of the API is kept. */
  readonly endpoint: string
  readonly proxy?: Proxy | undefined
  /** Who asks: it shows in the logs of AWS. It is not signed. */
  readonly userAgent?: string | undefined
}

/** A request that is ready to be written. */
export interface SignedRequest {
  /** Head and body in one piece. Other prepared requests may be the very same bytes: they are not to be changed. */
  bytes(): Uint8Array
}

/**
 * Makes requests for one target; `now` is the wall clock in ms. Throws TypeError for credentials that no header can
 * hold, and URIError for a function or qualifier that is no text.
 */
export type RequestMaker = (body: Uint8Array, credentials: Credentials, now: number) => SignedRequest

/**
 * Invoke requests, equal to those of the AWS SDK but for its telemetry headers. Each is serialised and signed
 * once per body and second. Within a second all requests of one body are the same bytes: their only time is
 * `x-amz-date`, in seconds, and a signature is a function of the request with nothing random in it. Lambda
 * takes equal requests for what they are, several invocations; it does not look for repeated ones.
 *
 * A body is known by its identity: it must not be changed, and its hash is computed once.
 */
export function createRequestMaker(options: InvokeRequestOptions): RequestMaker {
  let shape: RequestShape | undefined
  const hashes = new WeakMap<Uint8Array, string>()
  let signed = new WeakMap<Uint8Array, SignedRequest>()
  let second: number | undefined
  let owner: Credentials | undefined
  return (body, credentials, now) => {
    const seconds = Math.floor(now / 1_000)
    if (seconds !== second || !isSame(credentials, owner)) {
      signed = new WeakMap()
      second = seconds
      owner = credentials
    }
    let request = signed.get(body)
    if (!request) {
      const bodyHash = hashes.get(body) ?? sha256(body)
      hashes.set(body, bodyHash)
      // Not before: what is wrong with a name is the outcome of its invocations, as with the SDK.
      shape ??= shapeOf(options)
      const head = headOf(shape, { length: body.length, bodyHash, credentials, date: amzDate(seconds) })
      request = join(head, body)
      signed.set(body, request)
    }
    return request
  }
}

interface RequestShape {
  readonly path: string
  readonly query: string
  /** Of the request line: absolute where a proxy is asked to go there. */
  readonly target: string
  readonly host: string
  readonly userAgent: string | undefined
  readonly proxyAuthorization: string | undefined
  readonly logTail: boolean
  readonly sign: Signer
}

function shapeOf(options: InvokeRequestOptions): RequestShape {
  const { protocol, host, pathname } = new URL(options.endpoint)
  const base = pathname === '/' ? '' : pathname
  const path = `${base}/2015-03-31/functions/${encodeUri(options.function)}/invocations`
  const query = options.qualifier === undefined ? '' : `Qualifier=${encodeUri(options.qualifier)}`
  // To an https: endpoint a proxy only makes a tunnel: it never sees the request.
  const proxy = protocol === 'http:' ? options.proxy : undefined
  return {
    path,
    query,
    target: `${proxy ? `http://${host}` : ''}${path}${query && `?${query}`}`,
    host,
    userAgent: options.userAgent,
    proxyAuthorization: proxy?.authorization,
    logTail: options.logTail,
    sign: createSigner(options.region, 'lambda'),
  }
}

function isSame(a: Credentials, b: Credentials | undefined): boolean {
  return (
    a.accessKeyId === b?.accessKeyId &&
    a.secretAccessKey === b.secretAccessKey &&
    a.sessionToken === b.sessionToken
  )
}

interface Occasion {
  readonly length: number
  readonly bodyHash: string
  readonly credentials: Credentials
  readonly date: string
}

/** The order and spelling of the SDK's, which some gateways may have come to rely on. */
function headOf(shape: RequestShape, occasion: Occasion): string {
  const { path, query, userAgent, proxyAuthorization } = shape
  const { bodyHash, credentials, date } = occasion
  const [begin, end] = signedFields(shape, occasion)
  const signable = { method: 'POST', path, query, headers: [...begin, ...end], bodyHash }
  const fields: readonly Field[] = [
    ...begin,
    ...optional('user-agent', userAgent),
    ...end,
    ['authorization', shape.sign(signable, credentials, date)],
    ...optional('proxy-authorization', proxyAuthorization),
    ['Connection', 'keep-alive'],
  ]
  return `POST ${shape.target} HTTP/1.1\r\n${fields.map(line).join('')}\r\n`
}

/** In two parts: the user agent, which is not signed, stands between them. */
function signedFields({ host, logTail }: RequestShape, occasion: Occasion): readonly [Field[], Field[]] {
  const { length, bodyHash, credentials, date } = occasion
  // An empty one is none, as for the SDK.
  const token = credentials.sessionToken === '' ? undefined : credentials.sessionToken
  return [
    [
      ['x-amz-invocation-type', 'RequestResponse'],
      ...optional('x-amz-log-type', logTail ? 'Tail' : undefined),
      ['content-type', 'application/octet-stream'],
      ['content-length', String(length)],
    ],
    [
      ['host', host],
      ['x-amz-date', date],
      ...optional('x-amz-security-token', token),
      ['x-amz-content-sha256', bodyHash],
    ],
  ]
}

const optional = (name: string, value: string | undefined): Field[] =>
  value === undefined ? [] : [[name, value]]

function line([name, value]: Field): string {
  if (forbidden.test(value)) {
    // Never the value: it may be a secret.
    const message = `the header ${name} would hold a character that no header can`
    throw Object.assign(new TypeError(message), { code: 'ERR_INVALID_CHAR' })
  }
  return `${name}: ${value}\r\n`
}

/** RFC 9110 §5.5: a line break in a value would begin a header of its own. */
const forbidden = /[^\t\x20-\x7e\x80-\xff]/

/** Up to this size a request is put together when it is prepared, beyond it when it is written. */
const largestAhead = 64 * 1024

function join(head: string, body: Uint8Array): SignedRequest {
  let whole: Uint8Array | undefined
  const bytes = (): Uint8Array => (whole ??= Buffer.concat([Buffer.from(head, 'latin1'), body]))
  // Requests of many different seconds may wait for their instants: a large body must not be there many times.
  if (body.length <= largestAhead) bytes()
  return { bytes }
}
