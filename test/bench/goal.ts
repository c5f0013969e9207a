import { number } from './table.ts'

/** One thing that a measure is to show. */
export interface Goal {
  /** What is measured, for example `invocations/s on one core, against plain client-lambda`. */
  readonly what: string
  readonly bound: 'at least' | 'at most'
  readonly limit: number
  /** Written behind both figures, for example `×` or `ms`. */
  readonly unit: string
  /** Undefined when it could not be measured. */
  readonly measured: number | undefined
  /** Why it could not be. */
  readonly why?: string
}

export type GoalVerdict = 'met' | 'not met' | 'not measured'

/** A figure that is not a number is none. */
export function judge({ bound, limit, measured }: Goal): GoalVerdict {
  if (measured === undefined || Number.isNaN(measured)) return 'not measured'
  return (bound === 'at least' ? measured >= limit : measured <= limit) ? 'met' : 'not met'
}

/** One row: what, goal, figure, verdict. */
export function goalRow(goal: Goal): string[] {
  const { what, bound, limit, unit, measured, why } = goal
  const verdict = judge(goal)
  const sign = bound === 'at least' ? '≥' : '≤'
  return [
    what,
    `${sign} ${limit.toLocaleString('en-US')} ${unit}`,
    verdict === 'not measured' || measured === undefined ? '' : `${number(measured)} ${unit}`,
    verdict === 'not measured' && why !== undefined ? `${verdict}: ${why}` : verdict,
  ]
}
