import { defined } from '../model/defined.ts'
import type { Markers } from '../model/markers.ts'
import { isSent, type Observation, type Sent } from '../model/observation.ts'
import { micros } from '../model/time.ts'
import { dropReasons } from './drop-reasons.ts'
import { printProbe, printReport, unpackProbe, unpackReport } from './marker-tuples.ts'
import { quoted } from './quoted.ts'
import { isOutcome } from './stored-outcome.ts'

/**
 * One observation as a compact line: `at` is the planned instant, `sent`, `first` and `end` are µs after the
 * one before them in that list (`first` and `end` after `sent`); an outcome of `ok` is its HTTP status alone;
 * `report` and `probe` are tuples (see marker-tuples.ts). `dropped` is 1 at the cap in flight and 2 when late.
 */
export function printObservation(observation: Observation): string {
  const { seq, phase, scheduledAt: at } = observation
  const planned = `{"seq":${seq},"phase":${phase},"at":${at}`
  if (!isSent(observation)) {
    const dropped = dropReasons.indexOf(observation.outcome.reason) + 1
    return `${planned},"dropped":${dropped}}\n`
  }
  const { sentAt, connectionSetup, firstByteAt, endedAt, outcome, markers, log } = observation
  const setup = connectionSetup === undefined ? '' : `,"setup":${connectionSetup}`
  const first = firstByteAt === undefined ? '' : `,"first":${firstByteAt - sentAt}`
  const how = outcome.kind === 'ok' ? outcome.status : JSON.stringify(outcome)
  const sent = `,"sent":${sentAt - at}${setup}${first},"end":${endedAt - sentAt},"outcome":${how}`
  const bytes = `,"out":${observation.bytesOut},"in":${observation.bytesIn}`
  const end = log === undefined ? '' : `,"log":${quoted(log)}`
  return `${planned}${sent}${bytes}${printMarkers(markers)}${end}}\n`
}

function printMarkers({ requestId, executedVersion, report, probe, placement }: Markers): string {
  const id = requestId === undefined ? '' : `,"id":${quoted(requestId)}`
  const version = executedVersion === '$LATEST' ? '' : `,"version":${quoted(executedVersion ?? '')}`
  const reported = report === undefined ? '' : `,"report":${printReport(report, requestId)}`
  const probed = probe === undefined ? '' : `,"probe":${printProbe(probe)}`
  const placed = placement === undefined ? '' : `,"placement":${placement}`
  return `${id}${version}${reported}${probed}${placed}`
}

/** The observation of a line, or undefined when it is none: torn, or not ours. */
export function parseObservation(line: string, share: number): Observation | undefined {
  const fields = parseObject(line)
  if (!fields || !isCount(fields.seq) || !isCount(fields.phase) || !isCount(fields.at)) return undefined
  const { seq, phase, at } = fields
  if (fields.dropped !== undefined) {
    const reason = isCount(fields.dropped) ? dropReasons[fields.dropped - 1] : undefined
    return reason && { seq, phase, share, scheduledAt: micros(at), outcome: { kind: 'dropped', reason } }
  }
  const { sent, end, out, in: bytesIn } = fields
  const outcome = parseOutcome(fields.outcome)
  if (!isCount(sent) || !isCount(end) || !isCount(out) || !isCount(bytesIn) || !outcome) return undefined
  const sentAt = at + sent
  // Field by field: this runs for every line, and a spread costs more than the rest of it.
  return defined({
    seq,
    phase,
    share,
    scheduledAt: micros(at),
    sentAt: micros(sentAt),
    connectionSetup: isCount(fields.setup) ? micros(fields.setup) : undefined,
    firstByteAt: isCount(fields.first) ? micros(sentAt + fields.first) : undefined,
    endedAt: micros(sentAt + end),
    outcome,
    markers: parseMarkers(fields),
    bytesOut: out,
    bytesIn,
    log: typeof fields.log === 'string' ? fields.log : undefined,
  }) satisfies Sent
}

interface Fields {
  readonly seq?: unknown
  readonly phase?: unknown
  readonly at?: unknown
  readonly dropped?: unknown
  readonly sent?: unknown
  readonly setup?: unknown
  readonly first?: unknown
  readonly end?: unknown
  readonly outcome?: unknown
  readonly out?: unknown
  readonly in?: unknown
  readonly id?: unknown
  readonly version?: unknown
  readonly report?: unknown
  readonly probe?: unknown
  readonly placement?: unknown
  readonly log?: unknown
}

function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    // A torn line: the process died while it wrote.
    return undefined
  }
}

function parseOutcome(value: unknown): Sent['outcome'] | undefined {
  if (isCount(value)) return { kind: 'ok', status: value }
  return isOutcome(value) ? value : undefined
}

function parseMarkers(fields: Fields): Markers {
  const requestId = typeof fields.id === 'string' ? fields.id : undefined
  return defined({
    requestId,
    executedVersion: parseVersion(fields.version),
    report: Array.isArray(fields.report) ? unpackReport(fields.report, requestId) : undefined,
    probe: Array.isArray(fields.probe) ? unpackProbe(fields.probe) : undefined,
    placement: isCount(fields.placement) ? micros(fields.placement) : undefined,
  })
}

/** `$LATEST` is left out of the line because it is the common case; an unknown version is written as ''. */
function parseVersion(value: unknown): string | undefined {
  if (value === undefined) return '$LATEST'
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Every time, size and number of a line is a whole one: anything else was not written by us. */
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
