import type { CheckResult, FactRow, NumberRow, Row, RowUnit, RowVerdict } from '../model/selftest.ts'

export interface Comparison {
  readonly what: string
  readonly unit: RowUnit
  readonly relation?: NumberRow['relation']
  readonly claimed: number
  readonly measured: number | undefined
  readonly tolerance: number
  /** How much the machine may have added; it never makes anything faster. */
  readonly noise?: number
  /** Set where noise may also take away, as it does from a count. */
  readonly noiseBothWays?: boolean
}

/**
 * Compares a number with the one that theory gives. Being off by more than the tolerance is put down to noise
 * only as far as noise was measured, and only in the direction in which it works.
 */
export function compare(comparison: Comparison): NumberRow {
  const { what, unit, relation = 'equal', claimed, measured, tolerance, noise = 0 } = comparison
  const row = { kind: 'number' as const, what, unit, relation, claimed, tolerance, noise }
  if (measured === undefined || !Number.isFinite(measured)) return { ...row, verdict: 'off' }
  return { ...row, measured, verdict: judge({ ...comparison, relation, noise, measured }) }
}

/** Something that either is so or is not. */
export const fact = (what: string, claimed: string, measured: string): FactRow => ({
  kind: 'fact',
  what,
  claimed,
  measured,
  verdict: claimed === measured ? 'ok' : 'off',
})

/** The worst of all rows. */
export function verdictOf(rows: readonly Row[]): RowVerdict {
  const verdicts = rows.map(({ verdict }) => verdict)
  return severity.find((verdict) => verdicts.includes(verdict)) ?? 'skipped'
}

/** Whether any answer is off beyond what noise explains: the selftest then fails. */
export const isOff = (checks: readonly CheckResult[]): boolean =>
  checks.some(({ verdict }) => verdict === 'off')

const severity: readonly RowVerdict[] = ['off', 'too noisy', 'ok', 'skipped']

interface Judged extends Comparison {
  readonly relation: NumberRow['relation']
  readonly measured: number
  readonly noise: number
}

function judge({ relation, claimed, measured, tolerance, noise, noiseBothWays = false }: Judged): RowVerdict {
  const error = measured - claimed
  const [under, over] = [relation === 'at-most' ? 0 : -error, relation === 'at-least' ? 0 : error]
  if (under <= tolerance && over <= tolerance) return 'ok'
  const explainedUnder = tolerance + (noiseBothWays ? noise : 0)
  return under <= explainedUnder && over <= tolerance + noise ? 'too noisy' : 'off'
}
