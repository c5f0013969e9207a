import { type Entrant, type Weighable, weighable } from './field.ts'

/**
 * Those that no other beats in cost or time without losing in the other, from the cheapest on. None where either is
 * not known: any setting may be beaten then.
 */
export function frontOf(entrants: readonly Entrant[]): Weighable[] {
  const known = weighable(entrants)
  return known
    .filter((entrant) => !known.some((other) => beats(other, entrant)))
    .sort((a, b) => a.cost - b.cost || a.time - b.time)
}

function beats(one: Weighable, other: Weighable): boolean {
  const asGood = one.cost <= other.cost && one.time <= other.time
  return asGood && (one.cost < other.cost || one.time < other.time)
}
