import { type Classification, type StartKind, startKinds } from '../model/classification.ts'
import { lateAfter } from '../model/health.ts'
import { type Dropped, isSent, type Observation, scheduleLag } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { Load, PhasePlan } from '../model/plan.ts'
import type { PhaseSummary } from '../model/run.ts'
import type { Micros } from '../model/time.ts'
import { describeLoad, plannedArrivals } from '../shapes/index.ts'
import { Histogram } from '../stats/histogram.ts'
import type { Random } from '../stats/prng.ts'
import { BurstSkews } from './burst-skew.ts'
import { countOutcome, emptyCounts, type MutableCounts } from './counts.ts'
import { DistributionSet } from './distributions.ts'
import type { NumberSet } from './metric-source.ts'
import { recordMetrics } from './metrics-of.ts'

export const noStarts = (): Record<StartKind, number> => ({
  cold: 0,
  restored: 0,
  reinitialized: 0,
  warm: 0,
  unknown: 0,
})

/** The numbers of one phase, gathered while its observations pass by. */
export class PhaseNumbers {
  readonly plan: PhasePlan
  readonly counts: MutableCounts
  readonly starts = noStarts()
  readonly skews: BurstSkews
  readonly punctuality = { lateSent: 0, lateDropped: 0, capHits: 0 }
  readonly connectionSetup = new Histogram()
  readonly #distributions = new DistributionSet()

  /** `random` is the one that the phase was fired with: Poisson arrivals are counted by it. */
  constructor(plan: PhasePlan, random: Random) {
    this.plan = plan
    this.counts = emptyCounts(plannedArrivals(plan.load, random))
    this.skews = new BurstSkews(sentAtOnce(plan.load))
  }

  add(observation: Observation, classification: Classification): void {
    countOutcome(this.counts, observation.outcome.kind)
    if (!isSent(observation)) return this.#countDropped(observation)
    if (this.plan.load.kind !== 'closed') this.#countLag(scheduleLag(observation))
    if (this.plan.load.kind === 'burst') this.skews.add(observation)
    if (observation.connectionSetup !== undefined) this.connectionSetup.record(observation.connectionSetup)
    if (!ran(observation.outcome)) return
    this.starts[classification.start] += 1
    recordMetrics(observation, classification, this.#distributions.of(classification.start))
  }

  #countDropped({ phase, scheduledAt, outcome }: Dropped): void {
    if (this.plan.load.kind === 'burst') this.skews.addDropped(phase, scheduledAt)
    if (outcome.reason === 'late') this.punctuality.lateDropped += 1
    else this.punctuality.capHits += 1
  }

  #countLag(lag: Micros): void {
    this.#distributions.record('schedule_lag', 'all', Math.max(0, lag))
    if (lag > lateAfter) this.punctuality.lateSent += 1
  }

  /** What all of it comes to. */
  numbers(): NumberSet {
    const distributions = new DistributionSet()
    distributions.add(this.#distributions)
    const skews = this.skews.distribution()
    if (skews.count > 0) distributions.of('all').burst_skew = skews
    return { counts: this.counts, starts: this.starts, distributions }
  }

  toDocument(): PhaseSummary {
    const { name, discard, load } = this.plan
    const { counts, starts, distributions } = this.numbers()
    return {
      name,
      discard,
      describes: describeLoad(load),
      counts,
      starts,
      distributions: distributions.toDocument(),
    }
  }
}

/** Bursts without time between them are one; other loads have none. */
function sentAtOnce(load: Load): number {
  if (load.kind !== 'burst') return 0
  return load.every === 0 ? load.size * load.repeat : load.size
}

export function addStarts(
  a: Readonly<Record<StartKind, number>>,
  b: Readonly<Record<StartKind, number>>,
): Record<StartKind, number> {
  const sum = noStarts()
  for (const start of startKinds) sum[start] = a[start] + b[start]
  return sum
}
