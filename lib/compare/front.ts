import { type Criterion, type Entrant, type Field, type Weighable, weighable } from './field.ts'

/**
 * Those that no other is shown to beat, from the cheapest on. None where cost or time is not known: any setting may be
 * beaten then. One is beaten by another whose figures are both as good, and of which one is shown to be better.
 */
export function frontOf({ entrants, compare }: Pick<Field, 'entrants' | 'compare'>): Weighable[] {
  const known = weighable(entrants)
  // A setting that is shown to be better may itself be beaten, by figures that vary much: every one is asked. Those
  // that are ahead come first, as each comparison costs thousands of draws.
  const isBehind = (entrant: Weighable): boolean => known.some((other) => isBetter(other, entrant))
  const rivals = known.toSorted((a, b) => Number(isBehind(a)) - Number(isBehind(b)))
  const isShownWorse = (entrant: Weighable, other: Weighable): boolean =>
    isBetter(other, entrant) &&
    (isLower(compare, 'cost', entrant, other) || isLower(compare, 'time', entrant, other))
  return known
    .filter((entrant) => !rivals.some((other) => isShownWorse(entrant, other)))
    .sort((a, b) => a.cost - b.cost || a.time - b.time)
}

const isLower = (compare: Field['compare'], by: Criterion, than: Entrant, other: Entrant): boolean =>
  other[by] !== than[by] && compare(by, than, other).verdict === 'lower'

/** By the figures alone. */
function isBetter(one: Weighable, other: Weighable): boolean {
  const asGood = one.cost <= other.cost && one.time <= other.time
  return asGood && (one.cost < other.cost || one.time < other.time)
}
