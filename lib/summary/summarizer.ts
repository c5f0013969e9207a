import type { Classification } from '../model/classification.ts'
import { isSent, type Observation } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import type { Plan } from '../model/plan.ts'
import type { Disagreement, DistinctError, PhaseSummary } from '../model/run.ts'
import { Histogram } from '../stats/histogram.ts'
import { createRandom } from '../stats/prng.ts'
import { longestSkewList } from './burst-skew.ts'
import { BusyEnvironments } from './busy-environments.ts'
import { addCounts, emptyCounts } from './counts.ts'
import { DistributionSet } from './distributions.ts'
import { DistinctErrors } from './distinct-errors.ts'
import type { ObservedHealth } from './health.ts'
import type { NumberSet } from './metric-source.ts'
import { addStarts, noStarts, PhaseNumbers } from './phase-numbers.ts'

/** More than any deployment has; an endpoint that names a new one every time must not fill the memory. */
const mostVersions = 100

/** Everything that is counted and measured in one pass over the observations, cost and environments apart. */
export class Summarizer {
  readonly #phases: readonly PhaseNumbers[]
  readonly #errors: DistinctErrors
  readonly #busy = new BusyEnvironments()
  readonly #disagreements = new Map<string, { count: number; example: string | undefined }>()
  readonly #versions = new Set<string>()

  constructor(plan: Plan, cleanLog: (log: string) => string) {
    this.#phases = plan.phases.map((phase, index) => new PhaseNumbers(phase, createRandom(plan.seed, index)))
    this.#errors = new DistinctErrors(cleanLog)
  }

  /** Whether the plan has the observation's phase at all. */
  knows({ phase }: Observation): boolean {
    return this.#phases[phase] !== undefined
  }

  /** Whether an observation belongs to a phase that is left out of the numbers. */
  isDiscarded(observation: Observation): boolean {
    return this.#phases[observation.phase]?.plan.discard ?? false
  }

  add(observation: Observation, classification: Classification): void {
    const phase = this.#phases[observation.phase]
    phase?.add(observation, classification)
    // A warm-up that fails explains what comes after it, so its errors are shown with the others.
    this.#errors.add(observation)
    if (!phase || !isSent(observation)) return
    this.#addVersion(observation.markers.executedVersion)
    if (phase.plan.discard) return
    if (ran(observation.outcome)) this.#busy.add(observation)
    if (classification.disagreement !== undefined) this.#disagree(classification.disagreement, observation)
  }

  /** The phases that count, together. */
  whole(): NumberSet & ObservedHealth {
    const counted = this.#counted()
    const numbers = counted.map((phase) => phase.numbers())
    const distributions = new DistributionSet()
    for (const phase of numbers) distributions.add(phase.distributions)
    const counts = numbers.map((phase) => phase.counts).reduce(addCounts, emptyCounts(0))
    const starts = numbers.map((phase) => phase.starts).reduce(addStarts, noStarts())
    const punctuality = { lateSent: 0, lateDropped: 0, capHits: 0 }
    for (const phase of counted) addPunctuality(punctuality, phase.punctuality)
    const connectionSetup = new Histogram()
    for (const phase of counted) connectionSetup.add(phase.connectionSetup)
    const skews = counted.flatMap((phase) => phase.skews.list()).slice(0, longestSkewList)
    return { counts, starts, distributions, skews, punctuality, connectionSetup }
  }

  /** The phases that count, by name. */
  byPhase(): ReadonlyMap<string, NumberSet> {
    return new Map(this.#counted().map((phase) => [phase.plan.name, phase.numbers()]))
  }

  phaseSummaries(): PhaseSummary[] {
    return this.#phases.map((phase) => phase.toDocument())
  }

  errors(): DistinctError[] {
    return this.#errors.list()
  }

  versions(): string[] {
    return [...this.#versions].sort()
  }

  peakBusy(): number {
    return this.#busy.peak()
  }

  disagreements(): Disagreement[] {
    return [...this.#disagreements].map(([what, { count, example }]) =>
      example === undefined ? { what, count } : { what, count, example },
    )
  }

  #counted(): PhaseNumbers[] {
    return this.#phases.filter(({ plan }) => !plan.discard)
  }

  #addVersion(version: string | undefined): void {
    if (version !== undefined && this.#versions.size < mostVersions) this.#versions.add(version)
  }

  #disagree(what: string, { markers }: { markers: { requestId?: string } }): void {
    const seen = this.#disagreements.get(what)
    if (seen) seen.count += 1
    else if (this.#disagreements.size < 50)
      this.#disagreements.set(what, { count: 1, example: markers.requestId })
  }
}

function addPunctuality(sum: PhaseNumbers['punctuality'], other: PhaseNumbers['punctuality']): void {
  sum.lateSent += other.lateSent
  sum.lateDropped += other.lateDropped
  sum.capHits += other.capHits
}
