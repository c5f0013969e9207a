/** What LogType=Tail gives at most (Invoke API: the last 4 KB). */
export const TAIL_BYTES = 4_096

/** What is said about an INIT that failed, and about every one of provisioned concurrency. */
export interface InitReport {
  readonly ms: number
  /** Ahead of the environment's first invocation, or inside one. */
  readonly phase: 'init' | 'invoke'
  readonly status: 'success' | 'error' | 'timeout'
  readonly errorType?: string
}

/**
 * An environment's log: told what happens in the order in which CloudWatch Logs shows it. An INIT inside an
 * invocation comes before the START of that invocation.
 */
export interface EnvironmentLog {
  /** Once, before the first INIT; `nodejs:20.20.2`, or `provided` for a bootstrap. */
  initStart(runtimeVersion: string): void
  initReport(report: InitReport): void
  start(requestId: string, version: string): void
  /** Output as it comes: pieces of lines, several lines, any bytes. */
  append(this: void, chunk: Buffer): void
  end(requestId: string): void
  /** The REPORT line. */
  report(line: string): void
}

/** The end of what one invocation has written; never holds much more than a tail needs. */
export interface LogBuffer extends EnvironmentLog {
  /** A new invocation begins, maybe with an INIT of its own. */
  clear(): void
  /** START, the output, END and REPORT, cut from the front to TAIL_BYTES. */
  tail(): Buffer
}

export function createLogBuffer(): LogBuffer {
  let chunks: Buffer[] = []
  let bytes = 0
  let head = ''
  let foot = ''
  return {
    // Neither is in a tail: on Lambda it begins with START (recorded in 2025-11).
    initStart: () => undefined,
    initReport: () => undefined,
    start(requestId, version) {
      head = `START RequestId: ${requestId} Version: ${version}\n`
    },
    append(chunk) {
      chunks.push(chunk)
      bytes += chunk.length
      // A whole chunk goes only when what follows it fills a tail by itself.
      while (chunks[0] !== undefined && bytes - chunks[0].length >= TAIL_BYTES) {
        bytes -= chunks.shift()?.length ?? 0
      }
    },
    end(requestId) {
      // Output that doesn't end its line must not swallow END.
      const last = chunks.at(-1)
      const open = last !== undefined && last.at(-1) !== LINE_FEED
      foot = `${open ? '\n' : ''}END RequestId: ${requestId}\n`
    },
    report(line) {
      foot += `${line}\n`
    },
    clear() {
      chunks = []
      bytes = 0
    },
    tail() {
      const log = Buffer.concat([Buffer.from(head), ...chunks, Buffer.from(foot)])
      return log.subarray(Math.max(0, log.length - TAIL_BYTES))
    },
  }
}

const LINE_FEED = 10
