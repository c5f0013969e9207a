import { createBudget, type Budget } from './budget.ts'
import type { Throttle } from './throttle.ts'

/** What is throttled. */
export interface Throttled {
  /** Processor time, and waiting for a core, so far; undefined when it is gone. */
  usage(): { readonly usedMs: number; readonly waitedMs: number } | undefined
  stop(): void
  go(): void
}

/** Time for the loops: the real one, or a test's. */
export interface Clock {
  now(): number
  after(ms: number, then: () => void): () => void
}

/**
 * Makes throttles that compare the processor time that was used with the share, and stop and continue the
 * group so that both agree. A group that is stopped is left alone until its debt is paid, so looks are needed
 * only at those that run: every 4 ms, or less often when many do, so that all looks together stay cheap.
 */
export function createClosedLoop(clock: Clock): (target: Throttled, share: number) => Throttle {
  let held = 0
  const sliceMs = (): number => Math.min(MOST_SLICE_MS, Math.max(LEAST_SLICE_MS, held * SLICE_MS_PER_GROUP))
  return (target, share) => {
    let budget: Budget | undefined
    let cancel: (() => void) | undefined
    let stoppedAt: number | undefined
    let stoppedMs = 0

    function look(): void {
      const now = clock.now()
      const usage = target.usage()
      // It has ended: whoever waits for that calls `rest`.
      if (usage === undefined) return
      const moment = { now, usedMs: usage.usedMs, waitedMs: usage.waitedMs + heldBackMs(now) }
      budget ??= createBudget(share, moment)
      const missing = reserve(budget) - budget.settle(moment)
      if (missing > 0) {
        if (stoppedAt === undefined) target.stop()
        stoppedAt ??= now
        cancel = clock.after(missing / share, look)
        return
      }
      goOn(now)
      cancel = clock.after(sliceMs(), look)
    }

    /** Half of what it loses until the next look is kept back, so that its credit swings about zero. */
    function reserve({ most }: Budget): number {
      return Math.min(most, (Math.max(0, 1 - share) * sliceMs()) / 2)
    }

    function heldBackMs(now: number): number {
      return stoppedMs + (stoppedAt === undefined ? 0 : now - stoppedAt)
    }

    function stopLooking(): boolean {
      if (cancel === undefined) return false
      held -= 1
      cancel()
      cancel = undefined
      return true
    }

    function goOn(now: number): void {
      if (stoppedAt === undefined) return
      stoppedMs += now - stoppedAt
      stoppedAt = undefined
      target.go()
    }

    return {
      hold() {
        if (cancel !== undefined) return
        held += 1
        look()
      },
      letFinish() {
        if (!stopLooking()) return
        // What it uses now is settled, and paid for, when it is held again.
        goOn(clock.now())
      },
      rest() {
        if (!stopLooking()) return
        if (stoppedAt !== undefined) stoppedMs += clock.now() - stoppedAt
        stoppedAt = undefined
      },
      heldBackMs: () => heldBackMs(clock.now()),
      countsAsWaiting: false,
    }
  }
}

/** The monotonic clock and Node's timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}

const LEAST_SLICE_MS = 4
const MOST_SLICE_MS = 20
// A look costs about 10 µs: together at most 2.5 % of a core, up to 50 groups.
const SLICE_MS_PER_GROUP = 0.4
