import type {
  Distribution,
  DistributionMetric,
  Distributions,
  PercentileName,
  StartSelector,
} from '../model/run.ts'
import type { Sample } from '../model/sample.ts'
import type { Interval } from '../model/verdict.ts'
import { Histogram } from '../stats/histogram.ts'

/** Histograms by metric and start kind; `all` is their sum, made only when it is asked for. */
export class DistributionSet {
  readonly #byMetric = new Map<DistributionMetric, Map<StartSelector, Histogram>>()

  /** `start` is `all` for what belongs to no invocation in particular, such as the skew of a burst. */
  record(metric: DistributionMetric, start: StartSelector, value: number): void {
    this.#histogram(metric, start).record(value)
  }

  /** Adds all of another set's values to this one's. */
  add(other: DistributionSet): void {
    for (const [metric, byStart] of other.#byMetric) {
      for (const [start, histogram] of byStart) this.#histogram(metric, start).add(histogram)
    }
  }

  /** Undefined when nothing was seen. */
  select(metric: DistributionMetric, start: StartSelector): Histogram | undefined {
    const byStart = this.#byMetric.get(metric)
    if (!byStart || start !== 'all') return byStart?.get(start)
    if (byStart.size === 1) return byStart.values().next().value
    const all = new Histogram()
    for (const histogram of byStart.values()) all.add(histogram)
    return all
  }

  toDocument(): Distributions {
    const document: { [M in DistributionMetric]?: { [S in StartSelector]?: Distribution } } = {}
    for (const [metric, byStart] of this.#byMetric) {
      const starts = new Set<StartSelector>(['all', ...byStart.keys()])
      const described = [...starts].map((start) => [start, describe(this.select(metric, start))] as const)
      document[metric] = Object.fromEntries(described.filter(([, distribution]) => distribution))
    }
    return document
  }

  #histogram(metric: DistributionMetric, start: StartSelector): Histogram {
    let byStart = this.#byMetric.get(metric)
    if (!byStart) this.#byMetric.set(metric, (byStart = new Map<StartSelector, Histogram>()))
    let histogram = byStart.get(start)
    if (!histogram) byStart.set(start, (histogram = new Histogram()))
    return histogram
  }
}

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
