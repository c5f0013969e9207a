import type { Arrival } from '../model/arrival.ts'
import { type Micros, fromSeconds, micros } from '../model/time.ts'
import type { Prepared } from '../targets/target.ts'
import type { Gun } from './gun.ts'

/** An arrival whose request is signed and waits for its instant. */
export interface Round {
  readonly arrival: Arrival
  readonly prepared: Prepared
  /** Length of the payload. */
  readonly bytes: number
}

/** Enough to ride out a few slow preparations at a thousand a second, without holding many requests ready. */
const lookAhead = 64

/** A signature is refused when it is older than five minutes; a request never waits longer than this. */
const longestWait = fromSeconds(50)

/** Other work of the thread never waits for longer than this and one preparation. µs */
const longestStretch = 200

/**
 * Prepares the arrivals of an open loop ahead of their instants, in order: up to 64 of them, and always all
 * that share one instant, so that a burst is only written when it is due.
 */
export class Magazine {
  readonly #gun: Gun
  readonly #rounds: Round[] = []
  readonly #loading: Promise<void>
  #taken = 0
  /** The instant of the arrival prepared last. */
  #lastAt: Micros | undefined
  #startAt: Micros | undefined
  /** There is no room: nothing is prepared until something is taken. */
  #waiting = false
  #ended = false
  #changed: (() => void)[] = []

  constructor(arrivals: Iterable<Arrival>, gun: Gun) {
    this.#gun = gun
    this.#loading = this.#load(arrivals)
    // Awaited in `close`; until then a failure must not count as unhandled.
    this.#loading.catch(() => undefined)
  }

  /** Resolves when the first arrivals are prepared: as many as there is room for before the start. */
  async loaded(): Promise<void> {
    while (!this.#ended && !this.#waiting) await this.#change()
  }

  /** The phase's instant is known: what is due long after it can be prepared in its time. */
  begin(startAt: Micros): void {
    this.#startAt = startAt
    this.#notify()
  }

  /** The next arrival, once it is prepared; undefined when there are no more. */
  async next(): Promise<Round | undefined> {
    while (this.#pending === 0 && !this.#ended) await this.#change()
    return this.take()
  }

  /** The next arrival if it is prepared. */
  take(): Round | undefined {
    const round = this.#rounds[this.#taken]
    if (!round) return undefined
    this.#taken += 1
    // Shifting an array a thousand times for one burst would cost more than the writes.
    if (this.#taken >= lookAhead && this.#taken * 2 > this.#rounds.length) {
      this.#rounds.splice(0, this.#taken)
      this.#taken = 0
    }
    this.#notify()
    return round
  }

  /** Discards what was prepared and not taken. Throws what preparing threw: a bug, never the network. */
  async close(): Promise<void> {
    this.#ended = true
    this.#notify()
    await this.#loading
    for (const { prepared } of this.#rounds.splice(this.#taken)) prepared.discard()
  }

  async #load(arrivals: Iterable<Arrival>): Promise<void> {
    try {
      let breathedAt = this.#gun.clock.now()
      for (const arrival of arrivals) {
        await this.#room(arrival)
        // Before the start nobody takes anything, so a drained loop must stop here by itself.
        if (this.#ended || this.#gun.drain.aborted) return
        await this.#prepare(arrival)
        if (this.#gun.clock.now() - breathedAt < longestStretch) continue
        // Sends that are due meanwhile, and answers, come first.
        await this.#gun.clock.breathe()
        breathedAt = this.#gun.clock.now()
      }
    } finally {
      this.#ended = true
      this.#notify()
    }
  }

  async #prepare(arrival: Arrival): Promise<void> {
    const body = this.#gun.body(arrival.seq)
    const preparing = this.#gun.target.prepare(body)
    const prepared = preparing instanceof Promise ? await preparing : preparing
    this.#rounds.push({ arrival, prepared, bytes: body.length })
    this.#lastAt = arrival.at
    this.#notify()
  }

  async #room(arrival: Arrival): Promise<void> {
    while (!this.#ended && !this.#gun.drain.aborted && this.#full(arrival)) {
      this.#waiting = true
      this.#notify()
      await this.#change()
    }
    this.#waiting = false
    if (this.#startAt === undefined) return
    await this.#gun.clock.until(micros(this.#startAt + arrival.at - longestWait), this.#gun.drain)
  }

  #full(arrival: Arrival): boolean {
    const sameInstant = arrival.at === this.#lastAt
    const early = this.#startAt === undefined && arrival.at > longestWait
    return (this.#pending >= lookAhead && !sameInstant) || early
  }

  get #pending(): number {
    return this.#rounds.length - this.#taken
  }

  async #change(): Promise<void> {
    await new Promise<void>((resolve) => this.#changed.push(resolve))
  }

  #notify(): void {
    const waiting = this.#changed
    this.#changed = []
    for (const resolve of waiting) resolve()
  }
}
