import pLimit from 'p-limit'
import type { ConnectionCounts } from '../../model/health.ts'
import { fromSeconds, type Micros, micros } from '../../model/time.ts'
import { Connection, type ConnectionOwner } from './connection.ts'
import type { ExchangeResult } from './exchange.ts'
import { failed } from './failed.ts'
import type { Ongoing } from './ongoing.ts'
import { openSocket } from './open-socket.ts'
import type { Route } from './route.ts'

type Counts = { -readonly [K in keyof ConnectionCounts]: ConnectionCounts[K] }

/**
 * The connections to one origin. Nothing queues for one of a few: as many are opened as there are exchanges that
 * found none idle, and each takes whichever is free first.
 */
export class Pool {
  readonly counts: Counts = { ahead: 0, inCall: 0, failed: 0, closedByPeer: 0 }
  readonly #route: Route
  readonly #owner: ConnectionOwner
  readonly #closing: AbortSignal
  /** The one used last is used next: a load that falls leaves the others to grow old. */
  readonly #idle: Connection[] = []
  readonly #open = new Set<Connection>()
  readonly #waiting = new Set<Ongoing>()
  readonly #ahead = new Set<Promise<void>>()
  readonly #atOnce = pLimit(mostAtOnce)
  #opening = 0
  /** Failures to open one since the last success. */
  #failures = 0
  #keepsReserve = false

  constructor(route: Route, owner: Omit<ConnectionOwner, 'free' | 'gone'>, closing: AbortSignal) {
    this.#route = route
    this.#closing = closing
    this.#owner = {
      ...owner,
      free: (connection, now) => this.#free(connection, now),
      gone: (connection, byPeer) => this.#onGone(connection, byPeer),
    }
  }

  /** Writes the request, at once if a connection is idle. */
  send(ongoing: Ongoing): void {
    const connection = this.#take(ongoing.sentAt)
    if (connection) return connection.send(ongoing)
    this.#waiting.add(ongoing)
    // One that is on its way already, whose exchange took another one, will do: else each exchange that finds its
    // connection taken would open one more while the first of them is being opened.
    if (this.#opening < this.#waiting.size) void this.#connect('inCall')
    if (this.#keepsReserve) this.#openAhead(this.#reserve(), this.#closing)
  }

  /** Nobody wants an answer to it any more. */
  forget(ongoing: Ongoing): void {
    this.#waiting.delete(ongoing)
    ongoing.connection?.destroy()
  }

  /** Opens connections until `count` are idle that will be good in `lead`, or no more can be had. */
  async prewarm(count: number, signal: AbortSignal, lead = micros(0)): Promise<void> {
    this.#keepsReserve = true
    this.#failures = 0
    const then = micros(this.#owner.clock.now() + lead + soon)
    for (const connection of this.#idle.filter(({ usableUntil }) => usableUntil <= then)) connection.destroy()
    this.#openAhead(count, signal)
    await Promise.all(this.#ahead)
  }

  close(): void {
    for (const connection of this.#open) connection.destroy()
  }

  #take(now: Micros): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop()
      if (!connection || connection.usableUntil > now) return connection
      connection.destroy()
    }
  }

  /** How many to have idle, once a connection had to be opened in a call: more calls are likely to come. */
  #reserve(): number {
    const inFlight = this.#open.size - this.#idle.length + this.#waiting.size
    return Math.min(largestReserve, Math.max(smallestReserve, Math.ceil(inFlight / 10)))
  }

  #openAhead(count: number, signal: AbortSignal): void {
    const missing = count - this.#idle.length - this.#ahead.size
    for (let n = 0; n < missing; n++) {
      const opened = this.#atOnce(async () => {
        if (signal.aborted || this.#closing.aborted || this.#failures >= mostFailures) return
        await this.#connect('ahead')
      }).finally(() => this.#ahead.delete(opened))
      this.#ahead.add(opened)
    }
  }

  async #connect(why: 'ahead' | 'inCall'): Promise<void> {
    const connection = new Connection(this.#owner)
    this.#opening += 1
    try {
      connection.attach(await openSocket(this.#route, this.#closing, connection.receive))
    } catch (error) {
      this.#opening -= 1
      if (!this.#closing.aborted) this.counts.failed += 1
      this.#failures += 1
      return this.#onFailure(failed(error))
    }
    this.#opening -= 1
    this.#failures = 0
    this.counts[why] += 1
    // It may have opened in the very turn in which the pool was closed.
    if (this.#closing.aborted) connection.destroy()
    if (!connection.isOpen) return
    this.#open.add(connection)
    this.#free(connection, this.#owner.clock.now())
  }

  /** Whoever has waited longest gets it. */
  #free(connection: Connection, now: Micros): void {
    for (const ongoing of this.#waiting) {
      this.#waiting.delete(ongoing)
      ongoing.waitedUntil(now)
      return connection.send(ongoing)
    }
    this.#idle.push(connection)
    this.#dropOld(now)
  }

  /** As long as there are as many on their way as are waited for, nobody has to go without. */
  #onFailure(result: ExchangeResult): void {
    if (this.#waiting.size <= this.#opening) return
    for (const ongoing of this.#waiting) {
      this.#waiting.delete(ongoing)
      return this.#owner.ended(ongoing, result, this.#owner.clock.now())
    }
  }

  #onGone(connection: Connection, byPeer: boolean): void {
    if (byPeer) this.counts.closedByPeer += 1
    this.#open.delete(connection)
    const place = this.#idle.lastIndexOf(connection)
    if (place !== -1) this.#idle.splice(place, 1)
  }

  /** The oldest are at the bottom. */
  #dropOld(now: Micros): void {
    for (let oldest = this.#idle[0]; oldest && oldest.usableUntil <= now; oldest = this.#idle[0])
      oldest.destroy()
  }
}

/** More would keep the event loop from anything else for too long: a TLS handshake takes 2 ms of it. */
const mostAtOnce = 32
/** After so many in a row no more can be had. */
const mostFailures = 3
/** What was opened ahead must still be good for a while at the instant it was opened for. */
const soon = fromSeconds(5)
const smallestReserve = 2
const largestReserve = 64
