import type { MetricSource, Sample, Selector } from '../model/sample.ts'
import type { Interval, Unit, Verdict } from '../model/verdict.ts'
import { amountInWords } from './amount-words.ts'
import { printThreshold, unitOf } from './print-threshold.ts'
import { samplesToTell } from './samples-to-tell.ts'
import type { DistributionThreshold, Operator, Threshold } from './threshold.ts'

/** What a run has to say to one threshold. */
interface Measured {
  readonly actual: number
  readonly unit: Unit
  readonly n: number
  /** Absent for what is a fact of the run and no estimate. */
  readonly interval?: Interval
}

/** What a verdict is reached by; of it the verdict tells all but how many samples an interval takes at least. */
interface Judged extends Measured {
  readonly fewest?: number
}

/**
 * Judges a threshold. Nothing to judge is never a pass; an estimate passes or fails only when its whole 95 %
 * interval does, an absent end reaching as far as it likes.
 */
export function evaluate(threshold: Threshold, source: MetricSource): Verdict {
  const gate = printThreshold(threshold)
  const judged = measure(threshold, source)
  if (judged === undefined) {
    return { kind: 'inconclusive', gate, cause: 'no-data', why: noData(threshold), n: 0 }
  }
  const { fewest: _, ...measured } = judged
  const held = holds(measured, threshold.operator, threshold.limit)
  if (held !== undefined) return { kind: held ? 'pass' : 'fail', gate, ...measured }
  return { kind: 'inconclusive', gate, cause: 'straddles', why: straddles(judged, threshold), ...measured }
}

function measure(threshold: Threshold, source: MetricSource): Judged | undefined {
  if (threshold.kind === 'scalar') {
    const scalar = source.scalar(threshold.metric, threshold.selector)
    if (scalar === undefined || scalar.n === 0) return undefined
    const { value: actual, unit, n, interval } = scalar
    return { actual, unit, n, ...(interval && { interval }) }
  }
  const sample = source.distribution(threshold.metric, threshold.selector)
  if (sample === undefined || sample.count === 0) return noneCounted(threshold, source)
  const found = aggregateOf(threshold, sample)
  const { count: n, fewest } = sample
  return found && { ...found, unit: unitOf(threshold), n, ...(fewest !== undefined && { fewest }) }
}

/** How many there were is known, 0, wherever something was sent. */
function noneCounted(
  { aggregate, selector }: DistributionThreshold,
  source: MetricSource,
): Measured | undefined {
  if (aggregate.kind !== 'count') return undefined
  const { phase } = selector
  const sent = source.scalar('invocations', phase === undefined ? {} : { phase })
  return sent && sent.n > 0 ? { actual: 0, unit: 'count', n: sent.n } : undefined
}

function aggregateOf(
  { aggregate }: DistributionThreshold,
  sample: Sample,
): { actual: number; interval?: Interval } | undefined {
  switch (aggregate.kind) {
    case 'percentile': {
      const quantile = sample.quantile(aggregate.percentile)
      return quantile && { actual: quantile.value, interval: quantile.interval }
    }
    case 'avg':
      return sample.mean === undefined
        ? undefined
        : { actual: sample.mean, interval: sample.meanInterval ?? {} }
    case 'min':
      return sample.min === undefined ? undefined : { actual: sample.min }
    case 'max':
      return sample.max === undefined ? undefined : { actual: sample.max }
    case 'count':
      return { actual: sample.count }
    default:
      return aggregate satisfies never
  }
}

/** Whether the threshold holds; undefined when the interval has the limit inside it. */
function holds({ actual, interval }: Measured, operator: Operator, limit: number): boolean | undefined {
  // Equality is asked of the value itself: an interval would never equal a number.
  if (interval === undefined || operator === '==' || operator === '!=')
    return compare(actual, operator, limit)
  const low = interval.low ?? -Infinity
  const high = interval.high ?? Infinity
  const atLow = compare(low, operator, limit)
  return atLow === compare(high, operator, limit) ? atLow : undefined
}

function compare(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '==':
      return value === limit
    case '!=':
      return value !== limit
    default:
      return operator satisfies never
  }
}

function noData({ metric, selector }: Threshold): string {
  return `there is no data: nothing was seen of ${metric}${describe(selector)}`
}

function describe({ start, phase }: Selector): string {
  const starts = start === undefined || start === 'all' ? '' : ` of ${start} starts`
  return `${starts}${phase === undefined ? '' : ` in phase ${phase}`}`
}

function straddles(judged: Judged, threshold: Threshold): string {
  const { actual, unit, interval = {}, n } = judged
  const found = `open: ${amountInWords(actual, unit)} from ${n.toLocaleString('en-US')} observation${n === 1 ? '' : 's'}`
  const needed = samplesToTell(judged, threshold)
  const more = `more observations would tell${needed === undefined ? '' : `, about ${needed.toLocaleString('en-US')} in all`}`
  if (interval.low === undefined && interval.high === undefined)
    return `${found}, too few for a 95 % interval; ${more}`
  return (
    `${found}, but the 95 % interval (${intervalInWords(interval, unit)}) has the limit of ` +
    `${amountInWords(threshold.limit, unit)} inside it; ${more}`
  )
}

function intervalInWords({ low, high }: Interval, unit: Unit): string {
  const from = low === undefined ? 'no lower end' : amountInWords(low, unit)
  const to = high === undefined ? 'no upper end' : amountInWords(high, unit)
  return `${from} to ${to}`
}
