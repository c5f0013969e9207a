/** What LogType=Tail gives at most (Invoke API: the last 4 KB). */
export const TAIL_BYTES = 4_096

/** The end of what one invocation has written; never holds much more than a tail needs. */
export interface LogBuffer {
  append(this: void, chunk: Buffer): void
  clear(): void
  /** START, the output, END and REPORT, cut from the front to TAIL_BYTES. */
  tail(requestId: string, report: string): Buffer
}

export function createLogBuffer(): LogBuffer {
  let chunks: Buffer[] = []
  let bytes = 0
  return {
    append(chunk) {
      chunks.push(chunk)
      bytes += chunk.length
      // A whole chunk goes only when what follows it fills a tail by itself.
      while (chunks[0] !== undefined && bytes - chunks[0].length >= TAIL_BYTES) {
        bytes -= chunks.shift()?.length ?? 0
      }
    },
    clear() {
      chunks = []
      bytes = 0
    },
    tail(requestId, report) {
      const start = Buffer.from(`START RequestId: ${requestId} Version: $LATEST\n`)
      return cut(Buffer.concat([start, ...chunks, closing(chunks.at(-1), requestId, report)]))
    },
  }
}

function closing(last: Buffer | undefined, requestId: string, report: string): Buffer {
  // Output that doesn't end its line must not swallow END.
  const open = last !== undefined && last.at(-1) !== LINE_FEED
  return Buffer.from(`${open ? '\n' : ''}END RequestId: ${requestId}\n${report}\n`)
}

const LINE_FEED = 10

function cut(log: Buffer): Buffer {
  return log.subarray(Math.max(0, log.length - TAIL_BYTES))
}
