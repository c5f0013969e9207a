import type { PhasePlan } from '../model/plan.ts'
import type { Run } from '../model/run.ts'
import { fromMillis, type Micros, micros } from '../model/time.ts'
import { counted, durationInWords, numberInWords } from '../shapes/words.ts'
import { addCounts, emptyCounts } from '../summary/counts.ts'

/** Of a run that fired all it was to fire. */
export const completed = 'completed'

/**
 * How far a run got: `completed`, `interrupted after 21 of 200 invocations`, or by time where nobody knows how many
 * there would have been.
 */
export function reachInWords(run: Pick<Run, 'ended' | 'phases' | 'plan' | 'durationMs'>): string {
  switch (run.ended) {
    case 'completed':
      return completed
    case 'interrupted':
      return `interrupted after ${progressOf(run)}`
    case 'incomplete':
      return `broken off after ${progressOf(run)}`
    default:
      return run.ended satisfies never
  }
}

/** What was dropped had its turn, too. */
function progressOf({ phases, plan, durationMs }: Omit<Parameters<typeof reachInWords>[0], 'ended'>): string {
  const all = phases.map(({ counts }) => counts).reduce(addCounts, emptyCounts(0))
  if (all.planned !== undefined)
    return `${numberInWords(all.sent + all.dropped)} of ${counted(all.planned, 'invocation')}`
  const whole = lengthOf(plan.phases)
  const part = durationInWords(fromMillis(Math.round(durationMs / 100) * 100))
  return whole === undefined ? part : `${part} of ${durationInWords(whole)}`
}

/** Of loops that all end by time; undefined where something else is among them. */
function lengthOf(phases: readonly PhasePlan[]): Micros | undefined {
  const lengths = phases.map(({ load }) => (load.kind === 'closed' ? load.duration : undefined))
  const known = lengths.filter((length) => length !== undefined)
  return known.length < lengths.length ? undefined : micros(known.reduce((sum, length) => sum + length, 0))
}
