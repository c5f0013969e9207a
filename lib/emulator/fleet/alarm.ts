/** One timer for whatever is due next. */
export interface Alarm {
  /** Rings at `at` (on the monotonic clock, ms) or somewhat later; an earlier ring that was set before stays. */
  set(at: number | undefined): void
  close(): void
}

/** `ring` sets the alarm again when there is more to come. */
export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  let ringsAt = Infinity

  return {
    set(at) {
      if (at === undefined || at >= ringsAt) return
      clearTimeout(timer)
      ringsAt = at
      // A whole ms later: timers may fire a fraction early. What is due past the longest timer is looked at then.
      const ms = Math.min(LONGEST_MS, Math.max(0, at - performance.now()) + 1)
      timer = setTimeout(() => {
        ringsAt = Infinity
        ring()
      }, ms)
    },
    close() {
      clearTimeout(timer)
      ringsAt = -Infinity
    },
  }
}

// setTimeout fires at once for anything longer.
const LONGEST_MS = 2 ** 31 - 1
