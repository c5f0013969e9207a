import type { Sent } from '../model/observation.ts'
import type { BurstSkew } from '../model/run.ts'
import { type Micros, micros } from '../model/time.ts'
import { Histogram } from '../stats/histogram.ts'

/** A list of skews is cut after so many; the distribution has all of them. */
export const longestSkewList = 1_000

/** Bursts that can be under way at once: far more than there are, unless parts of a run are missing. */
const mostOpen = 10_000

/**
 * First and last actual send of the bursts of one phase. A burst of which all has passed by is closed, so that
 * memory holds those under way and the first of the others.
 */
export class BurstSkews {
  readonly #size: number
  readonly #open = new Map<number, Burst>()
  readonly #closed = new Histogram()
  #first: BurstSkew[] = []
  /** Bursts up to here were closed without waiting for all of them. */
  #givenUp = -1

  /** `size`: how many arrivals make one burst, those of all shares together. */
  constructor(size: number) {
    this.#size = size
  }

  add({ phase, scheduledAt, sentAt }: Sent): void {
    const burst = this.#burst(phase, scheduledAt)
    if (!burst) return
    burst.sent += 1
    if (sentAt < burst.first) burst.first = sentAt
    if (sentAt > burst.last) burst.last = sentAt
    this.#count(burst)
  }

  /** An arrival of a burst that was never sent. */
  addDropped(phase: number, scheduledAt: Micros): void {
    const burst = this.#burst(phase, scheduledAt)
    if (burst) this.#count(burst)
  }

  /** In order of time, the first 1,000. A burst of one has no skew and is left out. */
  list(): BurstSkew[] {
    const underWay = [...this.#open.values()].filter(hasSkew).map(skewOf)
    return inOrder([...this.#first, ...underWay]).slice(0, longestSkewList)
  }

  /** The skews of all bursts. */
  distribution(): Histogram {
    const all = new Histogram().add(this.#closed)
    for (const burst of this.#open.values()) if (hasSkew(burst)) all.record(skewOf(burst).skew)
    return all
  }

  #burst(phase: number, at: Micros): Burst | undefined {
    const known = this.#open.get(at)
    if (known || at <= this.#givenUp) return known
    if (this.#open.size >= mostOpen) this.#giveUpOlder()
    const burst = { phase, at, seen: 0, sent: 0, first: Infinity, last: -Infinity }
    this.#open.set(at, burst)
    return burst
  }

  #count(burst: Burst): void {
    burst.seen += 1
    if (burst.seen === this.#size) this.#close(burst)
  }

  /** Half of them at once, so that looking for the oldest is rare. */
  #giveUpOlder(): void {
    const bursts = [...this.#open.values()].sort((a, b) => a.at - b.at)
    for (const burst of bursts.slice(0, mostOpen / 2)) {
      this.#givenUp = Math.max(this.#givenUp, burst.at)
      this.#close(burst)
    }
  }

  #close(burst: Burst): void {
    this.#open.delete(burst.at)
    if (!hasSkew(burst)) return
    const skew = skewOf(burst)
    this.#closed.record(skew.skew)
    this.#first.push(skew)
    // Bursts overtake one another: which are the first is known only of those that came so far.
    if (this.#first.length >= 2 * longestSkewList)
      this.#first = inOrder(this.#first).slice(0, longestSkewList)
  }
}

interface Burst {
  readonly phase: number
  readonly at: Micros
  /** Arrivals, sent or not. */
  seen: number
  sent: number
  first: number
  last: number
}

const hasSkew = ({ sent }: Burst): boolean => sent > 1

const skewOf = ({ phase, at, sent, first, last }: Burst): BurstSkew => ({
  phase,
  at,
  size: sent,
  skew: micros(last - first),
})

const inOrder = (skews: readonly BurstSkew[]): BurstSkew[] => skews.toSorted((a, b) => a.at - b.at)
