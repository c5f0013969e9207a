import type { Criterion, Entrant, Field } from './field.ts'

/**
 * Those of which nobody among them is shown to be better. The one with the lowest figure always is one: being level is
 * not transitive, and of two that are level with it one may be shown to be better than the other.
 */
export const unbeaten = (field: Field, by: Criterion, among: readonly Entrant[]): readonly Entrant[] =>
  among.filter((entrant) => !among.some((other) => isShownWorse(field, by, entrant, other)))

/** Whether somebody is shown to be both cheaper and faster. */
export const isBeatenInBoth = (field: Field, entrant: Entrant): boolean =>
  field.entrants.some((other) =>
    (['cost', 'time'] as const).every((by) => isShownWorse(field, by, entrant, other)),
  )

/** Each comparison costs thousands of draws, and none shows the higher figure to be the lower one. */
const isShownWorse = (field: Field, by: Criterion, entrant: Entrant, than: Entrant): boolean =>
  than !== entrant &&
  (than[by] ?? 0) <= (entrant[by] ?? 0) &&
  field.compare(by, than, entrant).verdict === 'higher'
