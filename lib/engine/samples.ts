import { type Homes, homesOf } from '../compare/homes.ts'
import { createTally, isHopeless, type SettingTally, type StartTally } from '../compare/setting-tally.ts'
import { isNarrow } from '../compare/narrow.ts'
import type { Block } from '../model/block.ts'
import type { ComparisonPlan, Precision, Setting } from '../model/comparison-plan.ts'
import type { Observation } from '../model/observation.ts'
import type { PhasePlan } from '../model/plan.ts'

/** What the blocks fired so far have brought to each setting: by it is known what is still to be fired. */
export class Samples {
  readonly #homes: Homes
  readonly #tallies = new Map<string, SettingTally>()
  /** Of the intervals that `--until` looks at. */
  readonly #seed: number

  constructor(plan: ComparisonPlan) {
    this.#homes = homesOf(plan)
    this.#seed = plan.base.seed
  }

  add(block: Block, phases: readonly PhasePlan[], observations: Iterable<Observation>): void {
    this.#tallyOf(block.setting).addBlock(block, phases, observations)
  }

  of({ name }: Setting, start: Block['start']): Pick<StartTally, 'accepted' | 'blocks'> {
    return this.#tallyOf(name)[start]
  }

  /** Of all settings together. */
  accepted(settings: readonly Setting[]): Readonly<Record<Block['start'], number>> {
    const sum = (start: Block['start']): number =>
      settings.reduce((all, setting) => all + this.of(setting, start).accepted, 0)
    return { warm: sum('warm'), cold: sum('cold') }
  }

  /** Whether everything that was ever fired at a setting failed, and that was enough to say so. */
  isHopeless({ name }: Setting): boolean {
    return isHopeless(this.#tallyOf(name))
  }

  isNarrow({ name }: Setting, precision: Precision): boolean {
    return isNarrow(this.#tallyOf(name).warm, precision, this.#seed)
  }

  #tallyOf(name: string): SettingTally {
    const tally = this.#tallies.get(name) ?? createTally(this.#homes)
    this.#tallies.set(name, tally)
    return tally
  }
}
