import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { ThreadSample } from '../model/health.ts'
import { type Micros, micros } from '../model/time.ts'
import type { ShareEnd } from '../store/share-file.ts'
import type { Flight } from './flight.ts'
import type { SystemClock } from './system-clock.ts'

/** How often the delay of the event loop is looked at, ms. */
const resolution = 5

/** The state of a firing thread, stretch after stretch and over the whole run. */
export class HealthMeter {
  readonly #clock: SystemClock
  readonly #flight: Flight
  readonly #dropped: () => number
  /** The first is for the whole run, the second is reset for each stretch. */
  readonly #delay = monitorEventLoopDelay({ resolution })
  readonly #delayInStretch = monitorEventLoopDelay({ resolution })
  readonly #begun: Reading
  #last: Reading

  constructor(clock: SystemClock, flight: Flight, dropped: () => number) {
    this.#clock = clock
    this.#flight = flight
    this.#dropped = dropped
    this.#delay.enable()
    this.#delayInStretch.enable()
    this.#begun = this.#last = this.#read()
  }

  /** Since the last sample was taken. */
  get stretch(): Micros {
    return micros(this.#clock.now() - this.#last.at)
  }

  /** Takes the sample of the stretch that ends now, and begins the next. */
  sample(): ThreadSample {
    const now = this.#read()
    const before = this.#last
    const longestDelay = lateness(this.#delayInStretch.max)
    this.#delayInStretch.reset()
    this.#last = now
    return {
      busy: busyBetween(before, now),
      longestDelay,
      sent: now.sent - before.sent,
      late: now.late - before.late,
      dropped: now.dropped - before.dropped,
      waited: now.waited - before.waited,
      inFlight: this.#flight.inFlight,
    }
  }

  /** What the whole run comes to. */
  end(): Pick<ShareEnd, 'busy' | 'eventLoopDelay'> {
    this.#delay.disable()
    this.#delayInStretch.disable()
    const busy = busyBetween(this.#begun, this.#read())
    const eventLoopDelay = delayOf(this.#delay)
    return { busy, ...(eventLoopDelay && { eventLoopDelay }) }
  }

  #read(): Reading {
    const { sent, late, waited } = this.#flight
    const { active } = performance.eventLoopUtilization()
    const at = this.#clock.now()
    return { at, active, polled: this.#clock.polled(), sent, late, waited, dropped: this.#dropped() }
  }
}

interface Reading {
  readonly at: Micros
  /** Time that the event loop was not waiting for the system, ms. */
  readonly active: number
  readonly polled: Micros
  readonly sent: number
  readonly late: number
  readonly waited: number
  readonly dropped: number
}

/** While it polls, the event loop counts as active. */
function busyBetween(before: Reading, now: Reading): number {
  const wall = now.at - before.at
  if (wall <= 0) return 0
  const worked = (now.active - before.active) * 1_000 - (now.polled - before.polled)
  return Math.min(1, Math.max(0, worked / wall))
}

function delayOf(histogram: IntervalHistogram): ShareEnd['eventLoopDelay'] {
  if (histogram.count === 0) return undefined
  return { count: histogram.count, p99: lateness(histogram.percentile(99)), max: lateness(histogram.max) }
}

/** The histogram is in ns, and counts its own sampling interval in; empty, it says 0 or less. */
const lateness = (nanos: number): Micros => micros(Math.max(0, nanos / 1_000 - resolution * 1_000))
