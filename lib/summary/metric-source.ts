import type { StartKind } from '../model/classification.ts'
import type { Bill, Cost, Counts } from '../model/run.ts'
import type { MetricSource, Sample, Scalar, ScalarMetric, Selector } from '../model/sample.ts'
import type { DistributionSet } from './distributions.ts'

/** The numbers that belong together: of one phase, or of all that count. */
export interface NumberSet {
  readonly counts: Counts
  readonly starts: Readonly<Record<StartKind, number>>
  readonly distributions: DistributionSet
}

/** What thresholds see of a run: the whole, and each phase by its name. */
export function createMetricSource(
  whole: NumberSet,
  phases: ReadonlyMap<string, NumberSet>,
  environments: number,
  cost: Cost,
): MetricSource {
  const numbers = ({ phase }: Selector): NumberSet | undefined =>
    phase === undefined ? whole : phases.get(phase)
  return {
    distribution(metric, selector): Sample | undefined {
      return numbers(selector)?.distributions.select(metric, selector.start ?? 'all')
    },
    scalar(metric, selector): Scalar | undefined {
      const set = numbers(selector)
      if (!set || due(set) === 0) return undefined
      if (selector.start !== undefined && selector.start !== 'all')
        return startScalar(metric, set, selector.start)
      if (selector.phase !== undefined) return countScalar(metric, set)
      return wholeScalar(metric, set, environments, cost)
    },
  }
}

/** Money and environments belong to the run as a whole. */
function wholeScalar(
  metric: ScalarMetric,
  set: NumberSet,
  environments: number,
  cost: Cost,
): Scalar | undefined {
  const n = set.counts.sent
  // Invocations ran somewhere: none found means that they did not say where.
  if (metric === 'environments')
    return environments === 0 ? undefined : { value: environments, unit: 'count', n }
  if (!isMoney(metric)) return countScalar(metric, set)
  const value = cost.kind === 'absent' ? undefined : amountOf(metric, cost)
  return value === undefined ? undefined : { value, unit: metric === 'gb_seconds' ? 'GB-s' : 'USD', n }
}

type MoneyMetric = 'run_cost' | 'cost_per_million' | 'cost_per_invocation' | 'gb_seconds'

const isMoney = (metric: ScalarMetric): metric is MoneyMetric =>
  metric === 'run_cost' ||
  metric === 'cost_per_million' ||
  metric === 'cost_per_invocation' ||
  metric === 'gb_seconds'

/** Undefined as well when invocations were charged whose duration is unknown: a sum without them is too low. */
function amountOf(metric: MoneyMetric, bill: Bill): number | undefined {
  const { reported, computed, unknown } = bill.billedFrom
  const isSum = metric === 'run_cost' || metric === 'gb_seconds'
  if (unknown > 0 && (isSum || reported + computed === 0)) return undefined
  switch (metric) {
    case 'run_cost':
      return bill.total
    case 'cost_per_million':
      return bill.perMillion
    case 'cost_per_invocation':
      return bill.perInvocation
    case 'gb_seconds':
      return bill.gbSeconds
    default:
      return metric satisfies never
  }
}

/** How many invocations started in one way, of those whose start can be told. */
function startScalar(metric: ScalarMetric, set: NumberSet, start: StartKind): Scalar | undefined {
  const counted = metric === 'invocations' || (metric === 'cold_starts' && start === 'cold')
  const n = start === 'unknown' ? knownStarts(set) + set.starts.unknown : knownStarts(set)
  return counted && n > 0 ? { value: set.starts[start], unit: 'count', n } : undefined
}

function countScalar(metric: ScalarMetric, set: NumberSet): Scalar | undefined {
  return readers[metric]?.(set)
}

type Read = (set: NumberSet) => number
type Reader = (set: NumberSet) => Scalar | undefined

const sent: Read = ({ counts }) => counts.sent
const due: Read = ({ counts }) => counts.sent + counts.dropped
const coldStarts: Read = ({ starts }) => starts.cold
const throttled: Read = ({ counts }) => counts.throttled

const readers: Readonly<Partial<Record<ScalarMetric, Reader>>> = {
  invocations: count(sent, due),
  cold_starts: count(coldStarts, knownStarts),
  function_errors: count(({ counts }) => counts.functionError, sent),
  throttles: count(throttled, sent),
  timeouts: count(({ counts }) => counts.timedOut, sent),
  service_errors: count(({ counts }) => counts.serviceError, sent),
  transport_errors: count(({ counts }) => counts.transportError, sent),
  dropped: count(({ counts }) => counts.dropped, due),
  cold_start_rate: ratio(coldStarts, knownStarts),
  reuse_rate: ratio(({ starts }) => starts.warm, knownStarts),
  error_rate: ratio(errorCount, sent),
  throttle_rate: ratio(throttled, sent),
}

/** A count of nothing among nothing is no zero. */
function count(read: Read, among: Read): Reader {
  return (set) => {
    const n = among(set)
    return n === 0 ? undefined : { value: read(set), unit: 'count', n }
  }
}

function ratio(part: Read, whole: Read): Reader {
  return (set) => {
    const n = whole(set)
    return n === 0 ? undefined : { value: part(set) / n, unit: 'ratio', n }
  }
}

/** An invocation whose start can't be told says nothing about how often environments start. */
function knownStarts({ starts }: NumberSet): number {
  return starts.cold + starts.restored + starts.reinitialized + starts.warm
}

/** Throttles are counted apart: they say something of limits, not of the function. */
function errorCount({ counts }: NumberSet): number {
  return counts.functionError + counts.timedOut + counts.serviceError + counts.transportError
}
