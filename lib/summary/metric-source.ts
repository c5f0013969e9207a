import type { StartKind } from '../model/classification.ts'
import type { Cost, Counts } from '../model/run.ts'
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
      if (!set || set.counts.sent + set.counts.dropped === 0) return undefined
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
  if (metric === 'environments') return { value: environments, unit: 'count', n }
  if (metric === 'gb_seconds')
    return cost.kind === 'bill' ? { value: cost.gbSeconds, unit: 'GB-s', n } : undefined
  const amount = moneyOf(metric, cost)
  return amount === undefined ? countScalar(metric, set) : { value: amount, unit: 'USD', n }
}

function moneyOf(metric: ScalarMetric, cost: Cost): number | undefined {
  if (cost.kind === 'absent') return undefined
  if (metric === 'run_cost') return cost.total
  if (metric === 'cost_per_million') return cost.perMillion
  return metric === 'cost_per_invocation' ? cost.perInvocation : undefined
}

/** How many invocations started in one way. */
function startScalar(metric: ScalarMetric, { starts }: NumberSet, start: StartKind): Scalar | undefined {
  const n = starts[start]
  if (metric === 'invocations') return { value: n, unit: 'count', n }
  return metric === 'cold_starts' && start === 'cold' ? { value: n, unit: 'count', n } : undefined
}

function countScalar(metric: ScalarMetric, set: NumberSet): Scalar | undefined {
  return readers[metric]?.(set)
}

type Reader = (set: NumberSet) => Scalar | undefined

const readers: Readonly<Partial<Record<ScalarMetric, Reader>>> = {
  invocations: count(({ counts }) => counts.sent),
  cold_starts: count(({ starts }) => starts.cold),
  function_errors: count(({ counts }) => counts.functionError),
  throttles: count(({ counts }) => counts.throttled),
  timeouts: count(({ counts }) => counts.timedOut),
  service_errors: count(({ counts }) => counts.serviceError),
  transport_errors: count(({ counts }) => counts.transportError),
  dropped: count(({ counts }) => counts.dropped),
  cold_start_rate: ratio(({ starts }) => starts.cold, knownStarts),
  reuse_rate: ratio(({ starts }) => starts.warm, knownStarts),
  error_rate: ratio(errorCount, ({ counts }) => counts.sent),
  throttle_rate: ratio(
    ({ counts }) => counts.throttled,
    ({ counts }) => counts.sent,
  ),
}

function count(read: (set: NumberSet) => number): Reader {
  return (set) => ({ value: read(set), unit: 'count', n: set.counts.sent + set.counts.dropped })
}

function ratio(part: (set: NumberSet) => number, whole: (set: NumberSet) => number): Reader {
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
