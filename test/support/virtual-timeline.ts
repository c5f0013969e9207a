import { setImmediate as turn } from 'node:timers/promises'

import type { Timeline } from '../../lib/emulator/simulated/timeline.ts'

/** A timeline that stands still while anybody has something to do, and moves on when everybody waits. */
export class VirtualTimeline implements Timeline {
  /** Unix epoch of its 0, ms. */
  static readonly epoch = Date.UTC(2026, 6, 9)
  #now = 0
  #waiting: { readonly at: number; readonly callback: () => void }[] = []

  now = (): number => this.#now

  epochMs = (at: number): number => VirtualTimeline.epoch + at

  when = (at: number, callback: () => void): (() => void) => {
    const due = { at, callback }
    this.#waiting.push(due)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== due)
    }
  }

  /** Runs until `work` has ended. Throws what it threw, or when all wait for nothing. */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false
    const end = (): void => {
      ended = true
    }
    work.then(end, end)
    for (;;) {
      await turn()
      if (ended) return work
      this.#moveOn()
    }
  }

  #moveOn(): void {
    const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0]
    if (next === undefined) throw new Error(`everybody waits for nothing at ${this.#now} ms`)
    this.#waiting = this.#waiting.filter((other) => other !== next)
    this.#now = Math.max(this.#now, next.at)
    next.callback()
  }
}
