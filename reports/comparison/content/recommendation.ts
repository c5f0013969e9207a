import type { Comparison, Recommended } from '../../../lib/model/comparison.ts'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { formatDuration, formatMoney, moneyDecimals } from '../../quantities.ts'
import { limitSentence } from './limits.ts'
import { comparativeOf, costOf, resultOf, warmP50 } from './standings.ts'
import { dearer, faster, relativeTo } from './words.ts'

export interface Advice {
  readonly recommends: boolean
  /** One or two, plain. */
  readonly sentences: readonly string[]
}

/** What to set and why, or why there is no such thing. */
export function advice(comparison: Comparison): Advice {
  const { recommendation, validity } = comparison
  if (recommendation.kind === 'none')
    return { recommends: false, sentences: [`Nothing can be recommended: ${withStop(recommendation.why)}`] }
  const sentences = [first(comparison, recommendation), ...second(comparison, recommendation)]
  // An invalid comparison gives no verdict, whatever its document says.
  return validity.valid
    ? { recommends: true, sentences }
    : { recommends: false, sentences: ['Nothing can be recommended: the comparison is invalid.'] }
}

function first(comparison: Comparison, { setting, because, ranking }: Recommended): string {
  const figures = figuresOf(comparison, setting)
  const take = `${verb(resultOf(comparison, setting)?.setting)} ${setting}`
  switch (because) {
    case 'limits':
      return `${take}: the cheapest that holds ${limitSentence(comparison, setting)}${within(figures)}.`
    case 'fastest-of-cheap':
      return `${take}: ${amongTheCheap(comparison, setting, ranking)}.`
    case 'cheapest':
      return `${take}: the cheapest${ranking.fastest.setting === setting ? ' and the fastest' : ''}${within(figures)}.`
    case 'baseline':
      return `Stay with ${setting}: nothing shows that another is better${within(figures)}.`
    default:
      return because satisfies never
  }
}

const verb = (setting: Setting | undefined): string => (setting?.qualifier === undefined ? 'Set' : 'Take')

function figuresOf(comparison: Comparison, name: string): readonly string[] {
  const [cost, time] = [costOf(comparison, name), warmP50(comparison, name)]
  return [
    ...(cost === undefined ? [] : [`${formatMoney(cost)} per million`]),
    ...(time === undefined ? [] : [`p50 ${formatDuration(time)}`]),
  ]
}

const within = (figures: readonly string[]): string =>
  figures.length === 0 ? '' : ` (${figures.join(', ')})`

/** What is said of the fastest of those that cost about as little as the cheapest. */
function amongTheCheap(
  comparison: Comparison,
  name: string,
  { cheapest, fastest }: Recommended['ranking'],
): string {
  if (cheapest === undefined || cheapest.setting === name) {
    const figures = within(figuresOf(comparison, name))
    if (cheapest === undefined) return `the fastest${figures}`
    return fastest.setting === name
      ? `the cheapest and the fastest${figures}`
      : `the cheapest${figures}, and none that is about as cheap is faster`
  }
  return `about as cheap as the cheapest${moneyBeside(comparison, name, cheapest.setting)} and ${speedBeside(comparison, name, cheapest.setting)}`
}

/** « ($2.11 per million against $2.08, level)» */
function moneyBeside(comparison: Comparison, name: string, other: string): string {
  const [mine, its] = [costOf(comparison, name), costOf(comparison, other)]
  if (mine === undefined || its === undefined) return ''
  const decimals = moneyDecimals([mine, its])
  if (formatMoney(mine, decimals) === formatMoney(its, decimals))
    return ` (${formatMoney(mine, decimals)} per million)`
  const level = isLevel(comparison, 'cost', name)
  const relative = relativeTo(mine, its)
  const apart = level ? ', level' : relative === undefined ? '' : `, ${dearer(relative)}`
  return ` (${formatMoney(mine, decimals)} per million against ${formatMoney(its, decimals)}${apart})`
}

/** «4.1 times as fast (p50 86.2 ms against 355 ms at 128 MB)» */
function speedBeside(comparison: Comparison, name: string, other: string): string {
  const [mine, its] = [warmP50(comparison, name), warmP50(comparison, other)]
  const relative = mine === undefined || its === undefined ? undefined : relativeTo(mine, its)
  if (mine === undefined || its === undefined || relative === undefined) return `faster than ${other}`
  return `${faster(relative)} (p50 ${formatDuration(mine)} against ${formatDuration(its)} at ${other})`
}

/** Against the first of the ranking, which is all that was tested. */
const isLevel = (comparison: Comparison, by: 'cost' | 'speed', name: string): boolean =>
  comparativeOf(comparison.recommendation.ranking?.[by] ?? [], name)?.verdict === 'level'

/** What the recommendation gives up: the fastest, or the cheapest where a limit decides. */
function second(comparison: Comparison, { setting, because, ranking }: Recommended): readonly string[] {
  const { fastest, cheapest } = ranking
  if (because === 'limits' && cheapest !== undefined && cheapest.setting !== setting)
    return [...beside(comparison, cheapest.setting, 'the cheapest', setting)]
  if (fastest.setting === setting)
    return because === 'fastest-of-cheap' && cheapest?.setting !== setting
      ? ['It is the fastest of all.']
      : []
  if (isLevel(comparison, 'speed', setting))
    return [`It is level in speed with the fastest, ${fastest.setting}.`]
  return [...beside(comparison, fastest.setting, 'the fastest', setting)]
}

/** «2048 MB, the fastest, is 12 % faster and 31 % dearer.» */
function beside(comparison: Comparison, name: string, rank: string, than: string): readonly string[] {
  const [time, cost] = [
    relativeBetween(warmP50(comparison, name), warmP50(comparison, than)),
    relativeBetween(costOf(comparison, name), costOf(comparison, than)),
  ]
  const words = [...(time === undefined ? [] : [faster(time)]), ...(cost === undefined ? [] : [dearer(cost)])]
  return words.length === 0 ? [] : [`${name}, ${rank}, is ${words.join(' and ')}.`]
}

const relativeBetween = (mine: number | undefined, its: number | undefined): number | undefined =>
  mine === undefined || its === undefined ? undefined : relativeTo(mine, its)

const withStop = (sentence: string): string => (/[.!?]$/u.test(sentence) ? sentence : `${sentence}.`)
