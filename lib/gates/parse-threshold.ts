import type { Selector } from '../model/sample.ts'
import { parseAmount } from './amount.ts'
import {
  type DistributionInfo,
  distributionAggregates,
  type Metric,
  metrics,
  type ScalarInfo,
} from './metrics.ts'
import { didYouMean } from './nearest.ts'
import { parseSelector } from './selector-text.ts'
import { type Pieces, splitExpression } from './split-expression.ts'
import {
  type Aggregate,
  type Operator,
  operators,
  type Piece,
  problem,
  type Threshold,
  type ThresholdProblem,
} from './threshold.ts'

/**
 * Reads `metric{selector}: aggregate operator value`, or says what is wrong with it and where. Without
 * `phases`, the names a selector may have, any phase is taken.
 */
export function parseThreshold(expression: string, phases?: readonly string[]): Threshold | ThresholdProblem {
  const pieces = splitExpression(expression)
  if (pieces.kind === 'problem') return pieces
  const metric = metrics.get(pieces.metric.text)
  if (metric === undefined) return unknownMetric(pieces.metric)
  const selector = pieces.selector === undefined ? {} : parseSelector(pieces.selector, phases)
  if ('kind' in selector) return selector
  const senseless = pieces.selector && refuseSelector(selector, metric, pieces.selector.at)
  if (senseless) return senseless
  return metric.kind === 'distribution'
    ? distributionThreshold(metric, selector, pieces)
    : scalarThreshold(metric, selector, pieces)
}

/** A selector that never finds anything would make a threshold that can never be judged. */
function refuseSelector(
  selector: Selector,
  { name, selectors }: Metric,
  at: number,
): ThresholdProblem | undefined {
  const given = (['start', 'phase'] as const).filter((key) => selector[key] !== undefined)
  // All starts are all there is to select from.
  const taken = given.filter((key) => !(key === 'start' && selector.start === 'all'))
  const wrong = taken.find((key) => !selectors.includes(key))
  if (wrong === undefined) return undefined
  const advice =
    selectors.length === 0
      ? 'write it without a selector'
      : `select a ${selectors.join(' or a ')}, or nothing`
  return problem(at, `${name} is not known for one ${wrong}: ${advice}`)
}

function distributionThreshold(
  metric: DistributionInfo,
  selector: Selector,
  pieces: Pieces,
): Threshold | ThresholdProblem {
  const aggregate = parseAggregate(pieces.aggregate, metric, pieces.operator.at)
  if (aggregate.kind === 'problem') return aggregate
  const comparison = parseComparison(pieces, metric, aggregate.kind === 'count' ? 'count' : metric.unit)
  if ('kind' in comparison) return comparison
  return { kind: 'distribution', metric: metric.name, selector, aggregate, ...comparison }
}

function scalarThreshold(
  metric: ScalarInfo,
  selector: Selector,
  pieces: Pieces,
): Threshold | ThresholdProblem {
  const { aggregate } = pieces
  const accepted: readonly string[] = metric.aggregates
  if (aggregate !== undefined && !accepted.includes(aggregate.text)) {
    const advice = `write it alone or with ${accepted.join(' or ')}`
    return problem(aggregate.at, `${metric.name} is one number, it has no ${aggregate.text}: ${advice}`)
  }
  const comparison = parseComparison(pieces, metric, metric.unit)
  if ('kind' in comparison) return comparison
  return { kind: 'scalar', metric: metric.name, selector, ...comparison }
}

function parseAggregate(
  piece: Piece | undefined,
  { name }: DistributionInfo,
  end: number,
): Aggregate | ThresholdProblem {
  const all = distributionAggregates.join(', ')
  if (piece === undefined) return problem(end, `${name} has many values: say which with one of ${all}`)
  switch (piece.text) {
    case 'avg':
    case 'min':
    case 'max':
    case 'count':
      return { kind: piece.text }
    case 'med':
      return { kind: 'percentile', percentile: 50 }
    default:
      return parsePercentile(piece)
  }
}

function parsePercentile({ text, at }: Piece): Aggregate | ThresholdProblem {
  const number = /^p\s*\(\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*\)$/i.exec(text)?.[1]
  if (number === undefined) {
    const short = /^p(\d+(?:\.\d+)?)$/i.exec(text)?.[1]
    const advice = short === undefined ? didYouMean(text, distributionAggregates) : `write p(${short})`
    return problem(at, `unknown aggregate "${text}": ${advice}`)
  }
  const percentile = Number(number)
  return percentile > 0 && percentile <= 100
    ? { kind: 'percentile', percentile }
    : problem(at, `there is no percentile ${number}: it is above 0 and at most 100`)
}

interface Comparison {
  readonly operator: Operator
  readonly limit: number
}

function parseComparison(
  { operator, value }: Pieces,
  { name }: Metric,
  unit: Parameters<typeof parseAmount>[1],
): Comparison | ThresholdProblem {
  const known = operators.find((candidate) => candidate === operator.text)
  if (known === undefined) return unknownOperator(operator)
  if (/^baseline\b/i.test(value.text)) {
    return problem(value.at, 'a baseline comes with `coldburst gate`, which this version does not have')
  }
  const limit = parseAmount(value, unit, name)
  return typeof limit === 'number' ? { operator: known, limit } : limit
}

/** What other languages write. */
const otherNotations: ReadonlyMap<string, Operator> = new Map([
  ['=', '=='],
  ['===', '=='],
  ['!==', '!='],
  ['<>', '!='],
  ['=<', '<='],
  ['=>', '>='],
])

function unknownOperator({ text, at }: Piece): ThresholdProblem {
  const meant = otherNotations.get(text)
  const advice = meant === undefined ? `write one of ${operators.join(' ')}` : `write ${meant}`
  return problem(at, `unknown comparison "${text}": ${advice}`)
}

function unknownMetric({ text, at }: Piece): ThresholdProblem {
  return problem(at, `unknown metric "${text}": ${didYouMean(text, [...metrics.keys()])}`)
}
