import type { Difference, Estimate } from '../../lib/model/difference.ts'
import type { Unit } from '../../lib/model/verdict.ts'
import { formatCount, formatDuration, formatMoney, formatQuantity, moneyDecimals } from '../quantities.ts'
import { cleanLine } from '../untrusted.ts'
import { formatAbsoluteChange, formatChangeInterval, formatRelativeChange } from './changes.ts'

/** Lines about one metric and one kind of start. */
export interface DifferenceGroup {
  /** For example `Duration, warm starts`. */
  readonly title: string
  /** How many observations are behind baseline and candidate: `n 1,000 and 998`. */
  readonly observations: string
  readonly lines: readonly DifferenceLine[]
}

export interface DifferenceLine {
  /** What of the metric it is: `p95`, `mean`, `cold start`. */
  readonly label: string
  readonly baseline: string
  readonly candidate: string
  readonly absolute: string
  /** `~` where no difference is shown. */
  readonly relative: string
  /** In per cent; in the metric's unit where there is none in per cent. `?` where there is too little to tell. */
  readonly interval: string
  /** The same in the metric's unit, always. */
  readonly absoluteInterval: string
  readonly judgement: Judgement
}

/** Two sides beside each other, metric by metric. */
export interface Compared {
  readonly differences: readonly Difference[]
  /** Absent where they have no names of their own. */
  readonly sides?: Sides
}

/** What the two sides are called. */
export interface Sides {
  readonly baseline: string
  readonly candidate: string
}

/** `level`: no difference is shown. `unknown`: there is too little to tell. */
export type Judgement = 'better' | 'worse' | 'level' | 'unknown'

/** What stands for a value that too few observations lie beyond. */
export const unresolvedSign = '–'

/**
 * The differences in their order, those of the same metric, kind of start and counts together. `among` are all that
 * stand in the same report: an amount of money has as many decimals in each of its tables.
 */
export function differenceGroups(
  differences: readonly Difference[],
  among: readonly Difference[] = differences,
): readonly DifferenceGroup[] {
  const amounts = among.filter(({ unit }) => unit === 'USD').flatMap(amountsOf)
  const groups: (Omit<DifferenceGroup, 'lines'> & { readonly lines: DifferenceLine[] })[] = []
  for (const difference of differences) {
    const { title, label } = wordsOf(difference)
    const observations = countsOf(difference)
    const line = lineOf(difference, label, amounts)
    const last = groups.at(-1)
    if (last?.title === title && last.observations === observations) last.lines.push(line)
    else groups.push({ title, observations, lines: [line] })
  }
  return groups
}

/** «2 worse, 1 better, 9 level»; empty when there are none. */
export function differenceSummary(differences: readonly Difference[]): string {
  const judgements = differences.map(judge)
  return summaryOrder
    .map(([kind, word]) => [judgements.filter((found) => found === kind).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`)
    .join(', ')
}

/** Says what the signs of the table mean, as sentences; only of those that stand in it. */
export function differenceLegend(differences: readonly Difference[]): readonly string[] {
  const judgements = differences.map(judge)
  const unresolved = differences.some(({ baseline, candidate }) => !baseline.resolved || !candidate.resolved)
  return [
    ...(judgements.includes('level')
      ? ['~ no difference is shown; one inside the interval could still be there']
      : []),
    ...(judgements.includes('unknown')
      ? ['? there is too little to tell whether that is more than chance']
      : []),
    ...(unresolved ? [`${unresolvedSign} too few observations beyond it to tell (it takes five)`] : []),
    ...(differences.some(({ unit }) => unit === 'ratio') ? ['pp: percentage points'] : []),
    ...(differences.length >= many && judgements.some(isClaim)
      ? [
          'each interval is right for its metric alone: of twenty level ones about one looks different by chance',
        ]
      : []),
  ]
}

/** From here on a claim by chance is to be reckoned with. */
const many = 10

const isClaim = (judgement: Judgement): boolean => judgement === 'better' || judgement === 'worse'

const summaryOrder: readonly (readonly [Judgement, string])[] = [
  ['worse', 'worse'],
  ['better', 'better'],
  ['level', 'level'],
  ['unknown', 'too little to tell'],
]

/** What is printed of a difference in the unit of its metric, but for the ends of its interval. */
const amountsOf = (difference: Difference): readonly number[] => [
  ...[difference.baseline, difference.candidate].flatMap(({ resolved, value }) => (resolved ? [value] : [])),
  ...(isChangeShown(difference) ? [difference.absolute] : []),
]

const isChangeShown = (difference: Difference): boolean =>
  judge(difference) !== 'level' && difference.baseline.resolved && difference.candidate.resolved

/** `amounts` are those of money that it stands beside. */
function lineOf(difference: Difference, label: string, amounts: readonly number[]): DifferenceLine {
  const { baseline, candidate, unit } = difference
  const judgement = judge(difference)
  const shown = isChangeShown(difference)
  const value = (estimate: Estimate): string =>
    estimate.resolved ? formatValue(estimate.value, unit, amounts) : unresolvedSign
  const inUnit = absoluteInterval(difference, amounts)
  return {
    label,
    baseline: value(baseline),
    candidate: value(candidate),
    absolute: shown ? formatAbsoluteChange(difference.absolute, unit, amounts) : '',
    relative: shown ? relativeOf(difference) : judgement === 'level' ? '~' : '',
    interval: judgement === 'unknown' ? '?' : (relativeInterval(difference) ?? inUnit),
    absoluteInterval: judgement === 'unknown' ? '' : inUnit,
    judgement,
  }
}

function formatValue(value: number, unit: Unit, amounts: readonly number[]): string {
  if (unit === 'µs') return formatDuration(value)
  return unit === 'USD' ? formatMoney(value, moneyDecimals(amounts)) : formatQuantity(value, unit)
}

const relativeOf = ({ relative }: Difference): string =>
  relative === undefined ? '' : formatRelativeChange(relative)

const relativeInterval = ({ relativeInterval: interval }: Difference): string | undefined =>
  interval && formatChangeInterval(interval, formatRelativeChange)

function absoluteInterval(
  { absoluteInterval: interval, unit }: Difference,
  amounts: readonly number[],
): string {
  if (interval === undefined) return ''
  const beside = [...amounts, ...known([interval.low, interval.high])]
  return formatChangeInterval(interval, (change) => formatAbsoluteChange(change, unit, beside)) ?? ''
}

const known = (ends: readonly (number | undefined)[]): readonly number[] =>
  ends.filter((end) => end !== undefined)

/** A number that must not be printed is not judged either. */
function judge({ metric, verdict, baseline, candidate }: Difference): Judgement {
  if (!baseline.resolved || !candidate.resolved) return 'unknown'
  if (verdict === 'level' || verdict === 'unknown') return verdict
  return (verdict === 'higher') === higherIsBetter.has(nameOf(metric)) ? 'better' : 'worse'
}

/** Of all others less is better: time, money, memory, errors, cold starts. */
const higherIsBetter: ReadonlySet<string> = new Set(['reuse_rate'])

const nameOf = (metric: string): string => /^\w+/u.exec(metric)?.[0] ?? metric

const countsOf = ({ baseline, candidate }: Difference): string =>
  `n ${formatCount(baseline.n)} and ${formatCount(candidate.n)}`

interface Words {
  readonly title: string
  readonly label: string
}

function wordsOf({ metric, start }: Difference): Words {
  const name = nameOf(metric)
  const scalar = scalarWords.get(name)
  if (scalar !== undefined) return scalar
  const title = metricWords.get(name) ?? cleanLine(name.replaceAll('_', ' '))
  return { title: `${title}, ${start} starts`, label: aggregateWords(metric) }
}

/** Under AWS's names where they are AWS's fields. */
const metricWords: ReadonlyMap<string, string> = new Map([
  ['response_time', 'Response time'],
  ['service_time', 'Service time'],
  ['duration', 'Duration'],
  ['billed_duration', 'Billed Duration'],
  ['init_duration', 'Init Duration'],
  ['restore_duration', 'Restore Duration'],
  ['memory_used', 'Max Memory Used'],
])

const scalarWords: ReadonlyMap<string, Words> = new Map([
  ['cold_start_rate', { title: 'Rates', label: 'cold start' }],
  ['reuse_rate', { title: 'Rates', label: 'reuse' }],
  ['error_rate', { title: 'Rates', label: 'error' }],
  ['throttle_rate', { title: 'Rates', label: 'throttle' }],
  ['cost_per_million', { title: 'Cost of a million invocations', label: 'mean' }],
])

/** `p(95)` as people write it, `avg` as a word. */
function aggregateWords(metric: string): string {
  const percentile = /p\(([\d.]+)\)$/u.exec(metric)?.[1]
  if (percentile !== undefined) return `p${percentile}`
  return metric.endsWith(' avg') ? 'mean' : (/ (\w+)$/u.exec(metric)?.[1] ?? '')
}
