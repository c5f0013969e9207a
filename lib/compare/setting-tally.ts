import type { Block } from '../model/block.ts'
import type { Unfit } from '../model/comparison.ts'
import type { DistributionMetric } from '../model/distribution.ts'
import { isSent, type Observation, type Sent } from '../model/observation.ts'
import type { PhasePlan } from '../model/plan.ts'
import type { Counts } from '../model/run.ts'
import { countOutcome, emptyCounts } from '../summary/counts.ts'
import { readMetrics } from '../summary/metrics-of.ts'
import { createHomes, type Homes } from './homes.ts'
import { createJudge, type Judge, type Judgement } from './judge-sample.ts'

/** The numbers of one accepted invocation: times µs, `memory_used` bytes. What was not said is absent. */
export interface Sample {
  readonly start: 'cold' | 'restored' | 'warm'
  readonly metrics: Readonly<Partial<Record<DistributionMetric, number>>>
  readonly billedMs?: number
  /** USD for a million like this one, requests included. */
  readonly costPerMillion?: number
}

/** What an accepted invocation is charged for; absent where it can't be known. */
export type Price = (sent: Sent) => Pick<Sample, 'billedMs' | 'costPerMillion'>

/** The blocks of one setting and one kind of start, taken together. */
export interface StartTally {
  readonly blocks: number
  readonly accepted: number
  readonly failed: number
  /** Invocations that count: without warm-up, those that the user gave up, and those that never got to the setting. */
  readonly fired: number
  readonly discarded: ReadonlyMap<Unfit, number>
  readonly rounds: ReadonlyMap<number, RoundTally>
}

export interface RoundTally {
  readonly samples: readonly Sample[]
  /** Of each invocation that counts: 1 where it was an error (which a throttle is not), otherwise 0. */
  readonly errors: readonly number[]
}

/** Everything that the blocks of one setting have brought so far. */
export interface SettingTally {
  /**
   * Takes in one block. Blocks in the order they were fired in, observations in the order they ended in. Without a
   * price its samples have no cost.
   */
  addBlock(
    block: Block,
    phases: readonly PhasePlan[],
    observations: Iterable<Observation>,
    price?: Price,
  ): void
  readonly warm: StartTally
  readonly cold: StartTally
  /** Warm-ups too. */
  readonly invocations: number
  /** Of all invocations, warm-ups too. */
  readonly failures: number
  /** Of all failures, by what they are called. */
  readonly errors: ReadonlyMap<string, number>
  readonly versions: ReadonlySet<string>
  /** Accepted samples of `$LATEST` that named no environment. */
  readonly nameless: number
  /** How many environments gave its accepted warm samples; undefined where one of those named none. */
  readonly warmEnvironments: number | undefined
  /** How the invocations that count ended, both kinds of start together. */
  readonly counts: Counts
}

/** A tally of one setting, empty. `homes` are those of all settings of the comparison. */
export function createTally(homes: Homes = createHomes()): SettingTally {
  return new Tally(homes)
}

/** So many failures before anything else: what follows would fail as well. */
const hopelessAfter = 10

/** Whether all invocations of a setting failed, and there were enough of them to give it up. */
export const isHopeless = ({
  invocations,
  failures,
}: Pick<SettingTally, 'invocations' | 'failures'>): boolean =>
  invocations >= hopelessAfter && failures === invocations

/** A setting of which more than this share fails is not recommended. */
const mostFailing = 0.05

/** Whether too many invocations of a setting failed, warm-ups too, for it to be recommended. */
export const isFailing = ({
  invocations,
  failures,
}: Pick<SettingTally, 'invocations' | 'failures'>): boolean => failures > invocations * mostFailing

/** An endpoint that names a new version or error every time must not fill the memory. */
const mostNames = 100

class Tally implements SettingTally {
  readonly warm = emptyStart()
  readonly cold = emptyStart()
  readonly errors = new Map<string, number>()
  readonly versions = new Set<string>()
  readonly counts = emptyCounts(undefined)
  invocations = 0
  failures = 0
  nameless = 0
  readonly #warmEnvironments = new Set<string | undefined>()
  readonly #judge: Judge

  constructor(homes: Homes) {
    this.#judge = createJudge(homes)
  }

  get warmEnvironments(): number | undefined {
    return this.#warmEnvironments.has(undefined) ? undefined : this.#warmEnvironments.size
  }

  addBlock(
    block: Block,
    phases: readonly PhasePlan[],
    observations: Iterable<Observation>,
    price: Price = () => ({}),
  ): void {
    this[block.start].blocks += 1
    for (const observation of observations) {
      const phase = phases[observation.phase]
      if (phase === undefined) continue
      if (isSent(observation)) this.#add(observation, { block, phase, price })
      else if (!phase.discard) countOutcome(this.counts, 'dropped')
    }
  }

  #add(sent: Sent, { block, phase, price }: Fired): void {
    const into = this[block.start]
    const judgement = this.#judge.judge(sent, block, phase)
    this.#countAll(sent, judgement)
    if (judgement.kind === 'warm-up' || judgement.kind === 'interrupted' || judgement.kind === 'unreached')
      return
    const { kind } = sent.outcome
    const { samples, errors } = roundOf(into, block)
    into.fired += 1
    countOutcome(this.counts, kind)
    errors.push(kind === 'ok' || kind === 'throttled' ? 0 : 1)
    switch (judgement.kind) {
      case 'accepted':
        into.accepted += 1
        if (block.version === '$LATEST' && judgement.classification.environmentId === undefined)
          this.nameless += 1
        if (block.start === 'warm') this.#sawEnvironment(judgement.classification.environmentId)
        samples.push(sampleOf(sent, judgement.classification, price(sent)))
        return
      case 'unfit':
        return count(into.discarded, judgement.why)
      case 'failed':
        into.failed += 1
        return
      default:
        return judgement satisfies never
    }
  }

  #sawEnvironment(id: string | undefined): void {
    if (id === undefined || this.#warmEnvironments.size < mostNames) this.#warmEnvironments.add(id)
  }

  #countAll({ markers: { executedVersion } }: Sent, judgement: Judgement): void {
    this.invocations += 1
    const failed = judgement.kind === 'failed' ? judgement.name : undefined
    const name = judgement.kind === 'warm-up' ? judgement.failed : failed
    if (name !== undefined) {
      this.failures += 1
      if (this.errors.has(name) || this.errors.size < mostNames) count(this.errors, name)
    }
    if (executedVersion !== undefined && this.versions.size < mostNames) this.versions.add(executedVersion)
  }
}

interface Fired {
  readonly block: Block
  readonly phase: PhasePlan
  readonly price: Price
}

interface OpenStart extends StartTally {
  blocks: number
  accepted: number
  failed: number
  fired: number
  readonly discarded: Map<Unfit, number>
  readonly rounds: Map<number, { readonly samples: Sample[]; readonly errors: number[] }>
}

const emptyStart = (): OpenStart => ({
  blocks: 0,
  accepted: 0,
  failed: 0,
  fired: 0,
  discarded: new Map(),
  rounds: new Map(),
})

function sampleOf(
  sent: Sent,
  classification: Extract<Judgement, { kind: 'accepted' }>['classification'],
  price: ReturnType<Price>,
): Sample {
  const metrics: Partial<Record<DistributionMetric, number>> = {}
  readMetrics(sent, classification, (metric, value) => (metrics[metric] = value))
  const { start } = classification
  return { start: start === 'cold' || start === 'restored' ? start : 'warm', metrics, ...price }
}

function roundOf({ rounds }: OpenStart, { round }: Block): { samples: Sample[]; errors: number[] } {
  const found = rounds.get(round) ?? { samples: [], errors: [] }
  rounds.set(round, found)
  return found
}

const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)
