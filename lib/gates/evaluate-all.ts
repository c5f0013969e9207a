import type { MetricSource } from '../model/sample.ts'
import type { Verdict } from '../model/verdict.ts'
import { evaluate } from './evaluate.ts'
import { parseThreshold } from './parse-threshold.ts'

/** One verdict for each stored threshold, in their order. Throws Error for one that a stored plan can't hold. */
export function evaluateAll(thresholds: readonly string[], source: MetricSource): Verdict[] {
  return thresholds.map((text) => {
    const threshold = parseThreshold(text)
    // They were read when the plan was made, so only a plan changed by hand can bring another.
    if ('message' in threshold) throw new Error(`stored threshold "${text}": ${threshold.message}`)
    return evaluate(threshold, source)
  })
}
