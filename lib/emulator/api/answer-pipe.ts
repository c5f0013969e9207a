import type { AnswerStream } from '../environment/invocation.ts'

/** Between a function that streams its answer and a caller who reads it: neither can make the other's memory grow. */
export interface AnswerPipe {
  /** The function's side. */
  readonly stream: AnswerStream
  /** Resolves when the function has begun to answer; never when it answers as a whole. */
  readonly begun: Promise<{ readonly contentType: string | undefined }>
  /** What the function writes, until `end`; who stops reading it abandons it. */
  chunks(): AsyncGenerator<Buffer>
  /** The function writes no more. */
  end(this: void): void
  /** Nobody reads any more: the function goes on, and what it writes is thrown away. */
  abandon(this: void): void
}

export function createAnswerPipe(): AnswerPipe {
  const waiting: Buffer[] = []
  let waitingBytes = 0
  let ended = false
  let abandoned = false
  let tellReader = (): void => undefined
  let tellWriters: (() => void)[] = []
  let tellBegun: (begun: { readonly contentType: string | undefined }) => void = () => undefined

  function letWritersGoOn(): void {
    const told = tellWriters
    tellWriters = []
    for (const tell of told) tell()
  }

  function write(chunk: Buffer): Promise<void> | undefined {
    if (abandoned || ended || chunk.length === 0) return undefined
    waiting.push(chunk)
    waitingBytes += chunk.length
    tellReader()
    if (waitingBytes < MOST_WAITING_BYTES) return undefined
    return new Promise((resolve) => tellWriters.push(resolve))
  }

  function abandon(): void {
    abandoned = true
    waiting.length = 0
    waitingBytes = 0
    letWritersGoOn()
    tellReader()
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = waiting.shift()
        if (abandoned) return
        if (chunk !== undefined) {
          waitingBytes -= chunk.length
          if (waitingBytes < MOST_WAITING_BYTES) letWritersGoOn()
          yield chunk
        } else if (ended) {
          return
        } else {
          await new Promise<void>((resolve) => (tellReader = resolve))
        }
      }
    } finally {
      abandon()
    }
  }

  const begun = new Promise<{ readonly contentType: string | undefined }>((resolve) => (tellBegun = resolve))
  return {
    stream: { begin: (contentType) => tellBegun({ contentType }), write },
    begun,
    chunks,
    end() {
      ended = true
      tellReader()
    },
    abandon,
  }
}

const MOST_WAITING_BYTES = 262_144
