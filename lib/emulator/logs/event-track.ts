import type { LogEvent } from './log-event.ts'

/** All events in the order of their numbers, which is that of their times too; may hold some that are gone. */
export interface EventTrack {
  push(event: LogEvent): void
  /** The oldest that is not gone. */
  first(): LogEvent | undefined
  /** To be told for each event that is gone: makes room when there are many. */
  shed(): void
  /** Those with a greater number and a time of at least `from`; nothing may be pushed meanwhile. */
  after(number: number, from?: number): Generator<LogEvent>
  readonly size: number
}

export function createEventTrack(): EventTrack {
  let events: LogEvent[] = []
  let head = 0
  let gone = 0

  function compact(): void {
    events = events.filter((event) => !event.gone)
    head = 0
    gone = 0
  }

  /** The first index of which `holds` is true; it must be true of all that follow. */
  function firstIndex(holds: (event: LogEvent) => boolean): number {
    let low = head
    let high = events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const event = events[middle]
      if (event !== undefined && holds(event)) high = middle
      else low = middle + 1
    }
    return low
  }

  return {
    push(event) {
      events.push(event)
    },
    first() {
      while (events[head]?.gone === true) head += 1
      return events[head]
    },
    shed() {
      gone += 1
      if (gone > 1_024 && gone * 2 > events.length) compact()
    },
    *after(number, from = 0) {
      const start = firstIndex((event) => event.number > number && event.timestamp >= from)
      for (let at = start; at < events.length; at += 1) {
        const event = events[at]
        if (event !== undefined && !event.gone) yield event
      }
    },
    get size() {
      return events.length - gone
    },
  }
}
