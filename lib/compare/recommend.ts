import type { NothingToRecommend, Ranking, Recommendation, Recommended } from '../model/comparison.ts'
import type { Goals } from '../model/comparison-plan.ts'
import { differInMemoryAlone } from './differ-in-memory-alone.ts'
import type { Criterion, Entrant, Field } from './field.ts'
import { limitsMissed } from './limits-missed.ts'
import { first, holdsLimits, leastOf, rankingOf } from './ranking.ts'
import { tellsApart, whyTooFewRounds } from './shared-rounds.ts'
import { isBeatenInBoth, unbeaten } from './unbeaten.ts'
import { isAsCheapAndFast, isAsGood, undecided } from './undecided.ts'
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
  return choose(orKept(field, chosen, unbeaten(field, 'cost', within), kept), because, ranking)
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
  const fastest = leastOf(cheap, 'time')
  if (fastest === undefined)
    return choose(orKept(field, cheapest, inNothingBeaten(field, cheap), kept), 'cheapest', ranking)
  const best = bestOf(field, cheap, fastest)
  const chosen = orKept(field, first(best, () => 0) ?? fastest, best, kept)
  const shownFaster = cheap.some((other) => field.compare('time', chosen, other).verdict === 'higher')
  const isCheapest = chosen === cheapest || isLevel(field, 'cost', cheapest, chosen)
  return choose(chosen, shownFaster || !isCheapest ? 'fastest-of-cheap' : 'cheapest', ranking)
}

const inNothingBeaten = (field: Field, among: readonly Entrant[]): readonly Entrant[] =>
  unbeaten(field, 'time', unbeaten(field, 'cost', among))

/**
 * Of those that nothing shows the chosen one to be better than: what is set now, where that has as much memory; or else
 * whichever leaves environment and architecture as they are, of several the smallest.
 */
function orKept(
  field: Field,
  chosen: Entrant,
  among: readonly Entrant[],
  kept: Entrant | undefined,
): Entrant {
  if (kept === undefined) return chosen
  if (among.includes(kept) && isAsGood(field, kept, chosen)) return kept
  const leavesTheRest = ({ setting }: Entrant): boolean => differInMemoryAlone([setting, kept.setting])
  if (leavesTheRest(chosen)) return chosen
  const equal = among.filter((entrant) => leavesTheRest(entrant) && isAsCheapAndFast(field, entrant, chosen))
  return first(equal, () => 0) ?? chosen
}

/**
 * Level with the cheapest, or not shown to be dearer by more than the tolerance; and so beside every other, as the
 * figures of the cheapest may vary much. Nor is anybody shown to be both cheaper and faster.
 */
function isAboutAsCheap(field: Field, cheapest: Entrant, entrant: Entrant, tolerance: number): boolean {
  const isNearTo = (other: Entrant): boolean => {
    const { verdict, relative, interval } = field.compare('cost', other, entrant)
    return verdict === 'level' || (interval?.low ?? relative) <= tolerance
  }
  const cheaper = field.entrants.filter(({ cost }) => (cost ?? 0) < (entrant.cost ?? 0))
  return isNearTo(cheapest) && cheaper.every(isNearTo) && !isBeatenInBoth(field, entrant)
}

/**
 * Those level in speed with the fastest, and of these level in cost with the cheapest; none of which another is shown
 * to be better in that.
 */
function bestOf(field: Field, among: readonly Entrant[], fastest: Entrant): readonly Entrant[] {
  const asFast = unbeaten(field, 'time', among).filter((entrant) => isLevel(field, 'time', fastest, entrant))
  const cheapest = leastOf(asFast, 'cost')
  if (cheapest === undefined) return []
  return unbeaten(field, 'cost', asFast).filter((entrant) => isLevel(field, 'cost', cheapest, entrant))
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
