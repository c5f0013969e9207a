import type { Readable } from 'node:stream'
import { bodyTooLarge, largestBody } from '../http1/body-framing.ts'

/** All bytes of a response's body. Rejects when it breaks off, is aborted, or is larger than 16 MB. */
export async function collectBody(body: Readable, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  const stop = (): void => void body.destroy(new BodyError('ABORTED', 'the invocation was given up'))
  signal.addEventListener('abort', stop)
  try {
    await new Promise<void>((resolve, reject) => {
      body.on('data', (chunk: Buffer) => {
        size += chunk.length
        chunks.push(chunk)
        if (size > largestBody) body.destroy(bodyTooLarge())
      })
      body.once('end', resolve)
      body.once('error', reject)
      // A truncated answer closes without an end; node:http says so with an error only in part of the cases.
      body.once('close', () => {
        if (!body.readableEnded) reject(new BodyError('BODY_TRUNCATED', 'the answer broke off'))
      })
    })
  } finally {
    signal.removeEventListener('abort', stop)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

class BodyError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'BodyError'
    this.code = code
  }
}
