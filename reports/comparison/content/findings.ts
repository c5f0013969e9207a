import { differInMemoryAlone } from '../../../lib/compare/differ-in-memory-alone.ts'
import type { Comparison, Ranking, Standing } from '../../../lib/model/comparison.ts'
import { formatDuration } from '../../quantities.ts'
import { kneeSentence } from './knee.ts'
import {
  balancedOf,
  costOf,
  isShownHigher,
  measuredSettings,
  rankingOf,
  recommendedName,
  warmP50,
} from './standings.ts'
import { dearer, faster, listed, percent, relativeTo } from './words.ts'

/** What the table means, in sentences: who is level, where more memory stops helping, where speed is free. */
export function findings(comparison: Comparison): readonly string[] {
  const ranking = rankingOf(comparison)
  if (ranking === undefined) return []
  return [
    ...priceLevel(comparison, ranking),
    ...kneeSentence(comparison, ranking),
    ...(ranking.fastest === undefined ? [] : levelInSpeed(comparison, ranking, ranking.fastest)),
    ...(ranking.cheapest === undefined ? [] : levelInCost(comparison, ranking, ranking.cheapest)),
    ...balancedSentence(comparison, ranking),
  ]
}

/** «From 128 to 1769 MB the price stays within 2 % while the time falls from 2.65 s to 188 ms.» */
function priceLevel(comparison: Comparison, { speed }: Ranking): readonly string[] {
  const stretch = longestLevelStretch(comparison)
  const [smallest, largest] = [stretch[0], stretch.at(-1)]
  if (smallest === undefined || largest === undefined || stretch.length < 2) return []
  if (largest.time > smallest.time * (1 - worthMentioning)) return []
  if (!isShownHigher(speed, smallest.name, largest.name)) return []
  const span = listed([smallest.name, largest.name], 'to')
  return [
    `From ${span} the price stays within ${percent(spread(stretch))} while the time falls from ${formatDuration(smallest.time)} to ${formatDuration(largest.time)}.`,
  ]
}

const worthMentioning = 0.1

interface Sized {
  readonly name: string
  readonly memoryMb: number
  readonly time: number
  readonly cost: number
}

/**
 * The longest run of neighbouring sizes whose prices differ by no more than what counts as about as cheap; of several
 * the one with what is recommended.
 */
function longestLevelStretch(comparison: Comparison): readonly Sized[] {
  const all = sized(comparison)
  const stretches = all.flatMap((_, from) =>
    all.slice(from + 1).map((_, more) => all.slice(from, from + more + 2)),
  )
  const taken = recommendedName(comparison)
  // Less than one size more.
  const rank = (stretch: readonly Sized[]): number =>
    stretch.length + (stretch.some(({ name }) => name === taken) ? 0.5 : 0)
  return stretches
    .filter((stretch) => spread(stretch) <= comparison.plan.goals.tolerance)
    .reduce<readonly Sized[]>((best, stretch) => (rank(stretch) > rank(best) ? stretch : best), [])
}

/** From the smallest on; empty where memory is not all that differs. */
function sized(comparison: Comparison): readonly Sized[] {
  const settings = measuredSettings(comparison)
  if (!differInMemoryAlone(settings.map(({ setting }) => setting))) return []
  return settings
    .flatMap(({ setting: { name, memoryMb } }) => {
      const [time, cost] = [warmP50(comparison, name), costOf(comparison, name)]
      return memoryMb === undefined || time === undefined || cost === undefined
        ? []
        : [{ name, memoryMb, time, cost }]
    })
    .toSorted((a, b) => a.memoryMb - b.memoryMb)
}

/** Highest over lowest, minus 1. */
function spread(stretch: readonly Sized[]): number {
  const costs = stretch.map(({ cost }) => cost)
  const [lowest, highest] = [Math.min(...costs), Math.max(...costs)]
  return lowest > 0 ? highest / lowest - 1 : Number.POSITIVE_INFINITY
}

/** «1769 and 2048 MB are level at p50; 1769 MB is 13 % cheaper.» */
function levelInSpeed(comparison: Comparison, { cost }: Ranking, standing: Standing): readonly string[] {
  const names = together(comparison, standing)
  const costs = ranked(names, (name) => costOf(comparison, name))
  const [cheapest, next] = costs
  const opening = `${listed(names)} are level at p50`
  if (names.length < 2) return []
  if (cheapest === undefined || next === undefined) return [`${opening}.`]
  const relative = relativeTo(cheapest.value, next.value) ?? 0
  const than = names.length === 2 ? '' : ` than ${next.name}`
  const best = names.length === 2 ? '' : 'the cheapest of them, '
  return isShownHigher(cost, next.name, cheapest.name)
    ? [`${opening}; ${cheapest.name} is ${best}${dearer(relative)}${than}.`]
    : [`${opening}.`]
}

/** «128, 256 and 512 MB are level in cost; 512 MB is the fastest of them, 2 times as fast as 256 MB.» */
function levelInCost(comparison: Comparison, { speed }: Ranking, standing: Standing): readonly string[] {
  const names = together(comparison, standing)
  const times = ranked(names, (name) => warmP50(comparison, name))
  const [fastest, next, slowest] = [times[0], times[1], times.at(-1)]
  const opening = `${listed(names)} are level in cost`
  if (names.length < 2) return []
  if (fastest === undefined || next === undefined || slowest === undefined || times.length < names.length)
    return [`${opening}.`]
  if (!isShownHigher(speed, slowest.name, fastest.name)) return [`${opening}.`]
  const words = faster(relativeTo(fastest.value, slowest.value) ?? 0)
  const comparedWith = words.startsWith('as') || words.includes('times') ? `${words} as` : `${words} than`
  if (names.length === 2) return [`${opening}; ${fastest.name} is ${words}.`]
  const rank = isShownHigher(speed, next.name, fastest.name) ? 'the fastest of them, ' : ''
  return [`${opening}; ${fastest.name} is ${rank}${comparedWith} ${slowest.name}.`]
}

/** In the plan's order. */
function together({ settings }: Comparison, { setting: first, level }: Standing): readonly string[] {
  return settings.map(({ setting }) => setting.name).filter((name) => name === first || level.includes(name))
}

const ranked = (names: readonly string[], read: (name: string) => number | undefined) =>
  names
    .flatMap((name) => {
      const value = read(name)
      return value === undefined ? [] : [{ name, value }]
    })
    .toSorted((a, b) => a.value - b.value)

function balancedSentence(comparison: Comparison, ranking: Ranking): readonly string[] {
  const { goals } = comparison.plan
  const balanced = balancedOf(ranking)
  if (balanced === undefined) return []
  const weighed =
    goals.weight === 0.5
      ? 'cost and speed weighed alike'
      : `cost weighed ${percent(goals.weight)}, speed ${percent(1 - goals.weight)}`
  const others = balanced.level.length === 0 ? '' : `; level with it: ${listed(balanced.level)}`
  return [`Balanced, with ${weighed}: ${balanced.setting}${others}.`]
}
