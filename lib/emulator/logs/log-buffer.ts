/** What LogType=Tail gives at most (Invoke API: the last 4 KB). */
export const TAIL_BYTES = 4_096

/**
 * The log of one environment, told what happens in the order in which CloudWatch Logs shows it: an INIT inside
 * an invocation comes before its START. Of output it never holds much more than a tail needs.
 */
export interface LogBuffer {
  /** INIT_START, with what is said of the runtime; once, before the first INIT. */
  initStart(this: void, text: string): void
  initReport(this: void, facts: InitReportFacts): void
  start(this: void, requestId: string, version: string): void
  /** Output as it comes: pieces of lines, several lines, any bytes. */
  append(this: void, chunk: Buffer): void
  end(this: void, requestId: string): void
  /** The REPORT line, as the tail has it. */
  report(this: void, line: string): void
  /** A new invocation begins, maybe with an INIT of its own: what was written before is no part of its tail. */
  clear(): void
  /** START, the output, END and REPORT, cut from the front to TAIL_BYTES. */
  tail(requestId: string, report: string): Buffer
}

/** Of an INIT that failed, and of every one ahead of an environment of provisioned concurrency. */
export interface InitReportFacts {
  readonly ms: number
  /** `invoke` when it ran inside an invocation. */
  readonly phase: 'init' | 'invoke'
  readonly status: 'success' | 'error' | 'timeout'
  readonly errorType?: string
}

export function createLogBuffer(): LogBuffer {
  let chunks: Buffer[] = []
  let bytes = 0
  let version = '$LATEST'
  return {
    // Neither is in a tail: on Lambda it begins with START (recorded in 2025-11).
    initStart: () => undefined,
    initReport: () => undefined,
    start(_, invoked) {
      version = invoked
    },
    append(chunk) {
      chunks.push(chunk)
      bytes += chunk.length
      // A whole chunk goes only when what follows it fills a tail by itself.
      while (chunks[0] !== undefined && bytes - chunks[0].length >= TAIL_BYTES) {
        bytes -= chunks.shift()?.length ?? 0
      }
    },
    end: () => undefined,
    report: () => undefined,
    clear() {
      chunks = []
      bytes = 0
    },
    tail(requestId, report) {
      const start = Buffer.from(`START RequestId: ${requestId} Version: ${version}\n`)
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
