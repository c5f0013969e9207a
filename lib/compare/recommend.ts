import type { NothingToRecommend, Ranking, Recommendation, Recommended } from '../model/comparison.ts'
import type { Goals } from '../model/comparison-plan.ts'
import type { Criterion, Entrant, Field } from './field.ts'
import { limitsMissed } from './limits-missed.ts'
import { first, holdsLimits, leastOf, rankingOf } from './ranking.ts'
import { tellsApart, whyTooFewRounds } from './shared-rounds.ts'
import { isAsGood, undecided } from './undecided.ts'
import { whyUnpriced } from './unpriced.ts'

/**
 * What to set. With limits the cheapest that holds them all, otherwise the fastest of those that cost about as
 * little as the cheapest, or the cheapest itself where it is not known how fast they are. `baseline` (the name of what
 * is set now, or of the first qualifier) where nothing speaks for another; where there is none, nothing. Nothing
 * either where no difference can be shown; `perRound` are the samples that a round wants of each. Undefined for a field
 * of nobody.
 */
export function recommend(
  field: Field,
  goals: Goals,
  perRound: number,
  baseline?: string,
): Recommendation | undefined {
  const ranking = rankingOf(field, goals)
  if (ranking === undefined) return undefined
  const { rounds } = field
  if (rounds !== undefined && !tellsApart(rounds)) return nothing(whyTooFewRounds(rounds, perRound), ranking)
  const open = undecided(field, baseline)
  if (open !== undefined)
    return open.kind === 'stay' ? choose(open.with, 'baseline', ranking) : nothing(open.why, ranking)
  const kept = field.entrants.find(({ setting }) => setting.name === baseline)
  return goals.limits.length > 0
    ? recommendWithin(field, ranking, goals.limits, kept)
    : recommendCheap(field, ranking, goals.tolerance, kept)
}

function recommendWithin(
  field: Field,
  ranking: Ranking,
  limits: readonly string[],
  kept: Entrant | undefined,
): Recommendation {
  const within = field.entrants.filter(holdsLimits)
  const [only] = within
  if (only === undefined) return nothing(limitsMissed(field.entrants, limits), ranking)
  const cheapest = leastOf(within, 'cost')
  // Where no cost is known one that holds them alone needs none.
  const chosen = cheapest ?? (within.length === 1 ? only : undefined)
  if (chosen === undefined) return nothing(whyUnpriced(ranking), ranking)
  const because = field.entrants.length === 1 ? 'only' : 'limits'
  return choose(orKept(field, chosen, within, kept), because, ranking)
}

function recommendCheap(
  field: Field,
  ranking: Ranking,
  tolerance: number,
  kept: Entrant | undefined,
): Recommendation {
  const [only, ...others] = field.entrants
  if (only !== undefined && others.length === 0) return choose(only, 'only', ranking)
  const cheapest = leastOf(field.entrants, 'cost')
  if (cheapest === undefined) return nothing(whyUnpriced(ranking), ranking)
  const cheap = field.entrants.filter((entrant) => isAboutAsCheap(field, cheapest, entrant, tolerance))
  const fastest = fastestOf(field, cheap)
  const chosen = orKept(field, fastest ?? cheapest, cheap, kept)
  if (fastest === undefined) return choose(chosen, 'cheapest', ranking)
  const shownFaster = cheap.some((other) => field.compare('time', chosen, other).verdict === 'higher')
  return choose(chosen, shownFaster ? 'fastest-of-cheap' : 'cheapest', ranking)
}

/** What is set now, where it is one of them and nothing shows that the chosen one is better. */
const orKept = (
  field: Field,
  chosen: Entrant,
  among: readonly Entrant[],
  kept: Entrant | undefined,
): Entrant => (kept !== undefined && among.includes(kept) && isAsGood(field, kept, chosen) ? kept : chosen)

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
