import type { Verdict } from '../model/verdict.ts'

/** What all thresholds of a run together come to. */
export type Judgement = 'passed' | 'failed' | 'inconclusive'

/**
 * One failed threshold fails the run. No data is always inconclusive; an interval that straddles its limit only
 * by the policy `fail`. No thresholds at all pass.
 */
export function judge(verdicts: readonly Verdict[], policy: 'pass' | 'fail'): Judgement {
  if (verdicts.some(({ kind }) => kind === 'fail')) return 'failed'
  const undecided = verdicts.some(
    (verdict) => verdict.kind === 'inconclusive' && (verdict.cause === 'no-data' || policy === 'fail'),
  )
  return undecided ? 'inconclusive' : 'passed'
}
