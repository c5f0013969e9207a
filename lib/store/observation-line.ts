import { defined } from '../model/defined.ts'
import type { Markers } from '../model/markers.ts'
import { type Dropped, isSent, type Observation, type Sent } from '../model/observation.ts'
import { micros } from '../model/time.ts'
import { packProbe, packReport, unpackProbe, unpackReport } from './marker-tuples.ts'
import { isOutcome } from './stored-outcome.ts'

/**
 * One observation as a compact line: `at` is the planned instant, `sent`, `first` and `end` are µs after the
 * one before them in that list (`first` and `end` after `sent`); an outcome of `ok` is its HTTP status alone;
 * `report` and `probe` are tuples (see marker-tuples.ts).
 */
export function printObservation(observation: Observation): string {
  const planned = { seq: observation.seq, phase: observation.phase, at: observation.scheduledAt }
  if (!isSent(observation)) return `${JSON.stringify({ ...planned, dropped: 1 })}\n`
  const { sentAt, firstByteAt, endedAt, outcome, markers } = observation
  return `${JSON.stringify({
    ...planned,
    sent: sentAt - observation.scheduledAt,
    first: firstByteAt === undefined ? undefined : firstByteAt - sentAt,
    end: endedAt - sentAt,
    outcome: outcome.kind === 'ok' ? outcome.status : outcome,
    out: observation.bytesOut,
    in: observation.bytesIn,
    id: markers.requestId,
    version: markers.executedVersion === '$LATEST' ? undefined : (markers.executedVersion ?? ''),
    report: markers.report && packReport(markers.report, markers.requestId),
    probe: markers.probe && packProbe(markers.probe),
    placement: markers.placement,
    log: observation.log,
  })}\n`
}

/** The observation of a line, or undefined when it is none: torn, or not ours. */
export function parseObservation(line: string, share: number): Observation | undefined {
  const fields = parseObject(line)
  if (!fields || !isCount(fields.seq) || !isCount(fields.phase) || !isCount(fields.at)) return undefined
  const planned = { seq: fields.seq, phase: fields.phase, share, scheduledAt: micros(fields.at) }
  if (fields.dropped === 1) return { ...planned, outcome: { kind: 'dropped' } } satisfies Dropped
  const { sent, end, out, in: bytesIn } = fields
  const outcome = parseOutcome(fields.outcome)
  if (!isCount(sent) || !isCount(end) || !isCount(out) || !isCount(bytesIn) || !outcome) return undefined
  const sentAt = fields.at + sent
  return defined({
    ...planned,
    sentAt: micros(sentAt),
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
