import type { CheckResult, RowVerdict } from '../model/selftest.ts'
import type { Bench, Check } from './check.ts'
import { verdictOf } from './rows.ts'

/** A check is off only when it was so each of up to this many times. */
const mostAttempts = 3

/** No check is begun again when it would end later than this, ms since the selftest began. */
const repeatUntil = 110_000

/** Runs a check once. Throws what it throws: a bug, or the signal's reason. */
export async function runCheck(check: Check, bench: Bench): Promise<CheckResult> {
  const { id, title, setup } = check
  const outcome = await check.run(bench)
  if ('skipped' in outcome) {
    return { id, title, setup, rows: [], verdict: 'skipped', attempts: 1, skipped: outcome.skipped }
  }
  return { id, title, setup, rows: outcome, verdict: verdictOf(outcome), attempts: 1 }
}

export interface Repeating {
  readonly bench: Bench
  /** Since the selftest began, ms. */
  readonly elapsed: () => number
  readonly onRepeat: (check: Check, index: number) => void
}

/**
 * Runs what was not ok again, in place: noise passes, a wrong answer stays. The best attempt counts, as each is a
 * whole measurement of its own.
 */
export async function repeatDoubtful(
  results: CheckResult[],
  checks: readonly Check[],
  { bench, elapsed, onRepeat }: Repeating,
): Promise<void> {
  for (let attempt = 2; attempt <= mostAttempts; attempt += 1) {
    for (const [index, check] of checks.entries()) {
      const before = results[index]
      if (before === undefined || !doubtful(before) || elapsed() + longestCheck > repeatUntil) continue
      onRepeat(check, index)
      const after = await runCheck(check, bench)
      results[index] = { ...better(before, after), attempts: attempt }
    }
  }
}

/** ms. */
const longestCheck = 12_000

const doubtful = ({ verdict }: CheckResult): boolean => verdict === 'off' || verdict === 'too noisy'

const rank: readonly RowVerdict[] = ['ok', 'skipped', 'too noisy', 'off']

const better = (before: CheckResult, after: CheckResult): CheckResult =>
  rank.indexOf(after.verdict) <= rank.indexOf(before.verdict) ? after : before
