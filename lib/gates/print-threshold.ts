import type { Unit } from '../model/verdict.ts'
import { printAmount } from './amount.ts'
import { metrics } from './metrics.ts'
import { printSelector } from './selector-text.ts'
import type { Aggregate, Threshold } from './threshold.ts'

/** The canonical expression: `parseThreshold` makes the same threshold of it. */
export function printThreshold(threshold: Threshold): string {
  const subject = `${threshold.metric}${printSelector(threshold.selector)}`
  const aggregate = threshold.kind === 'distribution' ? ` ${printAggregate(threshold.aggregate)}` : ''
  const limit = printAmount(threshold.limit, unitOf(threshold))
  return `${subject}${aggregate} ${threshold.operator} ${limit}`
}

/** The unit of what is compared: a metric's own, but of a count of its values. */
export function unitOf(threshold: Threshold): Unit {
  if (threshold.kind === 'distribution' && threshold.aggregate.kind === 'count') return 'count'
  return metrics.get(threshold.metric)?.unit ?? 'count'
}

const printAggregate = (aggregate: Aggregate): string =>
  aggregate.kind === 'percentile' ? `p(${aggregate.percentile})` : aggregate.kind
