import type { Sent } from '../model/observation.ts'
import type { BurstSkew } from '../model/run.ts'
import { type Micros, micros } from '../model/time.ts'

/** First and last actual send of every burst. */
export class BurstSkews {
  readonly #bursts = new Map<
    string,
    { phase: number; at: Micros; size: number; first: number; last: number }
  >()

  add({ phase, scheduledAt, sentAt }: Sent): void {
    const key = `${phase} ${scheduledAt}`
    const burst = this.#bursts.get(key)
    if (!burst) {
      this.#bursts.set(key, { phase, at: scheduledAt, size: 1, first: sentAt, last: sentAt })
      return
    }
    burst.size += 1
    burst.first = Math.min(burst.first, sentAt)
    burst.last = Math.max(burst.last, sentAt)
  }

  /** In order of time. A burst of one has no skew and is left out. */
  list(): BurstSkew[] {
    return [...this.#bursts.values()]
      .filter(({ size }) => size > 1)
      .sort((a, b) => a.at - b.at)
      .map(({ phase, at, size, first, last }) => ({ phase, at, size, skew: micros(last - first) }))
  }
}
