import type { ReportFields } from '../model/markers.ts'
import { type FoundReport, type ToldReport, reportFields } from './report-fields.ts'

/**
 * Reads one text REPORT line, whatever the order of its fields and whether TABs or spaces part them.
 * `ended` is false for a line whose end may be cut off: its last word is then believed only when it is whole.
 */
export function parseReportLine(line: string, ended = true): ReportFields | undefined {
  if (!line.startsWith(opening) || line.length > longestLine) return undefined
  const whole = ended ? line : withoutTornWord(line)
  return reportFields('text', readUsual(whole) ?? readAny(whole))
}

/** The well-formed REPORT lines of a log, the last one first. */
export function* reportLines(log: string): Generator<FoundReport> {
  for (let at = log.lastIndexOf(opening); at >= 0; at = at > 0 ? log.lastIndexOf(opening, at - 1) : -1) {
    // In the middle of a line it is something the function printed.
    if (at > 0 && log.charCodeAt(at - 1) !== lineFeed) continue
    const end = log.indexOf('\n', at)
    const fields = end < 0 ? parseReportLine(log.slice(at), false) : parseReportLine(log.slice(at, end))
    if (fields !== undefined) yield { at, fields }
  }
}

const opening = 'REPORT RequestId:'
const lineFeed = 10
const longestLine = 2_000

/** Where a cut may have left only the beginning of a word, only words that can't be a beginning are kept. */
function withoutTornWord(line: string): string {
  const lastBreak = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'))
  return wholeWords.has(line.slice(lastBreak + 1)) ? line : line.slice(0, lastBreak)
}

const wholeWords = new Set(['', 'ms', 'MB', 'success', 'failure', 'error', 'timeout'])

/** The line as Lambda prints it for most invocations, several times faster than `readAny` and equal to it. */
function readUsual(line: string): ToldReport | undefined {
  const match = usual.exec(line)
  if (!match) return undefined
  const [, requestId, duration, billedDuration, memorySize, maxMemoryUsed, initDuration] = match
  return {
    requestId,
    duration: Number(duration),
    billedDuration: Number(billedDuration),
    initDuration: initDuration === undefined ? undefined : Number(initDuration),
    restoreDuration: undefined,
    billedRestoreDuration: undefined,
    memorySize: Number(memorySize),
    maxMemoryUsed: Number(maxMemoryUsed),
    status: undefined,
    errorType: undefined,
  }
}

const decimal = /^\d{1,10}(?:\.\d{1,6})?$/
const usual = usualLine()

function usualLine(): RegExp {
  const number = String.raw`(\d{1,10}(?:\.\d{1,6})?)`
  const fields = [
    'REPORT RequestId: ([!-~]{1,128})',
    `Duration: ${number} ms`,
    `Billed Duration: ${number} ms`,
    `Memory Size: ${number} MB`,
    `Max Memory Used: ${number} MB`,
  ]
  return new RegExp(String.raw`^${fields.join(String.raw`\t`)}(?:\tInit Duration: ${number} ms)?\t?$`)
}

function readAny(line: string): ToldReport {
  const told = readFields(line)
  return {
    requestId: told.get('REPORT RequestId'),
    duration: amount(told.get('Duration'), 'ms'),
    billedDuration: amount(told.get('Billed Duration'), 'ms'),
    initDuration: amount(told.get('Init Duration'), 'ms'),
    restoreDuration: amount(told.get('Restore Duration'), 'ms'),
    billedRestoreDuration: amount(told.get('Billed Restore Duration'), 'ms'),
    memorySize: amount(told.get('Memory Size'), 'MB'),
    maxMemoryUsed: amount(told.get('Max Memory Used'), 'MB'),
    status: told.get('Status'),
    errorType: told.get('Error Type'),
  }
}

/** Name of a field → its value with its unit, for example `62.14 ms`. One given twice is given as ''. */
function readFields(line: string): Map<string, string> {
  const told = new Map<string, string>()
  // `Duration:` is the end of four other names, so a name is everything since the value before it.
  for (const part of line.split('\t')) readPart(part, told)
  return told
}

function readPart(part: string, told: Map<string, string>): void {
  const words = part.trim().split(/\s+/)
  let name = ''
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    name = name === '' ? word : `${name} ${word}`
    if (!word.endsWith(':')) continue
    const unit = words[i + 2]
    const value = words[i + 1] ?? ''
    const hasUnit = unit === 'ms' || unit === 'MB'
    const key = name.slice(0, -1)
    told.set(key, told.has(key) ? '' : hasUnit ? `${value} ${unit}` : value)
    // It comes last and may be the name of a function's own error, which could imitate more fields.
    if (key === 'Error Type') return
    i += hasUnit ? 2 : 1
    name = ''
  }
}

/** Without its unit a number may be the beginning of a longer one. */
function amount(value: string | undefined, unit: 'ms' | 'MB'): number | undefined {
  if (value === undefined || !value.endsWith(` ${unit}`)) return undefined
  const digits = value.slice(0, -unit.length - 1)
  return decimal.test(digits) ? Number(digits) : undefined
}
