import { createEventTrack, type EventTrack } from './event-track.ts'
import type { LogEvent, LogGroup, LogStream } from './log-event.ts'
import { createLineSplitter } from './line-splitter.ts'

/** What functions have logged, as CloudWatch Logs would keep it, in bounded memory: the oldest goes first. */
export interface LogStore {
  /** For one environment; what it writes to a stream that was deleted begins a new one of that name. */
  open(group: string, stream: string): LogWriter
  /** False when it is there already. */
  createGroup(name: string): boolean
  readonly groups: ReadonlyMap<string, LogGroup>
  /** All events that are kept, of all groups, oldest first. */
  readonly track: EventTrack
  /** How many events had to go to make room. */
  readonly dropped: number
  /** False when there is none. */
  deleteGroup(name: string): boolean
  deleteStream(group: string, stream: string): boolean
  /** Told of each event as it is stored. */
  onEvent: ((event: LogEvent) => void) | undefined
}

export interface LogWriter {
  /** A line of the platform's own, without its line feed; what a process has begun to write ends before it. */
  platform(line: string): void
  output(chunk: Buffer): void
  close(): void
}

export interface LogLimits {
  readonly totalBytes: number
  readonly streamBytes: number
}

/** 64 MB over all, a quarter of it for one stream. */
export const LOG_LIMITS: LogLimits = { totalBytes: 64 * 1_048_576, streamBytes: 16 * 1_048_576 }

export function createLogStore(limits: LogLimits = LOG_LIMITS, now: () => number = Date.now): LogStore {
  const groups = new Map<string, LogGroup>()
  const track = createEventTrack()
  let bytes = 0
  let number = 0
  let clock = 0
  let dropped = 0

  function groupOf(name: string): LogGroup {
    const known = groups.get(name)
    if (known !== undefined) return known
    const group = { name, createdAt: now(), streams: new Map() }
    groups.set(name, group)
    return group
  }

  function createStream(group: string, name: string): LogStream {
    const stream: LogStream = {
      group,
      name,
      createdAt: now(),
      events: [],
      first: 0,
      bytes: 0,
      open: true,
      deleted: false,
      dropped: 0,
    }
    groupOf(group).streams.set(name, stream)
    return stream
  }

  function append(stream: LogStream, message: string): void {
    number += 1
    // Clocks are set back; nothing here may be older than what came before it.
    clock = Math.max(clock, now())
    const event: LogEvent = {
      number,
      timestamp: clock,
      message,
      bytes: Buffer.byteLength(message),
      stream,
      gone: false,
    }
    stream.events.push(event)
    stream.lastTimestamp = clock
    track.push(event)
    stream.bytes += event.bytes + EVENT_BYTES
    bytes += event.bytes + EVENT_BYTES
    while (stream.bytes > limits.streamBytes) drop(stream)
    while (bytes > limits.totalBytes) {
      const oldest = track.first()
      if (oldest === undefined) break
      drop(oldest.stream)
    }
    store.onEvent?.(event)
  }

  /** The stream's oldest event goes, and the gap before the next one says so. */
  function drop(stream: LogStream): void {
    const event = stream.events[stream.first]
    if (event === undefined) return
    discard(event)
    stream.first += 1
    if (stream.first > 1_024 && stream.first * 2 > stream.events.length) {
      stream.events = stream.events.slice(stream.first)
      stream.first = 0
    }
    stream.dropped += 1
    dropped += 1
    stream.lastDropped = { number: event.number, timestamp: event.timestamp }
    if (!stream.open && stream.first === stream.events.length) forget(stream)
  }

  function discard(event: LogEvent): void {
    event.gone = true
    event.message = ''
    event.stream.bytes -= event.bytes + EVENT_BYTES
    bytes -= event.bytes + EVENT_BYTES
    track.shed()
  }

  function forget(stream: LogStream): void {
    stream.deleted = true
    for (const event of stream.events.slice(stream.first)) discard(event)
    stream.events = []
    stream.first = 0
    groups.get(stream.group)?.streams.delete(stream.name)
  }

  function open(group: string, name: string): LogWriter {
    const lines = createLineSplitter()
    let stream = createStream(group, name)
    let closed = false
    const write = (message: string): void => {
      // An invocation that was killed with its environment reports its end after that of its log.
      if (stream.deleted && closed) return
      if (stream.deleted) stream = createStream(group, name)
      append(stream, message)
    }
    const flush = (): void => {
      const rest = lines.flush()
      if (rest !== undefined) write(rest)
    }
    return {
      platform(line) {
        flush()
        write(`${line}\n`)
      },
      output(chunk) {
        for (const message of lines.push(chunk)) write(message)
      },
      close() {
        flush()
        closed = true
        stream.open = false
        // Nothing was ever written to it: as on Lambda it is then not there at all.
        if (stream.first === stream.events.length) forget(stream)
      },
    }
  }

  const store: LogStore = {
    open,
    createGroup(name) {
      if (groups.has(name)) return false
      groupOf(name)
      return true
    },
    groups,
    track,
    get dropped() {
      return dropped
    },
    deleteGroup(name) {
      const group = groups.get(name)
      if (group === undefined) return false
      for (const stream of group.streams.values()) forget(stream)
      return groups.delete(name)
    },
    deleteStream(group, name) {
      const stream = groups.get(group)?.streams.get(name)
      if (stream === undefined) return false
      forget(stream)
      return true
    },
    onEvent: undefined,
  }
  return store
}

/** Of memory beyond its text, about. */
const EVENT_BYTES = 160
