import type { LogWriter } from './log-store.ts'

/** What LogType=Tail gives at most (Invoke API: the last 4 KB). */
export const TAIL_BYTES = 4_096

/**
 * The log of one environment, told what happens in the order in which CloudWatch Logs shows it: an INIT inside
 * an invocation comes before its START. All of it goes to its stream; of output never much more is held than a
 * tail needs.
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
  /** The environment is gone. */
  close(): void
}

/** Of an INIT that failed, and of every one ahead of an environment of provisioned concurrency. */
export interface InitReportFacts {
  readonly ms: number
  /** `invoke` when it ran inside an invocation. */
  readonly phase: 'init' | 'invoke'
  readonly status: 'success' | 'error' | 'timeout'
  readonly errorType?: string
}

/** Without a writer only tails are kept. */
export function createLogBuffer(writer?: LogWriter): LogBuffer {
  let chunks: Buffer[] = []
  let bytes = 0
  let version = '$LATEST'
  return {
    initStart(text) {
      writer?.platform(`INIT_START ${text}`)
    },
    initReport(facts) {
      writer?.platform(initReportLine(facts))
    },
    start(requestId, invoked) {
      version = invoked
      writer?.platform(startLine(requestId, version))
    },
    append(chunk) {
      writer?.output(chunk)
      chunks.push(chunk)
      bytes += chunk.length
      // A whole chunk goes only when what follows it fills a tail by itself.
      while (chunks[0] !== undefined && bytes - chunks[0].length >= TAIL_BYTES) {
        bytes -= chunks.shift()?.length ?? 0
      }
    },
    end(requestId) {
      writer?.platform(endLine(requestId))
    },
    report(line) {
      // A field without a value ends AWS's line, unless a status does.
      writer?.platform(line.includes('\tStatus: ') ? line : `${line}\t`)
    },
    clear() {
      chunks = []
      bytes = 0
    },
    tail(requestId, report) {
      const start = Buffer.from(`${startLine(requestId, version)}\n`)
      return cut(Buffer.concat([start, ...chunks, closing(chunks.at(-1), requestId, report)]))
    },
    close() {
      writer?.close()
    },
  }
}

function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`
}

function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`
}

function initReportLine({ ms, phase, status, errorType }: InitReportFacts): string {
  const fields = [`INIT_REPORT Init Duration: ${ms.toFixed(2)} ms`, `Phase: ${phase}`, `Status: ${status}`]
  if (errorType !== undefined) fields.push(`Error Type: ${errorType}`)
  return fields.join('\t')
}

function closing(last: Buffer | undefined, requestId: string, report: string): Buffer {
  // Output that doesn't end its line must not swallow END.
  const open = last !== undefined && last.at(-1) !== LINE_FEED
  return Buffer.from(`${open ? '\n' : ''}${endLine(requestId)}\n${report}\n`)
}

const LINE_FEED = 10

function cut(log: Buffer): Buffer {
  return log.subarray(Math.max(0, log.length - TAIL_BYTES))
}
