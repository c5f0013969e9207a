import type { Matcher } from './filter-pattern-error.ts'
import { gapOf, type LogEvent, type LogGroup, type LogStream } from './log-event.ts'
import type { EventTrack } from './event-track.ts'

/** A part of a stream: events with a time of at least `from` and less than `to`, oldest first. */
export interface StreamPage {
  readonly events: readonly LogEvent[]
  /** Numbers, for the tokens: what is after this page and what is before it. */
  readonly forward: number
  readonly backward: number
}

export type Position =
  { readonly kind: 'after'; readonly number: number } | { readonly kind: 'before'; readonly number: number }

export interface TimeRange {
  readonly from: number
  /** Not part of it. */
  readonly to: number
}

/** A page of at most so many events, and 1 MB; a page beyond the end is empty and has its own position again. */
export function readStream(
  stream: LogStream,
  position: Position,
  { from, to }: TimeRange,
  limit: number,
): StreamPage {
  const kept = stream.events.slice(stream.first)
  const gap = gapOf(stream)
  const all = gap === undefined ? kept : [gap, ...kept]
  const inTime = all.filter(({ timestamp }) => timestamp >= from && timestamp < to)
  const { number } = position
  const events =
    position.kind === 'after'
      ? fitting(
          inTime.filter((event) => event.number > number),
          limit,
        )
      : fitting(inTime.filter((event) => event.number < number).reverse(), limit).reverse()
  if (events.length === 0) return nothingAt(position, all.at(-1)?.number ?? 0)
  return { events, forward: events.at(-1)?.number ?? number, backward: events[0]?.number ?? number }
}

/** Its own position again one way, and the other way what comes next there. */
function nothingAt({ kind, number }: Position, newest: number): StreamPage {
  if (kind === 'after') return { events: [], forward: number, backward: number + 1 }
  return { events: [], forward: Math.max(0, Math.min(number - 1, newest)), backward: number }
}

export interface Search {
  readonly group: LogGroup
  readonly isSearched: (stream: LogStream) => boolean
  readonly matches: Matcher
  readonly range: TimeRange
  readonly limit: number
  /** Looked at already: everything up to this number. */
  readonly after: number
}

export interface Found {
  readonly events: readonly LogEvent[]
  /** Where to go on; absent when all has been looked at. */
  readonly next?: number
}

/** Events of several streams that match, oldest first; looks at so many at a time only, as CloudWatch does. */
export function searchEvents(track: EventTrack, search: Search): Found {
  const { isSearched, matches, range, limit } = search
  const events: LogEvent[] = []
  let looked = 0
  let bytes = 0
  let last = search.after
  for (const event of withGaps(track, search)) {
    if (event.timestamp >= range.to) break
    const searched = event.timestamp >= range.from && isSearched(event.stream)
    const match = searched && matches(event.message)
    const size = match ? event.bytes + EVENT_OVERHEAD : 0
    const full = events.length >= limit || (events.length > 0 && bytes + size > PAGE_BYTES)
    if (full || looked >= MOST_LOOKED_AT) return { events, next: last }
    looked += searched ? 1 : SKIPPED_COSTS
    last = event.number
    bytes += size
    if (match) events.push(event)
  }
  return { events }
}

/** The events of a group with the gaps of its streams in their places. */
function* withGaps(track: EventTrack, { group, after, range }: Search): Generator<LogEvent> {
  const gaps = [...group.streams.values()]
    .flatMap((stream) => gapOf(stream) ?? [])
    .filter(({ number }) => number > after)
    .sort((a, b) => a.number - b.number)
  for (const event of track.after(after, range.from)) {
    while (gaps[0] !== undefined && gaps[0].number < event.number) yield* gaps.splice(0, 1)
    yield event
  }
  yield* gaps
}

function fitting(events: readonly LogEvent[], limit: number): LogEvent[] {
  const fit: LogEvent[] = []
  let bytes = 0
  for (const event of events) {
    bytes += event.bytes + EVENT_OVERHEAD
    if (fit.length >= limit || (fit.length > 0 && bytes > PAGE_BYTES)) break
    fit.push(event)
  }
  return fit
}

// A page holds 10,000 events or 1 MB, and each event counts 26 bytes more than it has.
const PAGE_BYTES = 1_048_576
const EVENT_OVERHEAD = 26
/** So that a search over everything does not hold up the invocations of this process. */
const MOST_LOOKED_AT = 20_000
const SKIPPED_COSTS = 0.05
