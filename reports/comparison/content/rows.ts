import type { Comparison, Comparative, Ranking, SettingResult } from '../../../lib/model/comparison.ts'
import { failureWords } from '../../../lib/compare/failure-words.ts'
import type { Estimate } from '../../../lib/model/difference.ts'
import { formatCount, formatDuration, formatInterval, formatMoney, moneyDecimals } from '../../quantities.ts'
import { behindWords } from './qualifiers.ts'
import {
  balancedOf,
  comparativeOf,
  hasFigures,
  hasTooFewRounds,
  known,
  rankingOf,
  recommendedName,
  warmTimes,
} from './standings.ts'
import { compactly, dearer, faster, percent } from './words.ts'

/** One setting as a row of the table. */
export interface SettingRow {
  readonly name: string
  /** What a qualifier was: «version 3, 512 MB». */
  readonly behind?: string
  readonly recommended: boolean
  /** No other is shown to be both cheaper and faster. */
  readonly onFront: boolean
  /** What else it is: `balanced`, `knee`, `within limits`. */
  readonly titles: readonly string[]
  readonly samples: string
  readonly p50: Figure
  readonly p95: Figure
  readonly init: Figure
  readonly cold: Figure
  readonly cost: Figure
  readonly price: Standing
  readonly speed: Standing
  /** One that has none has a reason. */
  readonly hasFigures: boolean
  /** Why it can't be recommended; absent for a measured setting. */
  readonly reason?: string
}

export interface Figure {
  /** Whether there is a sample at all. */
  readonly taken: boolean
  /** Absent where the sample is too small to tell, or there is none. */
  readonly value?: string
  /** `±1.2 %`: half of the interval's width. */
  readonly within?: string
  readonly interval?: string
}

/** Beside the first of a ranking: in words, and for a narrow column. */
export interface Standing {
  readonly words: string
  readonly compact: string
  readonly isFirst: boolean
}

/** A row for every setting, in the plan's order. */
export function settingRows(comparison: Comparison): readonly SettingRow[] {
  const costs = comparison.settings.filter(hasFigures).flatMap(({ warm }) => known(warm.costPerMillion) ?? [])
  const decimals = moneyDecimals(costs)
  return comparison.settings.map((result) => rowOf(comparison, result, decimals))
}

/** What can't be told from the table: what its signs mean, as far as they are in it. */
export function signNotes(comparison: Comparison, rows: readonly SettingRow[]): readonly string[] {
  const shown = rows.filter(({ hasFigures }) => hasFigures)
  const columns = (['p50', 'p95', 'cold', 'cost'] as const).filter((key) =>
    shown.some((row) => row[key].taken),
  )
  return [
    ...(rows.some(({ recommended }) => recommended) ? ['▶ recommended'] : []),
    ...(shown.some(({ onFront }) => onFront) ? ['● no other is shown to be both cheaper and faster'] : []),
    ...(shown.some(({ price, speed }) => price.compact === '~' || speed.compact === '~')
      ? ['~ level: no difference is shown']
      : []),
    ...(shown.some((row) => columns.some((key) => row[key].value === undefined))
      ? ['– too few samples to tell']
      : []),
    ...(hasTooFewRounds(rankingOf(comparison))
      ? ['cost and time –: fewer than six rounds, too few to tell']
      : []),
  ]
}

function rowOf(comparison: Comparison, result: SettingResult, decimals: number): SettingRow {
  const { setting, warm, cold } = result
  const ranking = rankingOf(comparison)
  const times = warmTimes(comparison, result)
  const money = (amount: number): string => formatMoney(amount, decimals)
  const reason = reasonFor(result)
  const behind = behindWords(comparison, result)
  return {
    name: setting.name,
    ...(behind !== undefined && { behind }),
    recommended: recommendedName(comparison) === setting.name,
    onFront: ranking?.front.includes(setting.name) ?? false,
    titles: titlesOf(comparison, setting.name),
    samples: formatCount(warm.accepted),
    p50: figure(times?.p50, formatDuration),
    p95: figure(times?.p95, formatDuration),
    init: figure(cold.initDuration?.p50, formatDuration),
    cold: figure(cold.responseTime?.p50, formatDuration),
    cost: figure(warm.costPerMillion, money),
    price: priceOf(ranking, result),
    speed: speedOf(ranking, result),
    hasFigures: hasFigures(result),
    ...(reason !== undefined && { reason }),
  }
}

function figure(estimate: Estimate | undefined, format: (value: number) => string): Figure {
  const value = known(estimate)
  if (value === undefined) return { taken: estimate !== undefined }
  const { low, high } = estimate?.interval ?? {}
  const interval = formatInterval(estimate?.interval ?? {}, (end) => format(end))
  const half = low === undefined || high === undefined || value <= 0 ? undefined : (high - low) / 2 / value
  return {
    taken: true,
    value: format(value),
    ...(half !== undefined && { within: `±${percent(half)}` }),
    ...(interval !== undefined && { interval }),
  }
}

/** Nobody is the cheapest where no difference can be shown; where there are no prices there is nothing to say. */
function priceOf(ranking: Ranking | undefined, { setting: { name }, fate, warm }: SettingResult): Standing {
  if (fate.kind !== 'measured') return unranked
  if (hasTooFewRounds(ranking) && known(warm.costPerMillion) !== undefined) return unknown
  return standing(comparativeOf(ranking?.cost ?? [], name), ranking?.cheapest?.setting, 'cheapest', dearer)
}

/** Nobody is the fastest of settings whose speed is not known. */
function speedOf(ranking: Ranking | undefined, { setting: { name }, fate }: SettingResult): Standing {
  if (fate.kind !== 'measured') return unranked
  if (ranking !== undefined && ranking.fastest === undefined) return unknown
  return standing(comparativeOf(ranking?.speed ?? [], name), ranking?.fastest?.setting, 'fastest', faster)
}

function standing(
  comparative: Comparative | undefined,
  first: string | undefined,
  rank: string,
  words: (relative: number) => string,
): Standing {
  if (comparative === undefined) return unranked
  const { setting, relative, verdict } = comparative
  if (setting === first) return { words: rank, compact: 'least', isFirst: true }
  if (verdict === 'level') return { words: '~', compact: '~', isFirst: false }
  if (verdict === 'unknown' || !Number.isFinite(relative)) return unknown
  return { words: words(relative), compact: compactly(relative), isFirst: false }
}

const unknown: Standing = { words: '–', compact: '–', isFirst: false }
const unranked: Standing = { words: '', compact: '', isFirst: false }

function titlesOf(comparison: Comparison, name: string): readonly string[] {
  const ranking = rankingOf(comparison)
  return [
    ...(ranking !== undefined && balancedOf(ranking)?.setting === name ? ['balanced'] : []),
    ...(ranking?.knee?.setting === name && ranking.knee.beyond !== undefined ? ['knee'] : []),
    ...(ranking?.withinLimits?.setting === name ? ['cheapest within limits'] : []),
  ]
}

/** Why a setting can't be recommended; undefined where it can. */
export function reasonFor(result: SettingResult): string | undefined {
  const { fate } = result
  switch (fate.kind) {
    case 'measured':
      return undefined
    case 'failing':
      return `${hasFigures(result) ? 'not recommended' : 'failing'}: ${failureWords(fate)}, ${formatCount(fate.failed)} of ${formatCount(fate.of)} invocations failed, warm-ups included`
    case 'skipped':
      return `skipped: ${fate.why}`
    case 'unmeasured':
      return `not measured: ${fate.why}`
    default:
      return fate satisfies never
  }
}
