import type { ReportFields } from '../model/markers.ts'
import { isRecord, parseJson } from './json.ts'
import { type FoundReport, reportFields } from './report-fields.ts'

/** Reads a `platform.report` record of the JSON log format, already parsed. */
export function parsePlatformReport(value: unknown): ReportFields | undefined {
  if (!isRecord(value) || value['type'] !== 'platform.report') return undefined
  const record = value['record']
  if (!isRecord(record) || !isRecord(record['metrics'])) return undefined
  const metrics = record['metrics']
  return reportFields('json', {
    requestId: text(record['requestId']),
    duration: number(metrics['durationMs']),
    billedDuration: number(metrics['billedDurationMs']),
    initDuration: number(metrics['initDurationMs']),
    restoreDuration: number(metrics['restoreDurationMs']),
    billedRestoreDuration: number(metrics['billedRestoreDurationMs']),
    memorySize: number(metrics['memorySizeMB']),
    maxMemoryUsed: number(metrics['maxMemoryUsedMB']),
    status: text(record['status']),
    errorType: text(record['errorType']),
  })
}

/**
 * The well-formed `platform.report` records of a log, the last one first. A record need not be a line of its
 * own: it may be spread over several, stand in an array or have other text in front.
 */
export function* platformReports(log: string): Generator<FoundReport> {
  // Most logs have none, and searching backwards is several times slower.
  if (!log.includes(mention)) return
  let hit = log.lastIndexOf(mention)
  for (let tries = 0; hit >= 0 && tries < mostMentions; tries++) {
    const found = recordAround(log, hit)
    if (found !== undefined) yield found
    hit = hit > 0 ? log.lastIndexOf(mention, hit - 1) : -1
  }
}

const mention = '"platform.report"'
// What a hostile log can make us try is bounded; a real record is found at the first or second brace.
const mostMentions = 16
const mostBraces = 24
const longestRecord = 4_096

function recordAround(log: string, hit: number): FoundReport | undefined {
  let at = hit
  for (let tries = 0; tries < mostBraces; tries++) {
    at = at > 0 ? log.lastIndexOf('{', at - 1) : -1
    if (at < 0 || hit - at > longestRecord) return undefined
    const end = objectEnd(log, at)
    if (end === undefined || end < hit) continue
    const fields = parsePlatformReport(parseJson(log.slice(at, end)))
    if (fields !== undefined) return { at, fields }
  }
  return undefined
}

/** The index after the brace that closes the one at `start`. */
function objectEnd(log: string, start: number): number | undefined {
  const limit = Math.min(log.length, start + longestRecord)
  let depth = 0
  for (let i = start; i < limit; i++) {
    const char = log[i]
    if (char === '"') {
      i = stringEnd(log, i, limit)
    } else if (char === '{') {
      depth++
    } else if (char === '}' && --depth === 0) {
      return i + 1
    }
  }
  return undefined
}

function stringEnd(log: string, start: number, limit: number): number {
  let i = start + 1
  while (i < limit && log[i] !== '"') i += log[i] === '\\' ? 2 : 1
  return i
}

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
