import type { NothingToRecommend, Ranking, Recommendation, Recommended } from '../model/comparison.ts'
import type { Goals } from '../model/comparison-plan.ts'
import { type Entrant, type Field } from './field.ts'
import { limitsMissed } from './limits-missed.ts'
import { cheapestOf, first, holdsLimits, rankingOf } from './ranking.ts'
import { whyUnpriced } from './unpriced.ts'

/**
 * What to set. With limits the cheapest that holds them all, otherwise the fastest of those that cost about as
 * little as the cheapest. Undefined for a field of nobody.
 */
export function recommend(field: Field, goals: Goals): Recommendation | undefined {
  const ranking = rankingOf(field, goals)
  if (ranking === undefined) return undefined
  return goals.limits.length > 0
    ? recommendWithin(field, ranking, goals.limits)
    : recommendCheap(field, ranking, goals.tolerance)
}

function recommendWithin(field: Field, ranking: Ranking, limits: readonly string[]): Recommendation {
  const within = field.entrants.filter(holdsLimits)
  const [only] = within
  if (only === undefined) return nothing(limitsMissed(field.entrants, limits), ranking)
  const cheapest = cheapestOf(within)
  // Where no cost is known one that holds them alone needs none.
  const chosen = cheapest ?? (within.length === 1 ? only : undefined)
  return chosen === undefined ? nothing(whyUnpriced(ranking), ranking) : choose(chosen, 'limits', ranking)
}

function recommendCheap(field: Field, ranking: Ranking, tolerance: number): Recommendation {
  const baseline = baselineOf(field)
  if (baseline !== undefined) return choose(baseline, 'baseline', ranking)
  const cheapest = cheapestOf(field.entrants)
  if (cheapest === undefined) return nothing(whyUnpriced(ranking), ranking)
  const cheap = field.entrants.filter((entrant) => isAboutAsCheap(field, cheapest, entrant, tolerance))
  const chosen = fastestOf(field, cheap) ?? cheapest
  const shownFaster = cheap.some((other) => field.compare('time', chosen, other).verdict === 'higher')
  return choose(chosen, shownFaster ? 'fastest-of-cheap' : 'cheapest', ranking)
}

/** The first of the plan, where neither cost nor time nor memory speaks for another. */
function baselineOf(field: Field): Entrant | undefined {
  const [baseline, ...others] = field.entrants
  if (baseline === undefined || others.length === 0) return undefined
  const isNoBetter = (other: Entrant): boolean =>
    other.setting.memoryMb === baseline.setting.memoryMb &&
    isLevel(field, 'time', baseline, other) &&
    (baseline.cost === undefined || isLevel(field, 'cost', baseline, other))
  return others.every(isNoBetter) ? baseline : undefined
}

/** Level with the cheapest, or not shown to be dearer by more than the tolerance. */
function isAboutAsCheap(field: Field, cheapest: Entrant, entrant: Entrant, tolerance: number): boolean {
  const { verdict, relative, interval } = field.compare('cost', cheapest, entrant)
  return verdict === 'level' || (interval?.low ?? relative) <= tolerance
}

/** Of those level in speed with the fastest the cheapest, and of those level in cost with that the smallest. */
function fastestOf(field: Field, among: readonly Entrant[]): Entrant | undefined {
  const fastest = first(among, ({ time }) => time)
  const asFast = fastest && among.filter((entrant) => isLevel(field, 'time', fastest, entrant))
  const cheapest = asFast && cheapestOf(asFast)
  if (cheapest === undefined) return undefined
  return first(asFast?.filter((entrant) => isLevel(field, 'cost', cheapest, entrant)) ?? [], () => 0)
}

const isLevel = (field: Field, by: 'cost' | 'time', one: Entrant, other: Entrant): boolean =>
  field.compare(by, one, other).verdict === 'level'

const choose = ({ setting }: Entrant, because: Recommended['because'], ranking: Ranking): Recommended => ({
  kind: 'recommended',
  setting: setting.name,
  because,
  ranking,
})

const nothing = (why: string, ranking: Ranking): NothingToRecommend => ({ kind: 'none', why, ranking })
