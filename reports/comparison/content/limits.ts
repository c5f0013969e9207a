import type { Comparison } from '../../../lib/model/comparison.ts'
import { type VerdictLine, verdictLines } from '../../content/thresholds.ts'
import { measuredSettings, resultOf } from './standings.ts'

/** What became of one limit for one setting. */
export interface LimitLine extends VerdictLine {
  readonly setting: string
  /** Whether it is the first line of its limit. */
  readonly first: boolean
}

/** Limit by limit, a line for each measured setting. */
export function limitLines(comparison: Comparison): readonly LimitLine[] {
  const verdicts = measuredSettings(comparison).flatMap(({ setting, limits }) =>
    verdictLines({ verdicts: limits }).map((line) => ({ ...line, setting: setting.name })),
  )
  const gates = [...new Set(verdicts.map(({ gate }) => gate))]
  return gates.flatMap((gate) =>
    verdicts.filter((line) => line.gate === gate).map((line, index) => ({ ...line, first: index === 0 })),
  )
}

/** How many settings hold every limit, for the section's first line. */
export function limitSummary(comparison: Comparison): string {
  const judged = measuredSettings(comparison).filter(({ limits }) => limits.length > 0)
  const holding = judged.filter(({ limits }) => limits.every(({ kind }) => kind === 'pass'))
  return `${holding.length} of ${judged.length} settings ${holding.length === 1 ? 'holds' : 'hold'} ${gatesOf(comparison) === 1 ? 'it' : 'every one'}`
}

/** «response_time p(95) < 200ms», or how many limits there are. */
export function limitSentence(comparison: Comparison, name: string): string {
  const limits = resultOf(comparison, name)?.limits ?? []
  const [only] = limits
  return only !== undefined && limits.length === 1 ? only.gate : 'every limit'
}

const gatesOf = (comparison: Comparison): number =>
  Math.max(0, ...measuredSettings(comparison).map(({ limits }) => limits.length))
