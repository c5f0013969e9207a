/** Of a function: `/aws/lambda/<name>`. */
export interface LogGroup {
  readonly name: string
  readonly createdAt: number
  readonly streams: Map<string, LogStream>
  retentionInDays?: number
}

/** Of one environment. */
export interface LogStream {
  readonly group: string
  readonly name: string
  readonly createdAt: number
  /** In the order of their numbers; those before `first` are gone. */
  events: LogEvent[]
  first: number
  bytes: number
  /** An environment writes to it. */
  open: boolean
  deleted: boolean
  lastTimestamp?: number
  /** How many events had to go to make room, and where the last of them was. */
  dropped: number
  lastDropped?: { readonly number: number; readonly timestamp: number }
}

/** One line, most often. */
export interface LogEvent {
  /** Counts from 1 over all streams: the order of everything. */
  readonly number: number
  /** Unix epoch, ms; never less than that of an event before it. */
  readonly timestamp: number
  /** Empty once it is gone, so that lists may keep it for a while. */
  message: string
  readonly stream: LogStream
  /** Of its message in UTF-8. */
  readonly bytes: number
  /** It has been dropped or deleted. */
  gone: boolean
}

/** What stands in a stream for the events that had to go; undefined when it has all of them. */
export function gapOf(stream: LogStream): LogEvent | undefined {
  const { lastDropped, dropped } = stream
  if (lastDropped === undefined) return undefined
  const message =
    `[coldburst] the ${dropped} oldest events of this stream are gone: ` +
    'the local Lambda keeps logs in bounded memory\n'
  return { ...lastDropped, message, bytes: Buffer.byteLength(message), stream, gone: false }
}
