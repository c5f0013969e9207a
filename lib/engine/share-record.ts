import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import { type Micros, micros } from '../model/time.ts'
import type { ObservationWriter } from '../store/observation-writer.ts'
import type { ShareEnd } from '../store/share-file.ts'
import type { Flight } from './flight.ts'
import type { Port } from './inbox.ts'
import { Tally } from './tally.ts'

/** Observations are on disk at most this much after they ended. ms */
const flushEvery = 100

/** What becomes of a share's observations: on disk soon, counted for the live line, ended with the thread's health. */
export class ShareRecord {
  readonly #port: Port
  readonly #writer: ObservationWriter
  readonly #flight: Flight
  readonly #tally = new Tally()
  readonly #timer = setInterval(() => this.#report(), flushEvery)
  readonly #delay = monitorEventLoopDelay({ resolution: 5 })
  readonly #busy = performance.eventLoopUtilization()

  constructor(port: Port, writer: ObservationWriter, flight: Flight) {
    this.#port = port
    this.#writer = writer
    this.#flight = flight
    this.#delay.enable()
  }

  add(observation: Observation): void {
    this.#writer.append(observation)
    this.#tally.add(observation)
  }

  close(ended: ShareEnd['ended'], at: Micros): void {
    clearInterval(this.#timer)
    this.#report()
    const busy = performance.eventLoopUtilization(this.#busy).utilization
    const { peak: peakInFlight } = this.#flight
    this.#writer.close(defined({ ended, at, eventLoopDelay: this.#eventLoopDelay(), busy, peakInFlight }))
    // The end is written last, and a disk may be full by then.
    this.#reportStorage()
    this.#port.postMessage({ kind: 'done', lost: this.#writer.lost })
  }

  #report(): void {
    this.#writer.flush()
    this.#port.postMessage({ kind: 'progress', progress: this.#tally.progress(this.#flight) })
    this.#reportStorage()
  }

  #reportStorage(): void {
    const { failure } = this.#writer
    if (failure) this.#port.postMessage({ kind: 'storage-failed', message: failure.message })
  }

  /** The histogram is in ns, and counts its own sampling interval in. */
  #eventLoopDelay(): ShareEnd['eventLoopDelay'] {
    this.#delay.disable()
    if (this.#delay.count === 0) return undefined
    const late = (nanos: number): Micros => micros(Math.max(0, nanos / 1_000 - 5_000))
    return { p99: late(this.#delay.percentile(99)), max: late(this.#delay.max) }
  }
}
