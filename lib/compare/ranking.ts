import type { Comparative, Ranking, Standing } from '../model/comparison.ts'
import type { Goals } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import { type Criterion, type Entrant, type Field, weighable } from './field.ts'
import { frontOf } from './front.ts'
import { kneeOf } from './knee.ts'

/** Who is cheapest, fastest and in between. Undefined for a field of nobody. */
export function rankingOf(field: Field, { weight, limits }: Goals): Ranking | undefined {
  const { entrants } = field
  if (entrants.length === 0) return undefined
  const [cheapest, fastest] = [leastOf(entrants, 'cost'), leastOf(entrants, 'time')]
  const balanced = balancedOf(entrants, weight)
  const within = limits.length === 0 ? undefined : leastOf(entrants.filter(holdsLimits), 'cost')
  const others = within && entrants.filter(holdsLimits)
  return defined({
    cheapest: cheapest && standing(field, cheapest, entrants, ['cost']),
    fastest: fastest && standing(field, fastest, entrants, ['time']),
    balanced: balanced && standing(field, balanced, entrants, ['cost', 'time']),
    withinLimits: within && standing(field, within, others ?? [], ['cost']),
    cost: cheapest === undefined ? [] : against(field, 'cost', cheapest),
    speed: fastest === undefined ? [] : against(field, 'time', fastest),
    front: frontOf(field).map(({ setting }) => setting.name),
    knee: kneeOf(entrants),
    costSpread: costSpread(entrants),
    speedBy: field.speedBy === 'duration' ? undefined : field.speedBy,
    rounds: field.rounds,
  })
}

/** The cheapest or the fastest, of those of which that is known; of several the smallest, then the one named first. */
export function leastOf(entrants: readonly Entrant[], by: Criterion): Entrant | undefined {
  return first(
    entrants.filter((entrant) => entrant[by] !== undefined),
    (entrant) => entrant[by] ?? Infinity,
  )
}

/** Whether every limit is held for sure. */
export const holdsLimits = ({ limits }: Entrant): boolean => limits.every(({ kind }) => kind === 'pass')

/** The lowest; of several the one with the least memory, then the one named first. */
export function first<E extends Entrant>(entrants: readonly E[], key: (entrant: E) => number): E | undefined {
  // A stable sort: the plan's order decides what is left.
  return entrants.toSorted((a, b) => key(a) - key(b) || memoryOf(a) - memoryOf(b))[0]
}

const memoryOf = ({ setting: { memoryMb } }: Entrant): number => memoryMb ?? 0

/** How each compares with the first one, which is level with itself. */
const against = (field: Field, by: Criterion, best: Entrant): Comparative[] =>
  field.entrants.map((entrant) => field.compare(by, best, entrant))

function standing(
  field: Field,
  best: Entrant,
  among: readonly Entrant[],
  by: readonly Criterion[],
): Standing {
  const isLevel = (entrant: Entrant): boolean =>
    by.every((criterion) => field.compare(criterion, best, entrant).verdict === 'level')
  return {
    setting: best.setting.name,
    level: among.filter((entrant) => entrant !== best && isLevel(entrant)).map(({ setting }) => setting.name),
  }
}

/** Cost and time each as a share of the highest, so that neither counts for more by its unit. */
function balancedOf(entrants: readonly Entrant[], weight: number): Entrant | undefined {
  const known = weighable(entrants)
  const mostCost = Math.max(...known.map(({ cost }) => cost))
  const mostTime = Math.max(...known.map(({ time }) => time))
  return first(
    known,
    ({ cost, time }) => weight * share(cost, mostCost) + (1 - weight) * share(time, mostTime),
  )
}

const share = (value: number, most: number): number => (most === 0 ? 0 : value / most)

function costSpread(entrants: readonly Entrant[]): number | undefined {
  const costs = entrants.flatMap(({ cost }) => cost ?? [])
  const least = Math.min(...costs)
  return costs.length === 0 || least === 0 ? undefined : Math.max(...costs) / least - 1
}
