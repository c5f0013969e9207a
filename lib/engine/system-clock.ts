import { performance } from 'node:perf_hooks'
import { setImmediate as immediate } from 'node:timers/promises'
import { longestTimer, type Micros, micros } from '../model/time.ts'
import type { Clock } from '../model/clock.ts'

/** The clock of a firing thread, which also knows how much of the thread's time it took for waiting. */
export interface SystemClock extends Clock {
  /** Time spent polling for an instant: the thread looks busy then, and is not. */
  polled(): Micros
}

/** Node's timers fire late by up to about this much, so the last stretch is not left to them. */
const timerSlack = 1_500

/**
 * Time since `origin`, an instant of the machine's monotonic clock (`process.hrtime.bigint()`), which all
 * threads of a machine share. With `poll` the last 1.5 ms before an instant are waited for by polling, which
 * is exact but takes a whole core while it lasts.
 */
export function createSystemClock(origin: bigint, poll: boolean): SystemClock {
  const offset = offsetFrom(origin)
  const now = (): Micros => micros(performance.now() * 1_000 + offset)
  const meter = new PollMeter(now)
  const slack = poll ? timerSlack : 0
  return {
    now,
    polled: () => micros(meter.polled),
    breathe: async () => immediate(),
    async until(time, signal) {
      const left = time - now()
      if (left <= 0 || signal.aborted) return
      await new Promise<void>((resolve) => new Wait(time, slack, now, signal, meter, resolve).look())
    },
  }
}

/**
 * What `performance.now()` is behind the time since `origin`, µs. Both read the same clock of the system, so
 * the difference is constant; `performance.now()` is read ten times faster than a bigint.
 */
function offsetFrom(origin: bigint): number {
  let offset = Infinity
  // Whatever comes between the two readings makes the difference larger, never smaller.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const before = performance.now()
    offset = Math.min(offset, Number(process.hrtime.bigint() - origin) / 1_000 - before * 1_000)
  }
  return offset
}

/** Tells the turns of the event loop in which there was nothing to do but poll from those with work in them. */
class PollMeter {
  polled = 0
  readonly #now: () => number
  #shortest = Infinity
  #turnAt = 0

  constructor(now: () => number) {
    this.#now = now
  }

  begin(): void {
    this.#turnAt = this.#now()
  }

  turn(): void {
    const at = this.#now()
    const took = at - this.#turnAt
    this.#turnAt = at
    if (took > 0 && took < this.#shortest) this.#shortest = took
    // An empty turn takes about the same each time; what is beyond twice that was work.
    this.polled += Math.min(took, 2 * this.#shortest)
  }
}

/** One wait for an instant: by a timer while it is far, then turn by turn of the event loop. */
class Wait {
  readonly #time: number
  readonly #slack: number
  readonly #now: () => number
  readonly #signal: AbortSignal
  readonly #meter: PollMeter
  readonly #resolve: () => void
  #polling = false

  constructor(
    time: number,
    slack: number,
    now: () => number,
    signal: AbortSignal,
    meter: PollMeter,
    resolve: () => void,
  ) {
    this.#time = time
    this.#slack = slack
    this.#now = now
    this.#signal = signal
    this.#meter = meter
    this.#resolve = resolve
  }

  readonly look = (): void => {
    if (this.#polling) this.#meter.turn()
    const left = this.#time - this.#now()
    if (left <= 0 || this.#signal.aborted) this.#resolve()
    else if (left > this.#slack) this.#sleep(left)
    else this.#poll()
  }

  #poll(): void {
    if (!this.#polling) this.#meter.begin()
    this.#polling = true
    setImmediate(this.look)
  }

  #sleep(left: number): void {
    const millis = Math.max(1, Math.floor((left - this.#slack) / 1_000))
    const done = (): void => {
      clearTimeout(timer)
      this.#signal.removeEventListener('abort', done)
      this.look()
    }
    const timer = setTimeout(done, Math.min(millis, longestTimer))
    this.#signal.addEventListener('abort', done)
  }
}
