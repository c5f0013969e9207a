import { format } from 'node:util'

let requestId: string | undefined

/** The request id that the lines of the console carry from now on. */
export function logFor(id: string): void {
  requestId = id
}

/** Gives the console's lines the form they have on Lambda: time, request id, level and text, by TABs. */
export function patchConsole(): void {
  for (const [method, level] of LEVELS) {
    console[method] = (...values: unknown[]) => writeLine(level, format(...values))
  }
}

/** One write per line; a line feed within the text is written as \r, which keeps it one log event. */
export function writeLine(level: string, text: string): void {
  const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${text}`
  process.stdout.write(`${line.replaceAll('\n', '\r')}\n`)
}

const LEVELS = [
  ['log', 'INFO'],
  ['info', 'INFO'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
  ['debug', 'DEBUG'],
  ['trace', 'TRACE'],
] as const
