import type { Markers, ProbeFields, ReportFields } from '../model/markers.ts'
import { defined } from '../model/defined.ts'
import type { Dropped, Observation, Sent } from '../model/observation.ts'
import { type Micros, micros } from '../model/time.ts'
import { mostMegabytes } from './marker-tuples.ts'
import type { NameCache } from './name-cache.ts'
import { dropReasons } from './drop-reasons.ts'
import type { TextCursor } from './text-cursor.ts'

/**
 * The observation of a line in the very form in which `printObservation` writes the usual ones, its line feed
 * read as well; several times faster than `parseObservation`, with the same result. Undefined for every other
 * line: the cursor is anywhere then.
 */
export function readWritten(cursor: TextCursor, share: number, names: NameCache): Observation | undefined {
  const seq = count(cursor, '{"seq":')
  const phase = count(cursor, ',"phase":')
  const at = count(cursor, ',"at":')
  if (seq < 0 || phase < 0 || at < 0) return undefined
  const planned = { seq, phase, share, scheduledAt: micros(at) }
  const lag = count(cursor, ',"sent":')
  const observation = lag < 0 ? readDropped(cursor, planned) : readSent(cursor, planned, lag, names)
  return observation !== undefined && cursor.skip('}') && cursor.endLine() ? observation : undefined
}

type Planned = Pick<Sent, 'seq' | 'phase' | 'share' | 'scheduledAt'>

function readDropped(cursor: TextCursor, { seq, phase, share, scheduledAt }: Planned): Dropped | undefined {
  const reason = dropReasons[count(cursor, ',"dropped":') - 1]
  return reason && { seq, phase, share, scheduledAt, outcome: { kind: 'dropped', reason } }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function readSent(cursor: TextCursor, planned: Planned, lag: number, names: NameCache): Sent | undefined {
  const setup = count(cursor, ',"setup":')
  const first = count(cursor, ',"first":')
  const end = count(cursor, ',"end":')
  const status = count(cursor, ',"outcome":')
  const bytesOut = count(cursor, ',"out":')
  const bytesIn = count(cursor, ',"in":')
  if (end < 0 || status < 0 || bytesOut < 0 || bytesIn < 0) return undefined
  // Field by field: this runs for every line, and a spread costs more than the rest of it.
  const { seq, phase, share, scheduledAt } = planned
  const sentAt = micros(scheduledAt + lag)
  const endedAt = micros(sentAt + end)
  const outcome: Sent['outcome'] = status === 200 ? ok : { kind: 'ok', status }
  const markers = readMarkers(cursor, names)
  const sent: Mutable<Sent> = {
    seq,
    phase,
    share,
    scheduledAt,
    sentAt,
    endedAt,
    outcome,
    markers,
    bytesOut,
    bytesIn,
  }
  if (setup >= 0) sent.connectionSetup = micros(setup)
  if (first >= 0) sent.firstByteAt = micros(sentAt + first)
  return sent
}

const ok = { kind: 'ok', status: 200 } as const

/** The number behind a key; -1 where something else stands, and after a key without one nothing is found any more. */
function count(cursor: TextCursor, key: string): number {
  if (!cursor.skip(key)) return -1
  const value = cursor.count()
  if (value < 0) cursor.fail()
  return value
}

function readMarkers(cursor: TextCursor, names: NameCache): Markers {
  const markers: Mutable<Markers> = {}
  if (cursor.skip(',"id":"')) markers.requestId = readText(cursor)
  const version = cursor.skip(',"version":"') ? readName(cursor, names) : '$LATEST'
  if (version !== '') markers.executedVersion = version
  if (cursor.skip(',"report":["')) markers.report = readReport(cursor, markers.requestId)
  if (cursor.skip(',"probe":["')) markers.probe = readProbe(cursor, names)
  const placement = count(cursor, ',"placement":')
  if (placement >= 0) markers.placement = micros(placement)
  return markers
}

/** Undefined parts are left out by `defined`; the usual line has these five, and copying it costs more than reading it. */
function readReport(cursor: TextCursor, requestId: string | undefined): ReportFields {
  const form = readForm(cursor)
  const duration = timeCell(cursor)
  const billedDuration = timeCell(cursor)
  const initDuration = timeCell(cursor)
  const memorySizeMb = megabytesCell(cursor)
  const maxMemoryUsedMb = megabytesCell(cursor)
  cursor.expect(']')
  const usual =
    requestId !== undefined &&
    duration !== undefined &&
    billedDuration !== undefined &&
    initDuration === undefined &&
    memorySizeMb !== undefined &&
    maxMemoryUsedMb !== undefined
  return usual
    ? { form, requestId, duration, billedDuration, memorySizeMb, maxMemoryUsedMb }
    : defined({ form, requestId, duration, billedDuration, initDuration, memorySizeMb, maxMemoryUsedMb })
}

function readForm(cursor: TextCursor): ReportFields['form'] {
  if (cursor.skip('text"')) return 'text'
  cursor.expect('json"')
  return 'json'
}

function readProbe(cursor: TextCursor, names: NameCache): ProbeFields {
  const from = readSource(cursor)
  const environmentId = readName(cursor, names)
  cursor.expect(',"')
  const processId = readName(cursor, names)
  const call = cursor.skip(',') ? cursor.count() : -1
  if (call < 0) cursor.fail()
  const probe: Mutable<ProbeFields> = { from, environmentId, processId, call }
  const tmpBytes = cell(cursor)
  const processStartMs = cell(cursor)
  const handlerStartMs = cell(cursor)
  if (tmpBytes !== undefined) probe.tmpBytes = tmpBytes
  if (processStartMs !== undefined) probe.processStartMs = processStartMs
  if (handlerStartMs !== undefined) probe.handlerStartMs = handlerStartMs
  if (cursor.skip(',"')) probe.initializationType = readName(cursor, names)
  cursor.expect(']')
  return probe
}

function readSource(cursor: TextCursor): ProbeFields['from'] {
  if (cursor.skip('payload","')) return 'payload'
  cursor.expect('log","')
  return 'log'
}

/** A number of a tuple. Undefined where the tuple is over, or `null` stands. */
function cell(cursor: TextCursor): number | undefined {
  if (!cursor.skip(',') || cursor.skip('null')) return undefined
  const value = cursor.count()
  if (value < 0) cursor.fail()
  return value
}

function megabytesCell(cursor: TextCursor): number | undefined {
  const value = cell(cursor)
  if (value !== undefined && value > mostMegabytes) cursor.fail()
  return value
}

const timeCell = (cursor: TextCursor): Micros | undefined => {
  const value = cell(cursor)
  return value === undefined ? undefined : micros(value)
}

/** What is left of a text, its first quote read. */
function readText(cursor: TextCursor): string {
  const end = cursor.plainEnd()
  const text = cursor.text.slice(cursor.at, end)
  cursor.at = end + 1
  return text
}

function readName(cursor: TextCursor, names: NameCache): string {
  const end = cursor.plainEnd()
  const name = names.get(cursor.text, cursor.at, end)
  cursor.at = end + 1
  return name
}
