import type { NothingToRecommend, Ranking, Recommendation, Recommended } from '../model/comparison.ts'
import type { Goals } from '../model/comparison-plan.ts'
import type { Criterion, Entrant, Field } from './field.ts'
import { limitsMissed } from './limits-missed.ts'
import { first, holdsLimits, leastOf, rankingOf } from './ranking.ts'
import { tellsApart, whyTooFewRounds } from './shared-rounds.ts'
import { whyUnpriced } from './unpriced.ts'

/**
 * What to set. With limits the cheapest that holds them all, otherwise the fastest of those that cost about as
 * little as the cheapest, or the cheapest itself where it is not known how fast they are. Nothing where no difference
 * between them can be shown; `perRound` are the samples that a round wants of each. Undefined for a field of nobody.
 */
export function recommend(field: Field, goals: Goals, perRound: number): Recommendation | undefined {
  const ranking = rankingOf(field, goals)
  if (ranking === undefined) return undefined
  const { rounds } = field
  if (rounds !== undefined && !tellsApart(rounds)) return nothing(whyTooFewRounds(rounds, perRound), ranking)
  return goals.limits.length > 0
    ? recommendWithin(field, ranking, goals.limits)
    : recommendCheap(field, ranking, goals.tolerance)
}

function recommendWithin(field: Field, ranking: Ranking, limits: readonly string[]): Recommendation {
  const within = field.entrants.filter(holdsLimits)
  const [only] = within
  if (only === undefined) return nothing(limitsMissed(field.entrants, limits), ranking)
  const cheapest = leastOf(within, 'cost')
  // Where no cost is known one that holds them alone needs none.
  const chosen = cheapest ?? (within.length === 1 ? only : undefined)
  if (chosen === undefined) return nothing(whyUnpriced(ranking), ranking)
  return choose(chosen, field.entrants.length === 1 ? 'only' : 'limits', ranking)
}

function recommendCheap(field: Field, ranking: Ranking, tolerance: number): Recommendation {
  const [only, ...others] = field.entrants
  if (only !== undefined && others.length === 0) return choose(only, 'only', ranking)
  const baseline = baselineOf(field)
  if (baseline !== undefined) return choose(baseline, 'baseline', ranking)
  const cheapest = leastOf(field.entrants, 'cost')
  if (cheapest === undefined) return nothing(whyUnpriced(ranking), ranking)
  const cheap = field.entrants.filter((entrant) => isAboutAsCheap(field, cheapest, entrant, tolerance))
  const chosen = fastestOf(field, cheap)
  if (chosen === undefined) return choose(cheapest, 'cheapest', ranking)
  const shownFaster = cheap.some((other) => field.compare('time', chosen, other).verdict === 'higher')
  return choose(chosen, shownFaster ? 'fastest-of-cheap' : 'cheapest', ranking)
}

/** The first of the plan, where neither cost nor time nor memory speaks for another. */
function baselineOf(field: Field): Entrant | undefined {
  const [baseline, ...others] = field.entrants
  if (baseline === undefined || others.length === 0) return undefined
  if (baseline.cost === undefined && baseline.time === undefined) return undefined
  const isNoBetter = (other: Entrant): boolean =>
    other.setting.memoryMb === baseline.setting.memoryMb &&
    speaksForNone(field, 'time', baseline, other) &&
    speaksForNone(field, 'cost', baseline, other)
  return others.every(isNoBetter) ? baseline : undefined
}

/** What is not known says nothing; but where these two are told apart, though others are not, that does. */
function speaksForNone(field: Field, by: Criterion, baseline: Entrant, other: Entrant): boolean {
  const { verdict } = field.compare(by, baseline, other)
  return verdict === 'level' || (verdict === 'unknown' && baseline[by] === undefined)
}

/** Level with the cheapest, or not shown to be dearer by more than the tolerance. */
function isAboutAsCheap(field: Field, cheapest: Entrant, entrant: Entrant, tolerance: number): boolean {
  const { verdict, relative, interval } = field.compare('cost', cheapest, entrant)
  return verdict === 'level' || (interval?.low ?? relative) <= tolerance
}

/**
 * Of those level in speed with the fastest the cheapest, and of those level in cost with that the smallest. Undefined
 * where it is not known how fast they are.
 */
function fastestOf(field: Field, among: readonly Entrant[]): Entrant | undefined {
  const fastest = leastOf(among, 'time')
  const asFast = fastest && among.filter((entrant) => isLevel(field, 'time', fastest, entrant))
  const cheapest = asFast && leastOf(asFast, 'cost')
  if (cheapest === undefined) return undefined
  return first(asFast?.filter((entrant) => isLevel(field, 'cost', cheapest, entrant)) ?? [], () => 0)
}

const isLevel = (field: Field, by: Criterion, one: Entrant, other: Entrant): boolean =>
  field.compare(by, one, other).verdict === 'level'

const choose = ({ setting }: Entrant, because: Recommended['because'], ranking: Ranking): Recommended => ({
  kind: 'recommended',
  setting: setting.name,
  because,
  ranking,
})

const nothing = (why: string, ranking: Ranking): NothingToRecommend => ({ kind: 'none', why, ranking })
