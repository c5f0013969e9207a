import type { Observation } from '../model/observation.ts'
import { fromSeconds } from '../model/time.ts'
import type { ObservationWriter } from '../store/observation-writer.ts'
import type { ShareEnd } from '../store/share-file.ts'
import type { Flight } from './flight.ts'
import { HealthMeter } from './health-meter.ts'
import type { Port } from './inbox.ts'
import type { SystemClock } from './system-clock.ts'
import { Tally } from './tally.ts'

/** Observations are on disk at most this much after they ended. ms */
const flushEvery = 100

/** How long a stretch is whose health is sampled. */
const stretch = fromSeconds(1)

/** What becomes of a share's observations: on disk soon, counted for the live line, ended with the thread's health. */
export class ShareRecord {
  readonly #port: Port
  readonly #writer: ObservationWriter
  readonly #flight: Flight
  readonly #clock: SystemClock
  readonly #tally = new Tally()
  readonly #meter: HealthMeter
  readonly #timer = setInterval(() => this.#report(), flushEvery)

  constructor(port: Port, writer: ObservationWriter, flight: Flight, clock: SystemClock) {
    this.#port = port
    this.#writer = writer
    this.#flight = flight
    this.#clock = clock
    this.#meter = new HealthMeter(clock, flight, () => this.#tally.dropped)
  }

  add(observation: Observation): void {
    this.#writer.append(observation)
    this.#tally.add(observation)
  }

  close(end: Pick<ShareEnd, 'ended' | 'at' | 'connections' | 'peakInFlight'>): void {
    clearInterval(this.#timer)
    this.#report()
    this.#sample()
    this.#writer.close({ ...end, ...this.#meter.end() })
    // The end is written last, and a disk may be full by then.
    this.#reportStorage()
    this.#port.postMessage({ kind: 'done', lost: this.#writer.lost })
  }

  #report(): void {
    this.#writer.flush()
    this.#port.postMessage({ kind: 'progress', progress: this.#tally.progress(this.#flight) })
    if (this.#meter.stretch >= stretch) this.#sample()
    this.#reportStorage()
  }

  #sample(): void {
    const over = this.#meter.stretch
    const sample = this.#meter.sample()
    this.#port.postMessage({ kind: 'sample', at: this.#clock.now(), over, sample })
  }

  #reportStorage(): void {
    const { failure } = this.#writer
    if (failure) this.#port.postMessage({ kind: 'storage-failed', message: failure.message })
  }
}
