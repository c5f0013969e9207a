import type { DistributionMetric } from '../model/distribution.ts'
import type { ScalarMetric } from '../model/sample.ts'
import type { Unit } from '../model/verdict.ts'

/** What a threshold can be about. */
export type Metric = DistributionInfo | ScalarInfo

/** Many values, of which an aggregate must be named. */
export interface DistributionInfo {
  readonly kind: 'distribution'
  readonly name: DistributionMetric
  readonly unit: 'µs' | 'B'
  readonly selectors: Selectable
}

/** What a selector of a metric may name: a metric that says nothing of an invocation has no start kinds. */
export type Selectable = readonly ('start' | 'phase')[]

/** One number a run. Its aggregates all mean that number; the first is the one meant when none is named. */
export interface ScalarInfo {
  readonly kind: 'scalar'
  readonly name: ScalarMetric
  readonly unit: Exclude<Unit, 'µs' | 'B'>
  readonly aggregates: readonly ['value', ...('count' | 'rate')[]]
  readonly selectors: Selectable
}

const startAndPhase: Selectable = ['start', 'phase']
const phaseOnly: Selectable = ['phase']
const wholeRun: Selectable = []

const distributions: { readonly [K in DistributionMetric]: DistributionInfo & { readonly name: K } } = {
  response_time: distribution('response_time', 'µs'),
  service_time: distribution('service_time', 'µs'),
  duration: distribution('duration', 'µs'),
  billed_duration: distribution('billed_duration', 'µs'),
  init_duration: distribution('init_duration', 'µs'),
  restore_duration: distribution('restore_duration', 'µs'),
  overhead: distribution('overhead', 'µs'),
  placement: distribution('placement', 'µs'),
  schedule_lag: distribution('schedule_lag', 'µs', phaseOnly),
  burst_skew: distribution('burst_skew', 'µs', phaseOnly),
  memory_used: distribution('memory_used', 'B'),
}

const scalars: { readonly [K in ScalarMetric]: ScalarInfo & { readonly name: K } } = {
  invocations: scalar('invocations', 'count', 'count', startAndPhase),
  cold_starts: scalar('cold_starts', 'count', 'count'),
  environments: scalar('environments', 'count', 'count', wholeRun),
  function_errors: scalar('function_errors', 'count', 'count'),
  throttles: scalar('throttles', 'count', 'count'),
  timeouts: scalar('timeouts', 'count', 'count'),
  service_errors: scalar('service_errors', 'count', 'count'),
  transport_errors: scalar('transport_errors', 'count', 'count'),
  dropped: scalar('dropped', 'count', 'count'),
  cold_start_rate: scalar('cold_start_rate', 'ratio', 'rate'),
  reuse_rate: scalar('reuse_rate', 'ratio', 'rate'),
  error_rate: scalar('error_rate', 'ratio', 'rate'),
  throttle_rate: scalar('throttle_rate', 'ratio', 'rate'),
  cost_per_million: scalar('cost_per_million', 'USD', undefined, wholeRun),
  cost_per_invocation: scalar('cost_per_invocation', 'USD', undefined, wholeRun),
  run_cost: scalar('run_cost', 'USD', undefined, wholeRun),
  gb_seconds: scalar('gb_seconds', 'GB-s', undefined, wholeRun),
}

/** What an expression can name after a distribution. */
export const distributionAggregates = ['p(N)', 'avg', 'med', 'min', 'max', 'count'] as const

/** Every metric by name, in the order people should see them. */
export const metrics: ReadonlyMap<string, Metric> = new Map<string, Metric>([
  ...Object.entries(distributions),
  ...Object.entries(scalars),
])

function distribution<K extends DistributionMetric>(
  name: K,
  unit: DistributionInfo['unit'],
  selectors: Selectable = startAndPhase,
): DistributionInfo & { readonly name: K } {
  return { kind: 'distribution', name, unit, selectors }
}

function scalar<K extends ScalarMetric>(
  name: K,
  unit: ScalarInfo['unit'],
  also?: 'count' | 'rate',
  selectors: Selectable = phaseOnly,
): ScalarInfo & { readonly name: K } {
  return {
    kind: 'scalar',
    name,
    unit,
    aggregates: also === undefined ? ['value'] : ['value', also],
    selectors,
  }
}
