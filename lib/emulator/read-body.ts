import type { IncomingMessage } from 'node:http'

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  /** The sender went away before it had sent everything. */
  | { readonly kind: 'broken' }

/**
 * Reads a request's body up to `limit` bytes; what comes beyond it is not kept, but read on for a while: a
 * sender that is refused while it still writes sees a broken connection instead of the refusal. Never rejects.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let patience: NodeJS.Timeout | undefined
    const settle = (body: Body): void => {
      clearTimeout(patience)
      resolve(body)
    }
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limit) {
        chunks.push(chunk)
        return
      }
      chunks.length = 0
      patience ??= setTimeout(() => settle({ kind: 'too-large' }), PATIENCE_MS)
      if (bytes > limit + MOST_DISCARDED_BYTES) settle({ kind: 'too-large' })
    })
    request.on('end', () =>
      settle(bytes > limit ? { kind: 'too-large' } : { kind: 'whole', bytes: whole(chunks) }),
    )
    request.on('error', () => settle({ kind: 'broken' }))
    request.on('close', () => settle({ kind: 'broken' }))
  })
}

const PATIENCE_MS = 2_000
const MOST_DISCARDED_BYTES = 64 * 1_048_576

function whole(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}
