import { defined } from '../model/defined.ts'
import type { Markers } from '../model/markers.ts'
import { isSent, type Observation, type Sent } from '../model/observation.ts'
import { micros } from '../model/time.ts'
import { isCount } from './count.ts'
import { dropReasons } from './drop-reasons.ts'
import type { LineBytes } from './line-bytes.ts'
import { unpackProbe, unpackReport, writeProbe, writeReport } from './marker-tuples.ts'
import { isOutcome } from './stored-outcome.ts'

/**
 * One observation as a compact line: `at` is the planned instant, `sent`, `first` and `end` are µs after the
 * one before them in that list (`first` and `end` after `sent`); an outcome of `ok` is its HTTP status alone;
 * `report` and `probe` are tuples (see marker-tuples.ts). `dropped` is 1 at the cap in flight and 2 when late.
 */
export function writeObservation(line: LineBytes, observation: Observation): void {
  const { seq, phase, scheduledAt: at } = observation
  writeNumber(line, '{"seq":', seq)
  writeNumber(line, ',"phase":', phase)
  writeNumber(line, ',"at":', at)
  if (isSent(observation)) writeSent(line, observation)
  else writeNumber(line, ',"dropped":', dropReasons.indexOf(observation.outcome.reason) + 1)
  line.literal('}\n')
}

function writeSent(line: LineBytes, sent: Sent): void {
  const { scheduledAt, sentAt, firstByteAt, endedAt, outcome, markers, log } = sent
  writeNumber(line, ',"sent":', sentAt - scheduledAt)
  writeNumber(line, ',"setup":', sent.connectionSetup)
  if (firstByteAt !== undefined) writeNumber(line, ',"first":', firstByteAt - sentAt)
  writeNumber(line, ',"end":', endedAt - sentAt)
  line.literal(',"outcome":')
  if (outcome.kind === 'ok') line.number(outcome.status)
  else line.json(outcome)
  writeNumber(line, ',"out":', sent.bytesOut)
  writeNumber(line, ',"in":', sent.bytesIn)
  writeMarkers(line, markers)
  writeText(line, ',"log":', log)
}

function writeMarkers(line: LineBytes, markers: Markers): void {
  const { requestId, executedVersion, report, probe, placement } = markers
  writeText(line, ',"id":', requestId)
  if (executedVersion !== '$LATEST') writeText(line, ',"version":', executedVersion ?? '')
  if (report !== undefined) {
    line.literal(',"report":')
    writeReport(line, report, requestId)
  }
  if (probe !== undefined) {
    line.literal(',"probe":')
    writeProbe(line, probe)
  }
  writeNumber(line, ',"placement":', placement)
}

function writeNumber(line: LineBytes, key: string, value: number | undefined): void {
  if (value === undefined) return
  line.literal(key)
  line.number(value)
}

function writeText(line: LineBytes, key: string, value: string | undefined): void {
  if (value === undefined) return
  line.literal(key)
  line.text(value)
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
