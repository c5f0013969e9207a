/**
 * So many takings per window, refilled continuously and never saved up beyond one window's worth: a token
 * bucket. It remembers one instant, so it is exact where the time per token is, and needs no refilling.
 */
export interface Allowance {
  /** How long until one may be taken, ms; 0 when it may be now. Infinity when `perWindow` is 0. */
  waitMs(now: number, perWindow: number): number
  /** Takes one, whether it may be or not. */
  take(now: number, perWindow: number): void
}

export function createAllowance(windowMs: number): Allowance {
  let fullAt = -Infinity
  return {
    waitMs(now, perWindow) {
      if (perWindow <= 0) return Infinity
      const perTokenMs = windowMs / perWindow
      // A bucket that holds less than one would never give any.
      const depthMs = Math.max(windowMs, perTokenMs)
      const wait = Math.max(fullAt, now) + perTokenMs - now - depthMs
      return wait > ROUNDING_MS ? wait : 0
    },
    take(now, perWindow) {
      fullAt = Math.max(fullAt, now) + windowMs / perWindow
    },
  }
}

// What is due after 33.3 ms must not be refused then for a billionth of a ms.
const ROUNDING_MS = 1e-6
