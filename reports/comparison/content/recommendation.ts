import type { Comparison, Ranking, Recommended, Standing } from '../../../lib/model/comparison.ts'
import { formatDuration, formatMoney, moneyDecimals } from '../../quantities.ts'
import { limitSentence } from './limits.ts'
import { onlyOne, whatBecameOfOthers } from './only.ts'
import { comparativeOf, costOf, isShownHigher, measuredSettings, resultOf, warmP50 } from './standings.ts'
import { dearer, faster, listed, percent, relativeTo } from './words.ts'

export interface Advice {
  readonly recommends: boolean
  /** One or two, plain. */
  readonly sentences: readonly string[]
}

/** What to set and why, or why there is no such thing. */
export function advice(comparison: Comparison): Advice {
  const { recommendation, validity } = comparison
  // An invalid comparison gives no verdict, whatever its document says.
  if (!validity.valid) return { recommends: false, sentences: [nothing, 'The comparison is invalid.'] }
  if (recommendation.kind === 'none')
    return { recommends: false, sentences: [nothing, asSentence(recommendation.why)] }
  return {
    recommends: true,
    sentences: [
      first(comparison, recommendation),
      ...second(comparison, recommendation),
      ...(comparison.ended === 'completed' ? [] : [cutOff]),
    ],
  }
}

const nothing = 'Nothing can be recommended.'
const cutOff = 'The comparison did not come to its end: this is from fewer samples than were wanted.'

function asSentence(text: string): string {
  const stop = /[.!?]$/u.test(text) ? '' : '.'
  return text.charAt(0).toUpperCase() + text.slice(1) + stop
}

function first(comparison: Comparison, { setting, because, ranking }: Recommended): string {
  const figures = within(figuresOf(comparison, setting))
  const take = `${verb(comparison, setting)} ${setting}`
  switch (because) {
    case 'limits':
      return `${take}: ${withinLimits(comparison, setting, ranking)}${figures}.`
    case 'fastest-of-cheap':
    case 'cheapest':
      return `${take}: ${amongTheCheap(comparison, setting, ranking)}.`
    case 'only':
      return `${take}: ${onlyOne(comparison, setting)}${figures}${whatBecameOfOthers(comparison, setting)}.`
    case 'baseline':
      return `Stay with ${setting}: ${alsoHolds(comparison, setting)}nothing shows that another is better${figures}.`
    default:
      return because satisfies never
  }
}

/** It may be level in cost with others that hold the limits, too. */
function withinLimits(comparison: Comparison, name: string, { withinLimits }: Ranking): string {
  const held = limitSentence(comparison, name)
  if (withinLimits === undefined) return `the only one that holds ${held}`
  const isCheapest = withinLimits.setting === name && isAhead(withinLimits)
  return isCheapest
    ? `the cheapest that holds ${held}`
    : `it holds ${held}, and none that does is shown to be cheaper`
}

/** What to do with a setting: the function may have it already. */
function verb(comparison: Comparison, name: string): 'Set' | 'Keep' | 'Take' {
  if (resultOf(comparison, name)?.setting.qualifier !== undefined) return 'Take'
  return comparison.current === name ? 'Keep' : 'Set'
}

/** «it holds every limit, and », where there are limits. */
const alsoHolds = (comparison: Comparison, name: string): string =>
  comparison.plan.goals.limits.length === 0 ? '' : `it holds ${limitSentence(comparison, name)}, and `

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
function amongTheCheap(comparison: Comparison, name: string, { cheapest, fastest }: Ranking): string {
  const figures = within(figuresOf(comparison, name))
  if (cheapest === undefined) return `the fastest${figures}`
  if (cheapest.setting !== name && fastest === undefined)
    return `${nearness(comparison, name, cheapest.setting)} the cheapest${moneyBeside(comparison, name, cheapest.setting)}`
  if (cheapest.setting !== name)
    return `${nearness(comparison, name, cheapest.setting)} the cheapest${moneyBeside(comparison, name, cheapest.setting)} and ${speedBeside(comparison, name, cheapest.setting)}`
  return inFront(isAhead(cheapest), fastest?.setting === name ? isAhead(fastest) : undefined, figures)
}

/** Of the one with the lowest cost: whether it is ahead in cost; and in time, where it has the lowest of that, too. */
function inFront(inCost: boolean, inTime: boolean | undefined, figures: string): string {
  if (inTime === undefined) return `${inCost ? 'the cheapest' : 'none is shown to be cheaper'}${figures}`
  if (inTime)
    return inCost
      ? `the cheapest and the fastest${figures}`
      : `the fastest${figures}, and none is shown to be cheaper`
  return inCost
    ? `the cheapest${figures}, and none is shown to be faster`
    : `none is shown to be cheaper or faster${figures}`
}

/** Figures that are far from each other are no nearness, though their intervals, where they vary much, allow for it. */
function nearness(comparison: Comparison, name: string, cheapest: string): string {
  const relative = relativeBetween(costOf(comparison, name), costOf(comparison, cheapest)) ?? 0
  const { tolerance } = comparison.plan.goals
  if (relative <= tolerance) return 'about as cheap as'
  const more = isLevel(comparison, 'cost', name) ? '' : `more than ${percent(tolerance)} `
  return `not shown to be ${more}dearer than`
}

/** « ($2.11 per million against $2.08, level)» */
function moneyBeside(comparison: Comparison, name: string, other: string): string {
  const [mine, its] = [costOf(comparison, name), costOf(comparison, other)]
  if (mine === undefined || its === undefined) return ''
  const decimals = moneyDecimals([mine, its])
  const [here, there] = [formatMoney(mine, decimals), formatMoney(its, decimals)]
  if (here === there) return ` (${here} per million)`
  const relative = relativeTo(mine, its)
  const shown = relative === undefined ? '' : `${dearer(relative)}${howFar(comparison, name, relative)}`
  const apart = isLevel(comparison, 'cost', name) ? 'level' : shown
  return ` (${here} per million against ${there}${apart === '' ? '' : `, ${apart}`})`
}

/** «, 3 to 37 %», where the figure is above what counts as near, and only the interval's end is not. */
function howFar(comparison: Comparison, name: string, relative: number): string {
  const { low, high } = comparativeOf(comparison.recommendation.ranking?.cost ?? [], name)?.interval ?? {}
  if (relative <= comparison.plan.goals.tolerance || low === undefined || high === undefined) return ''
  return `, ${percent(low).replace(' %', '')} to ${percent(high)}`
}

/** «4.1 times as fast (p50 86.2 ms against 355 ms at 128 MB)» */
function speedBeside(comparison: Comparison, name: string, other: string): string {
  const [mine, its] = [warmP50(comparison, name), warmP50(comparison, other)]
  const relative = relativeBetween(mine, its)
  if (mine === undefined || its === undefined || relative === undefined) return `as fast as ${other}`
  const words = isShownApart(comparison, name, other) ? faster(relative) : notApart(comparison, name, other)
  return `${words} (p50 ${formatDuration(mine)} against ${formatDuration(its)} at ${other})`
}

/** In speed, one way or the other. */
function isShownApart(comparison: Comparison, name: string, other: string): boolean {
  const { speed = [] } = comparison.recommendation.ranking ?? {}
  return isShownHigher(speed, name, other) || isShownHigher(speed, other, name)
}

/** Both were tested against the fastest alone. Whoever is shown to be slower than the cheapest is not recommended. */
const notApart = (comparison: Comparison, name: string, other: string): string =>
  [name, other].every((each) => isLevel(comparison, 'speed', each))
    ? 'level in speed'
    : 'not shown to be slower'

/** Against the first of the ranking, which is all that was tested. */
const isLevel = (comparison: Comparison, by: 'cost' | 'speed', name: string): boolean =>
  comparativeOf(comparison.recommendation.ranking?.[by] ?? [], name)?.verdict === 'level'

/** What the recommendation gives up: the fastest, or the cheapest where a limit decides. */
function second(comparison: Comparison, { setting, because, ranking }: Recommended): readonly string[] {
  const { fastest, cheapest } = ranking
  if (because === 'only') return []
  if (because === 'limits' && cheapest !== undefined && cheapest.setting !== setting)
    return beside(
      comparison,
      cheapest.setting,
      isAhead(cheapest) ? 'the cheapest of all' : 'among the cheapest',
      setting,
    )
  if (fastest === undefined) return measuredSettings(comparison).length > 1 ? [unknownSpeed] : []
  if (because === 'baseline') return []
  if (fastest.setting === setting)
    return cheapest?.setting === setting && because !== 'limits'
      ? []
      : [isAhead(fastest) ? 'It is the fastest of all.' : 'None is shown to be faster.']
  // Where the fastest is the cheapest, too, that is said already.
  if (isLevel(comparison, 'speed', setting) && fastest.setting === cheapest?.setting) return []
  if (isLevel(comparison, 'speed', setting))
    return [`It is level in speed with ${fastest.setting}, whose p50 is the lowest.`]
  return beside(comparison, fastest.setting, amongTheFastest(fastest), setting)
}

/** Nobody is called the fastest of several that are level. */
const amongTheFastest = (fastest: Standing): string =>
  isAhead(fastest) ? 'the fastest' : `among the fastest (level with ${listed(fastest.level)})`

/** Whether nobody is level with it. */
const isAhead = ({ level }: Standing): boolean => level.length === 0

const unknownSpeed = 'Which is the fastest is not known: there are too few samples to tell.'

/** «2048 MB, the fastest, is 12 % faster and 31 % dearer.» Of speed nothing where no difference is shown. */
function beside(comparison: Comparison, name: string, rank: string, than: string): readonly string[] {
  const [time, cost] = [
    isShownApart(comparison, name, than)
      ? relativeBetween(warmP50(comparison, name), warmP50(comparison, than))
      : undefined,
    relativeBetween(costOf(comparison, name), costOf(comparison, than)),
  ]
  const words = [...(time === undefined ? [] : [faster(time)]), ...(cost === undefined ? [] : [dearer(cost)])]
  return words.length === 0 ? [] : [`${name}, ${rank}, is ${words.join(' and ')}.`]
}

const relativeBetween = (mine: number | undefined, its: number | undefined): number | undefined =>
  mine === undefined || its === undefined ? undefined : relativeTo(mine, its)
