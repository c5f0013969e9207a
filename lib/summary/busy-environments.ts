import type { Sent } from '../model/observation.ts'

/**
 * The most invocations that ran at one instant, and so the most environments that were busy. One that waited
 * on its way does not keep an environment busy: it counts for its Duration and INIT before its end, where the
 * REPORT tells them, else for its service time. Exact: the starts and ends of one phase are kept until the
 * next begins, 16 bytes for each invocation.
 */
export class BusyEnvironments {
  #phase = -1
  #starts: number[] = []
  #ends: number[] = []
  #peak = 0

  /** Phases come in order; within one, invocations may come in any. */
  add(sent: Sent): void {
    if (sent.phase !== this.#phase) {
      this.#settle()
      this.#phase = sent.phase
    }
    this.#starts.push(busyFrom(sent))
    this.#ends.push(sent.endedAt)
  }

  peak(): number {
    this.#settle()
    return this.#peak
  }

  #settle(): void {
    const starts = Float64Array.from(this.#starts).sort()
    const ends = Float64Array.from(this.#ends).sort()
    let ended = 0
    for (const [begun, start] of starts.entries()) {
      // One that ends at the very instant another begins does not run beside it.
      while ((ends[ended] ?? Infinity) <= start) ended += 1
      this.#peak = Math.max(this.#peak, begun + 1 - ended)
    }
    this.#starts = []
    this.#ends = []
  }
}

function busyFrom({ sentAt, endedAt, markers: { report } }: Sent): number {
  if (report?.duration === undefined) return sentAt
  return Math.max(sentAt, endedAt - report.duration - (report.initDuration ?? 0))
}
