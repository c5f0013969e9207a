import { setImmediate as immediate } from 'node:timers/promises'
import { type Micros, micros } from '../model/time.ts'
import type { Clock } from '../model/clock.ts'

/** Node's timers fire late by up to about this much, so the last stretch is not left to them. */
const timerSlack = 1_500

/**
 * Time since `origin`, an instant of the machine's monotonic clock (`process.hrtime.bigint()`), which all
 * threads of a machine share. With `poll` the last 1.5 ms before an instant are waited for by polling, which
 * is exact but takes a whole core while it lasts.
 */
export function createSystemClock(origin: bigint, poll: boolean): Clock {
  const now = (): Micros => micros(Number(process.hrtime.bigint() - origin) / 1_000)
  return {
    now,
    breathe: () => immediate(),
    async until(time, signal) {
      const slack = poll ? timerSlack : 0
      for (;;) {
        const left = time - now()
        if (left <= 0 || signal.aborted) return
        if (left > slack) await sleep(Math.max(1, Math.floor((left - slack) / 1_000)), signal)
        else await immediate()
      }
    },
  }
}

/** Longest delay a timer takes. */
const longestTimer = 2 ** 31 - 1

/** Like `timers/promises`, but resolves on abort: an early end of a wait is no error. */
async function sleep(millis: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(millis, longestTimer))
    signal.addEventListener('abort', done)
  })
}
