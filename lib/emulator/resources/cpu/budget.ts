/**
 * An account of processor time: a share of every passing ms is paid in, what was used is taken out. Credit is
 * kept up to half of what a period brings, which is what a quota gives in advance on average; debt is kept
 * until it is paid, so that the mean is the share however coarse the looks are.
 */
export interface Budget {
  /** The most credit there can be, ms. */
  readonly most: number
  /** Brings it up to date: the time now, and all that was ever used, both ms. Gives the credit; debt is negative. */
  settle(now: number, usedMs: number): number
}

/** Begins with as much credit as there can be. */
export function createBudget(share: number, now: number, usedMs: number): Budget {
  const most = (share * PERIOD_MS) / 2
  let credit = most
  let last = { now, usedMs }
  return {
    most,
    settle(now, usedMs) {
      // What was used is taken out before the credit is cut: a busy process earns while it runs.
      const earned = share * (now - last.now) - Math.max(0, usedMs - last.usedMs)
      credit = Math.min(most, credit + earned)
      last = { now, usedMs: Math.max(usedMs, last.usedMs) }
      return credit
    },
  }
}

const PERIOD_MS = 20
