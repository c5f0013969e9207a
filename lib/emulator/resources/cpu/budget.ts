/**
 * An account of processor time: a share of every passing ms is paid in, what was used is taken out. Debt is
 * kept until it is paid, so that the mean is the share however coarse the looks are. Who does not want the
 * processor saves up no more than half of what a period brings, which is what a quota gives in advance on
 * average; who wanted it and was kept waiting loses nothing, within reason.
 */
export interface Budget {
  /** The most credit that comes by itself, ms. */
  readonly most: number
  /** Brings it up to date; gives the credit, and debt is negative. */
  settle(now: Moment): number
}

/** All ms. */
export interface Moment {
  readonly now: number
  /** Everything so far: processor time used, */
  readonly usedMs: number
  /** and time in which it wanted more and had to wait, for a core or because it was stopped. */
  readonly waitedMs: number
}

/** Begins with as much credit as comes by itself. */
export function createBudget(share: number, begin: Moment): Budget {
  const most = (share * PERIOD_MS) / 2
  const mostAfterWaiting = share * PERIOD_MS * PERIODS_KEPT
  let credit = most
  let last = begin
  return {
    most,
    settle(moment) {
      const used = Math.max(0, moment.usedMs - last.usedMs)
      const waited = Math.max(0, moment.waitedMs - last.waitedMs)
      const passed = moment.now - last.now
      const idle = Math.max(0, passed - used - waited)
      credit = Math.min(mostAfterWaiting, credit + share * (passed - idle) - used)
      credit = Math.max(credit, Math.min(most, credit + share * idle))
      last = { ...moment, usedMs: Math.max(moment.usedMs, last.usedMs) }
      return credit
    },
  }
}

const PERIOD_MS = 20
// A host that was overloaded for long must not make up for all of it at once.
const PERIODS_KEPT = 5
