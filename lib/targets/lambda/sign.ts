import { createHash, createHmac } from 'node:crypto'
import type { Credentials } from './connection.ts'

/** A request as Signature Version 4 sees it. */
export interface Signable {
  readonly method: string
  /** As it is written into the request line, percent-encoded once. */
  readonly path: string
  /** Encoded, and sorted where it has several parts. */
  readonly query: string
  /** The headers that are signed, their names in lower case. */
  readonly headers: readonly Field[]
  /** SHA-256 of the body, hexadecimal. */
  readonly bodyHash: string
}

export type Field = readonly [name: string, value: string]

/** Makes the value of the Authorization header for a request of the time `date` (`amzDate`). */
export type Signer = (request: Signable, credentials: Credentials, date: string) => string

/**
 * Signature Version 4 for one service in one region. The key is good for a day of one secret, so its chain of
 * four HMACs is computed when one of them changes, and not for every request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function createSigner(region: string, service: string): Signer {
  let key: { readonly secret: string; readonly day: string; readonly bytes: Buffer } | undefined
  return (request, credentials, date) => {
    const { accessKeyId, secretAccessKey: secret } = credentials
    const day = date.slice(0, 8)
    if (key?.day !== day || key.secret !== secret) {
      key = { secret, day, bytes: signingKey(secret, day, region, service) }
    }
    const scope = `${day}/${region}/${service}/aws4_request`
    const headers = request.headers.map(canonicalField).toSorted(byName)
    const names = headers.map(([name]) => name).join(';')
    const hash = sha256(canonicalRequest(request, headers, names))
    const signature = hmac(key.bytes, `${algorithm}\n${date}\n${scope}\n${hash}`).toString('hex')
    return `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  }
}

const algorithm = 'AWS4-HMAC-SHA256'

/** The time of a request in the form of the `x-amz-date` header, for example `20261123T093000Z`. */
export function amzDate(seconds: number): string {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** Hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Percent-encodes everything but RFC 3986's unreserved characters. Throws URIError for half a character. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function signingKey(secret: string, ...scope: readonly string[]): Buffer {
  return [...scope, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secret}`))
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

function canonicalField([name, value]: Field): Field {
  // A session token with a line break is refused later, by the writer of the request.
  return [name, value.replaceAll(/[ \t\r\n]+/g, ' ').replaceAll(/^ | $/g, '')]
}

const byName = ([a]: Field, [b]: Field): number => (a < b ? -1 : a > b ? 1 : 0)

function canonicalRequest(request: Signable, headers: readonly Field[], names: string): string {
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join('')
  const { method, path, query, bodyHash } = request
  return `${method}\n${canonicalPath(path)}\n${query}\n${lines}\n${names}\n${bodyHash}`
}

/** Without empty and dot segments, and encoded a second time: every service but S3 wants that. */
function canonicalPath(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return `/${kept.map(encodeUri).join('/')}`
}
