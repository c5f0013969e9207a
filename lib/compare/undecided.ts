import type { Entrant, Field } from './field.ts'
import { holdsLimits } from './ranking.ts'
import { listInWords } from '../summary/in-words.ts'

/**
 * What is to be done where nothing speaks for any of them: `stay` with what is set now, or `none` where that is not
 * among them. Undefined where something speaks for one, if only that what is set now could not be measured.
 */
export type Undecided =
  { readonly kind: 'stay'; readonly with: Entrant } | { readonly kind: 'none'; readonly why: string }

/** `baseline` is the name of what is set now, or of the first qualifier. */
export function undecided(field: Field, baseline: string | undefined): Undecided | undefined {
  const { entrants } = field
  if (entrants.length < 2 || !entrants.every(holdsLimits)) return undefined
  if (baseline !== undefined) {
    const now = entrants.find(({ setting }) => setting.name === baseline)
    return now && isUnbeaten(field, now) ? { kind: 'stay', with: now } : undefined
  }
  return entrants.every((entrant) => isUnbeaten(field, entrant))
    ? { kind: 'none', why: whyNone(entrants) }
    : undefined
}

/** Whether the first is as good as the other, as far as anything is shown: in cost, time and memory. */
export const isAsGood = (field: Field, one: Entrant, other: Entrant): boolean =>
  other.setting.memoryMb === one.setting.memoryMb && isAsCheapAndFast(field, one, other)

/** The same whatever their memory. */
export const isAsCheapAndFast = (field: Field, one: Entrant, other: Entrant): boolean =>
  speaksForNone(field, 'time', one, other) && speaksForNone(field, 'cost', one, other)

function isUnbeaten(field: Field, entrant: Entrant): boolean {
  if (entrant.cost === undefined && entrant.time === undefined) return false
  return field.entrants.every((other) => isAsGood(field, entrant, other))
}

/** What is not known says nothing; but where these two are told apart, though others are not, that does. */
function speaksForNone(field: Field, by: 'cost' | 'time', one: Entrant, other: Entrant): boolean {
  const { verdict } = field.compare(by, one, other)
  return verdict === 'level' || (verdict === 'unknown' && one[by] === undefined)
}

const whyNone = (entrants: readonly Entrant[]): string =>
  `No difference is shown between ${listInWords(entrants.map(({ setting }) => setting.name))}, ` +
  'so nothing speaks for setting one of them. More samples (-n) show smaller differences.'
