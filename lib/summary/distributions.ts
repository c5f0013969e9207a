import { startKinds } from '../model/classification.ts'
import type {
  Distribution,
  DistributionMetric,
  Distributions,
  PercentileName,
  StartSelector,
} from '../model/distribution.ts'
import type { Sample } from '../model/sample.ts'
import type { Interval } from '../model/verdict.ts'
import { Histogram } from '../stats/histogram.ts'

/** A histogram for each metric of which something was seen. */
export type MetricHistograms = { [M in DistributionMetric]?: Histogram }

/** Histograms by start kind and metric; `all` is their sum, made only when it is asked for. */
export class DistributionSet {
  readonly #byStart = new Map<StartSelector, MetricHistograms>()

  /** Where to record. `all` is for what belongs to no invocation in particular, such as the skew of a burst. */
  of(start: StartSelector): MetricHistograms {
    let histograms = this.#byStart.get(start)
    if (!histograms) this.#byStart.set(start, (histograms = {}))
    return histograms
  }

  record(metric: DistributionMetric, start: StartSelector, value: number): void {
    this.#histogram(metric, start).record(value)
  }

  /** Adds all of another set's values to this one's. */
  add(other: DistributionSet): void {
    for (const [start, histograms] of other.#byStart) {
      for (const metric of metrics) {
        const histogram = histograms[metric]
        if (histogram) this.#histogram(metric, start).add(histogram)
      }
    }
  }

  /** Undefined when nothing was seen. */
  select(metric: DistributionMetric, start: StartSelector): Histogram | undefined {
    if (start !== 'all') return this.#byStart.get(start)?.[metric]
    const [only, ...others] = [...this.#byStart.values()].flatMap((histograms) => histograms[metric] ?? [])
    if (!only || others.length === 0) return only
    const all = new Histogram().add(only)
    for (const histogram of others) all.add(histogram)
    return all
  }

  toDocument(): Distributions {
    const document: { [M in DistributionMetric]?: { [S in StartSelector]?: Distribution } } = {}
    for (const metric of metrics) {
      const seen = selectors.filter((start) => start === 'all' || this.#byStart.get(start)?.[metric])
      const described = seen.map((start) => [start, describe(this.select(metric, start))] as const)
      const known = described.filter(([, distribution]) => distribution)
      if (known.length > 0) document[metric] = Object.fromEntries(known)
    }
    return document
  }

  #histogram(metric: DistributionMetric, start: StartSelector): Histogram {
    return (this.of(start)[metric] ??= new Histogram())
  }
}

const selectors: readonly StartSelector[] = ['all', ...startKinds]

/** In the order of the document. */
const everyMetric: Readonly<Record<DistributionMetric, true>> = {
  response_time: true,
  service_time: true,
  duration: true,
  billed_duration: true,
  init_duration: true,
  restore_duration: true,
  overhead: true,
  placement: true,
  schedule_lag: true,
  burst_skew: true,
  memory_used: true,
}

const metrics = Object.keys(everyMetric) as DistributionMetric[]

const percentiles: readonly (readonly [PercentileName, number])[] = [
  ['p50', 50],
  ['p90', 90],
  ['p95', 95],
  ['p99', 99],
  ['p99_9', 99.9],
]

/** The document's form of a sample; undefined when it is empty. */
export function describe(sample: (Sample & { encode(): string }) | undefined): Distribution | undefined {
  const { count, min, max, mean } = sample ?? {}
  if (!sample || !count || min === undefined || max === undefined || mean === undefined) return undefined
  const values: Partial<Record<PercentileName, number>> = {}
  const intervals: Partial<Record<PercentileName, Interval>> = {}
  const unresolved: PercentileName[] = []
  for (const [name, percentile] of percentiles) {
    const quantile = sample.quantile(percentile)
    if (!quantile) return undefined
    values[name] = quantile.value
    intervals[name] = quantile.interval
    if (!quantile.resolved) unresolved.push(name)
  }
  const { p50 = min, p90 = max, p95 = max, p99 = max, p99_9 = max } = values
  return {
    count,
    min,
    mean,
    p50,
    p90,
    p95,
    p99,
    p99_9,
    max,
    intervals,
    unresolved,
    histogram: sample.encode(),
  }
}
