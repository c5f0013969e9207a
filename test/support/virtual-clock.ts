import { setImmediate as turn } from 'node:timers/promises'
import type { Clock } from '../../lib/model/clock.ts'
import { type Micros, micros } from '../../lib/model/time.ts'

interface Waiter {
  readonly time: Micros
  readonly resolve: () => void
}

/**
 * A clock whose time stands still while anybody has something to do, and moves to the next awaited instant when
 * everybody waits. What would hang for ever with a real clock is an error at once.
 */
export class VirtualClock implements Clock {
  #now: Micros
  #waiters: Waiter[] = []
  #breathers: (() => void)[] = []

  constructor(now = 0) {
    this.#now = micros(now)
  }

  now(): Micros {
    return this.#now
  }

  async until(time: Micros, signal: AbortSignal): Promise<void> {
    if (time <= this.#now || signal.aborted) return
    await new Promise<void>((resolve) => {
      const waiter: Waiter = { time, resolve: done }
      const waiters = (): Waiter[] => this.#waiters
      const leave = (): void => {
        this.#waiters = waiters().filter((other) => other !== waiter)
        done()
      }
      function done(): void {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      signal.addEventListener('abort', leave)
      this.#waiters.push(waiter)
    })
  }

  async breathe(): Promise<void> {
    await new Promise<void>((resolve) => this.#breathers.push(resolve))
  }

  /** Runs until `work` has ended, however much time that takes. Throws what it threw, or when all wait for nothing. */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false
    const end = (): void => {
      ended = true
    }
    work.then(end, end)
    for (;;) {
      await this.#settle()
      if (ended) return work
      if (!this.#moveTo(Infinity)) throw new Error(`everybody waits for nothing at ${this.#now} µs`)
    }
  }

  /** Lets everything happen that is due up to `time`, and stands there. */
  async advanceTo(time: Micros): Promise<void> {
    do await this.#settle()
    while (this.#moveTo(time))
    this.#now = time
  }

  /** Lets everybody go on who waits for anything but time. A turn of the event loop runs all promises dry. */
  async #settle(): Promise<void> {
    for (;;) {
      await turn()
      if (this.#breathers.length === 0) return
      for (const resolve of this.#breathers.splice(0)) resolve()
    }
  }

  /** To the next awaited instant, unless it lies beyond `limit`. */
  #moveTo(limit: number): boolean {
    const next = Math.min(...this.#waiters.map(({ time }) => time))
    if (next === Infinity || next > limit) return false
    this.#now = micros(next)
    const due = this.#waiters.filter(({ time }) => time <= next)
    this.#waiters = this.#waiters.filter(({ time }) => time > next)
    for (const { resolve } of due) resolve()
    return true
  }
}
