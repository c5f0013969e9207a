import type { Markers } from '../model/markers.ts'
import { micros } from '../model/time.ts'
import { platformReports } from './platform-report.ts'
import { probeInLog, probeInPayload } from './probe.ts'
import { type FoundReport, believableName } from './report-fields.ts'
import { reportLines } from './report-line.ts'

/** What one answer brought, decoded but unjudged. */
export interface Answer {
  readonly requestId?: string | undefined
  readonly executedVersion?: string | undefined
  readonly placementUs?: number | undefined
  /** The end of the log, decoded with replacement: it may begin in the middle of a character. */
  readonly log?: string | undefined
  /** The payload as parsed JSON. */
  readonly payload?: unknown
}

/**
 * Collects the markers of one answer. The REPORT that names the answer's request id wins, else the last
 * well-formed one; the payload's probe wins over the log's. Never throws.
 */
export function readMarkers(answer: Answer): Markers {
  const markers: { -readonly [K in keyof Markers]: Markers[K] } = {}
  const requestId = believableName(answer.requestId, 256)
  const executedVersion = believableName(answer.executedVersion, 256)
  const log = answer.log?.slice(-longestLog) ?? ''
  const report = chooseReport(log, requestId)
  const probe = probeInPayload(answer.payload) ?? probeInLog(log, report?.at)

  if (requestId !== undefined) markers.requestId = requestId
  if (executedVersion !== undefined) markers.executedVersion = executedVersion
  if (report !== undefined) markers.report = report.fields
  if (probe !== undefined) markers.probe = probe
  if (isTime(answer.placementUs)) markers.placement = micros(answer.placementUs)
  return markers
}

// A tail of AWS has 4 KB; some emulators send the whole log.
const longestLog = 65_536

function chooseReport(log: string, requestId: string | undefined): FoundReport | undefined {
  const text = search(reportLines(log), requestId)
  const json = search(platformReports(log), requestId)
  return later(text.match, json.match) ?? later(text.last, json.last)
}

interface Search {
  readonly match?: FoundReport
  readonly last?: FoundReport
}

function search(lastFirst: Iterable<FoundReport>, requestId: string | undefined): Search {
  let last: FoundReport | undefined
  for (const found of lastFirst) {
    last ??= found
    if (requestId === undefined) return { last }
    if (found.fields.requestId === requestId) return { match: found, last }
  }
  return last === undefined ? {} : { last }
}

function later(a: FoundReport | undefined, b: FoundReport | undefined): FoundReport | undefined {
  return a !== undefined && b !== undefined && b.at > a.at ? b : (a ?? b)
}

function isTime(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(Math.round(value)) && value >= 0
}
