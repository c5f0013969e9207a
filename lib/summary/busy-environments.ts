import type { Sent } from '../model/observation.ts'
import { PeakOverlap } from './peak-overlap.ts'

/** How many invocations may stand before their turn: those of several shares end almost, not quite, in order. */
const held = 1_024

/**
 * The most invocations that ran at one instant, and so the most environments that were busy. One that waited
 * on its way does not keep an environment busy: it counts for its Duration and INIT before its end, where the
 * REPORT tells them, else for its service time. Exact while no invocation is fed in more than a thousand
 * places after one that ended later; what is later still may be left out of the count, and never adds to it.
 */
export class BusyEnvironments {
  #phase = -1
  #overlap = new PeakOverlap()
  #peak = 0
  readonly #starts = new Float64Array(2 * held)
  readonly #ends = new Float64Array(2 * held)
  #waiting = 0
  #inOrder = true

  /** Phases come in order; within one, invocations come about in the order they ended. */
  add(sent: Sent): void {
    if (sent.phase !== this.#phase) {
      this.#settle()
      this.#phase = sent.phase
    }
    if (this.#waiting === this.#ends.length) this.#release(held)
    const { endedAt } = sent
    if (this.#waiting > 0 && endedAt < (this.#ends[this.#waiting - 1] ?? 0)) this.#inOrder = false
    this.#starts[this.#waiting] = busyFrom(sent)
    this.#ends[this.#waiting] = endedAt
    this.#waiting += 1
  }

  peak(): number {
    this.#settle()
    return this.#peak
  }

  /** The next phase begins when this one has drained: nothing of both runs side by side. */
  #settle(): void {
    this.#release(this.#waiting)
    this.#peak = Math.max(this.#peak, this.#overlap.peak)
    this.#overlap = new PeakOverlap()
  }

  #release(count: number): void {
    if (!this.#inOrder) this.#sort()
    for (let index = 0; index < count; index += 1)
      this.#overlap.add(this.#starts[index] ?? 0, this.#ends[index] ?? 0)
    this.#starts.copyWithin(0, count, this.#waiting)
    this.#ends.copyWithin(0, count, this.#waiting)
    this.#waiting -= count
  }

  #sort(): void {
    const waiting = Array.from(
      this.#ends.subarray(0, this.#waiting),
      (end, index) => [this.#starts[index] ?? 0, end] as const,
    )
    for (const [index, [start, end]] of waiting.sort(([, a], [, b]) => a - b).entries()) {
      this.#starts[index] = start
      this.#ends[index] = end
    }
    this.#inOrder = true
  }
}

function busyFrom({ sentAt, endedAt, markers: { report } }: Sent): number {
  if (report?.duration === undefined) return sentAt
  return Math.max(sentAt, endedAt - report.duration - (report.initDuration ?? 0))
}
