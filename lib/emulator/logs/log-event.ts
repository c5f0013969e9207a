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
  /** Stands for the events that had to go, where the last of them was. */
  gap?: LogEvent
  dropped: number
}

/** One line, most often. */
export interface LogEvent {
  /** Counts from 1 over all streams: the order of everything. */
  readonly number: number
  /** Unix epoch, ms; never less than that of an event before it. */
  readonly timestamp: number
  readonly message: string
  readonly stream: LogStream
  /** Of its message in UTF-8. */
  readonly bytes: number
  /** It has been dropped or deleted. */
  gone: boolean
}
