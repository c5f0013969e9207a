import { responseHead, type UrlResponse } from './url-response.ts'

/** The content type by which a function says that its streamed answer begins with status and headers. */
export const INTEGRATION_RESPONSE = 'application/vnd.awslambda.http-integration-response'

/** Takes a streamed answer's beginning apart, however it is cut into chunks. */
export interface PreludeReader {
  /** Undefined while more is needed. */
  push(chunk: Buffer): Prelude | undefined
}

export type Prelude =
  | { readonly kind: 'head'; readonly head: Omit<UrlResponse, 'body'>; readonly rest: Buffer }
  /** No JSON of the right shape, or no end of it. */
  | { readonly kind: 'invalid' }

/**
 * Status, headers and cookies as JSON, then eight zero bytes, then the body
 * (docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html, 2026).
 */
export function createPreludeReader(): PreludeReader {
  let read = Buffer.alloc(0)
  return {
    push(chunk) {
      const from = Math.max(0, read.length - SEPARATOR.length + 1)
      read = Buffer.concat([read, chunk])
      const end = read.indexOf(SEPARATOR, from)
      if (end === -1) return read.length > MAX_PRELUDE_BYTES ? INVALID : undefined
      const head = parseHead(read.toString('utf8', 0, end))
      return head === undefined
        ? INVALID
        : { kind: 'head', head, rest: read.subarray(end + SEPARATOR.length) }
    },
  }
}

const SEPARATOR = Buffer.alloc(8)
const INVALID: Prelude = { kind: 'invalid' }
// Nothing is said about it; headers of more can't be sent anyway.
const MAX_PRELUDE_BYTES = 131_072

function parseHead(json: string): Omit<UrlResponse, 'body'> | undefined {
  try {
    return responseHead(JSON.parse(json))
  } catch {
    return undefined
  }
}
