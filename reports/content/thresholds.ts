import type { Run } from '../../lib/model/run.ts'
import type { Verdict } from '../../lib/model/verdict.ts'
import { formatCount, formatInterval, formatQuantity } from '../quantities.ts'

export interface VerdictLine {
  readonly kind: Verdict['kind']
  readonly gate: string
  readonly actual: string
  readonly interval: string
  readonly observations: string
  /** Why there is no verdict. */
  readonly why?: string
}

/** One line for each threshold, in the order they were given. */
export const verdictLines = ({ verdicts }: Pick<Run, 'verdicts'>): readonly VerdictLine[] =>
  verdicts.map(verdictLine)

/** «2 passed, 1 failed»; empty without thresholds. */
export const verdictSummary = ({ verdicts }: Run): string =>
  kinds
    .map(([kind, word]) => [verdicts.filter((verdict) => verdict.kind === kind).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ')

const kinds: readonly (readonly [Verdict['kind'], string])[] = [
  ['fail', 'failed'],
  ['inconclusive', 'inconclusive'],
  ['pass', 'passed'],
]

function verdictLine(verdict: Verdict): VerdictLine {
  const { kind, gate, actual, interval, unit, n } = verdict
  const format = (value: number): string => (unit === undefined ? String(value) : formatQuantity(value, unit))
  return {
    kind,
    gate,
    actual: actual === undefined ? '' : format(actual),
    interval: (interval && formatInterval(interval, format)) ?? '',
    observations: `n ${formatCount(n)}`,
    ...(verdict.kind === 'inconclusive' && { why: verdict.why }),
  }
}
