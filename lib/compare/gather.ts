import type { Block } from '../model/block.ts'
import type { Behind } from '../model/comparison.ts'
import type { Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { DistinctError, Health, Run } from '../model/run.ts'
import type { Observation } from '../model/observation.ts'
import type { BillOptions } from '../cost/bill.ts'
import type { Doubts } from '../summary/doubts.ts'
import { blockDoubts } from './block-doubts.ts'
import type { Served } from './few-hosts.ts'
import type { Homes } from './homes.ts'
import { type BlockErrors, cappedErrors, mergeErrors } from './merge-errors.ts'
import { createPrice } from './price-sample.ts'
import { createTally, type SettingTally } from './setting-tally.ts'
import { Spending } from './spending.ts'

/** One block with all that its folder says. */
export interface ReadBlock {
  readonly block: Block
  readonly run: Run
  readonly observations: readonly Observation[]
  /** Whole lines that are no observations. */
  readonly damagedLines: number
  readonly billedAs: BillOptions
}

/** Everything that the blocks of a comparison bring, gathered while they pass by in the order they were fired in. */
export class Gathered {
  readonly spending = new Spending()
  readonly doubts: Doubts[] = []
  readonly healths: Health[] = []
  readonly #homes: Homes
  readonly #tallies = new Map<string, SettingTally>()
  readonly #errors = new Map<string, BlockErrors[]>()
  readonly #behind = new Map<string, Behind>()
  readonly #atOnce = new Map<string, number>()
  readonly #startedAt: number
  #lastAt = 0

  /** `startedAt` of the comparison, ISO 8601. */
  constructor(startedAt: string, homes: Homes) {
    this.#homes = homes
    this.#startedAt = Date.parse(startedAt)
  }

  add({ block, run, observations, damagedLines, billedAs }: ReadBlock): void {
    const tally = this.tallyOf(block.setting)
    const before = tally.invocations
    tally.addBlock(block, run.plan.phases, observations, createPrice(billedAs))
    this.spending.add(run.cost, tally.invocations - before)
    this.doubts.push(blockDoubts(run, damagedLines))
    this.healths.push(run.health)
    const beganMs = Math.max(0, Date.parse(run.startedAt) - this.#startedAt)
    this.#lastAt = Math.max(this.#lastAt, beganMs + run.durationMs)
    this.#errorsOf(block.setting).push({ errors: run.errors, offset: beganMs * 1_000 })
    this.#lookBehind(block)
    const { peakInFlight } = run.health
    if (peakInFlight !== undefined)
      this.#atOnce.set(block.setting, Math.max(peakInFlight, this.#atOnce.get(block.setting) ?? 0))
  }

  /** What a setting's blocks brought; empty for one that had none. */
  tallyOf(setting: string): SettingTally {
    const tally = this.#tallies.get(setting) ?? createTally(this.#homes)
    this.#tallies.set(setting, tally)
    return tally
  }

  /** As many as a reader takes in. */
  errorsOf(setting: string): DistinctError[] {
    return cappedErrors(mergeErrors(this.#errorsOf(setting)))
  }

  /** What a qualifier was; undefined of any other setting, whose versions were made for it. */
  behind({ name, qualifier }: Setting): Behind | undefined {
    return qualifier === undefined ? undefined : this.#behind.get(name)
  }

  /** By whom the warm samples of a setting were given. */
  servedOf(setting: Setting): Served {
    const { name } = setting
    const environments = this.tallyOf(name).warmEnvironments
    return {
      setting: name,
      version: this.behind(setting)?.version,
      environments,
      atOnce: this.#atOnce.get(name),
    }
  }

  /** Accepted samples of `$LATEST` that named no environment. */
  get nameless(): number {
    return [...this.#tallies.values()].reduce((sum, { nameless }) => sum + nameless, 0)
  }

  /** All versions that answered, of all settings. */
  versions(): string[] {
    return [...new Set([...this.#tallies.values()].flatMap(({ versions }) => [...versions]))].sort()
  }

  /** From the beginning of the comparison to the end of the last block, ms. */
  get lastedMs(): number {
    return this.#lastAt
  }

  #lookBehind({ setting, version, memoryMb, architecture }: Block): void {
    if (version !== undefined) this.#behind.set(setting, defined({ version, memoryMb, architecture }))
  }

  #errorsOf(setting: string): BlockErrors[] {
    const errors = this.#errors.get(setting) ?? []
    this.#errors.set(setting, errors)
    return errors
  }
}
