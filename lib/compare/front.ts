import type { Entrant } from './field.ts'

/** Those that no other beats in cost or time without losing in the other, from the cheapest on. */
export function frontOf(entrants: readonly Entrant[]): Entrant[] {
  return entrants
    .filter((entrant) => !entrants.some((other) => beats(other, entrant)))
    .sort((a, b) => costOf(a) - costOf(b) || a.time - b.time)
}

function beats(one: Entrant, other: Entrant): boolean {
  const [cost, otherCost] = [costOf(one), costOf(other)]
  const asGood = cost <= otherCost && one.time <= other.time
  return asGood && (cost < otherCost || one.time < other.time)
}

/** Where no cost is known, time alone decides. */
const costOf = ({ cost = 0 }: Entrant): number => cost
