import { createSchedule, mostBlocks, plannedBlocks, type Round } from '../compare/schedule.ts'
import type { Block } from '../model/block.ts'
import type { ComparisonPlan, Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import { isGivenUp, realWait, type Wait } from '../settings/patient-plane.ts'
import { ChangedByOthers, type Placement, type Stage } from '../settings/stage.ts'
import type { ComparisonRecord } from './comparison-record.ts'
import type { Samples } from './samples.ts'

/** What the rounds of a comparison are fired with. */
export interface RoundsOptions {
  readonly plan: ComparisonPlan
  readonly stage: Pick<Stage, 'place' | 'calls'>
  readonly record: ComparisonRecord
  readonly samples: Samples
  /** Whether one more block stays below `--max-cost`. */
  affords(block: Block, setting: Setting): boolean
  /** Fires a block, and takes what it brought into the samples. */
  fire(block: Block, setting: Setting, placement: Placement): Promise<BlockEnd>
  /** Aborted: no further block. */
  readonly stop: AbortSignal
  onRound?(round: Round, setting: Setting): void
  /** For tests; otherwise time is real. */
  readonly wait?: Wait
}

/** What became of a block, besides its samples. */
export interface BlockEnd {
  /** Why nothing more can be fired, as a sentence. */
  readonly fault?: string
  /** Why none of it got to its setting, as a sentence: it may, a little later. */
  readonly unreached?: string
}

/**
 * ms before a block that did not get to its setting is fired again. A service that is restarted is there again by
 * then, and an alias that was just made is known everywhere.
 */
const pauses = [2_000, 8_000]

/**
 * Fires the planned rounds, then further ones for the settings that lack samples. What goes wrong with one setting
 * is in the record, and the others go on. Resolves when there is no more to fire, or no more may be fired.
 */
export async function fireRounds(options: RoundsOptions): Promise<void> {
  return new Rounds(options).fire()
}

class Rounds {
  readonly #options: RoundsOptions
  readonly #plan: ComparisonPlan
  /** Blocks fired so far. */
  #blocks = 0
  /** Nothing more may be fired, at any setting. */
  #ended = false

  constructor(options: RoundsOptions) {
    this.#options = options
    this.#plan = options.plan
  }

  async fire(): Promise<void> {
    const { base, design, settings } = this.#plan
    const schedule = createSchedule(design, settings, base.seed)
    for (const round of schedule.planned) await this.#fireRound(round)
    for (;;) {
      const cold = this.#lacking('cold')
      if (cold.length > 0) await this.#fireRound(schedule.further('cold', cold))
      const warm = this.#lacking('warm')
      const next = warm.length > 0 ? warm : this.#unsure()
      if (next.length > 0) await this.#fireRound(schedule.further('warm', next))
      if (this.#isOver() || (cold.length === 0 && next.length === 0)) break
    }
    if (!this.#isOver()) this.#sayWhatLacks()
  }

  #isOver(): boolean {
    return this.#ended || this.#options.stop.aborted
  }

  async #fireRound(round: Round): Promise<void> {
    for (const setting of round.order) {
      if (this.#isOver()) return
      if (this.#options.record.isLive(setting)) await this.#fireSetting(round, setting)
    }
  }

  async #fireSetting(round: Round, setting: Setting): Promise<void> {
    const { record, samples, stage, stop } = this.#options
    this.#options.onRound?.(round, setting)
    const kind = { setting: setting.name, start: round.start }
    const before: Block = { schema: 'coldburst/block@1', index: this.#blocks, ...kind, round: round.index }
    if (!this.#options.affords(before, setting)) return this.#breakTheBank()
    const placed = await this.#place(setting, round.start === 'cold')
    record.calls = stage.calls
    if (placed === undefined || stop.aborted) return record.save()
    await this.#fireUntilReached(before, setting, placed)
    if (samples.isHopeless(setting)) record.giveUp(setting)
    record.save()
  }

  /** What keeps a block from its setting is no fault of the setting, and would keep the others from theirs. */
  async #fireUntilReached(before: Block, setting: Setting, placed: Placement): Promise<void> {
    const { wait = realWait, stop } = this.#options
    const { version, memoryMb, architecture, runtime } = placed
    for (let attempt = 0; ; attempt += 1) {
      const block = defined({ ...before, index: this.#blocks, version, memoryMb, architecture, runtime })
      this.#blocks += 1
      const { fault, unreached } = await this.#options.fire(block, setting, placed)
      if (fault !== undefined) this.#fail(fault)
      if (unreached === undefined || this.#isOver()) return
      const pause = pauses[attempt]
      if (pause === undefined) return this.#fail(unreached)
      await wait(pause, stop).catch(() => undefined)
      if (this.#isOver()) return
    }
  }

  async #place(setting: Setting, fresh: boolean): Promise<Placement | undefined> {
    const { record, stage, stop } = this.#options
    try {
      const placed = await stage.place(setting, fresh, stop)
      if (placed.kind === 'placed') return placed
      record.skip(setting, placed.why)
    } catch (error) {
      if (isGivenUp(error, stop)) return undefined
      if (!(error instanceof ChangedByOthers)) throw error
      this.#fail(error.message)
    }
    return undefined
  }

  #fail(sentence: string): void {
    this.#options.record.fault(sentence)
    this.#ended = true
  }

  #breakTheBank(): void {
    const { maxCost } = this.#plan.base.pricing
    this.#options.record.cutShort(`the next block could have brought the cost above --max-cost $${maxCost}`)
    this.#ended = true
  }

  /** Settings that have too few samples of a kind, and may still get more. */
  #lacking(start: Block['start']): Setting[] {
    const { samples } = this.#options
    const most = mostBlocks(this.#plan.design, start)
    return this.#live().filter((setting) => {
      const { accepted, blocks } = samples.of(setting, start)
      return accepted < this.#plan.design[start] && blocks < most
    })
  }

  /** All settings, as long as one of them is not narrow enough: they go on together, so that drift hits all alike. */
  #unsure(): Setting[] {
    const { samples } = this.#options
    const { until, mostWarm } = this.#plan.design
    if (until === undefined) return []
    const live = this.#live()
    const open = live.filter((setting) => {
      const { accepted, blocks } = samples.of(setting, 'warm')
      return accepted < mostWarm && blocks < this.#mostUnsure() && !samples.isNarrow(setting, until)
    })
    // One that was repeated often has had all the blocks that were announced.
    const isLeft = (setting: Setting): boolean => samples.of(setting, 'warm').blocks < this.#mostUnsure()
    return open.length > 0 ? live.filter(isLeft) : []
  }

  /** As many blocks as bring `mostWarm`, and three times that where samples are discarded. */
  #mostUnsure(): number {
    const { design } = this.#plan
    return mostBlocks({ ...design, warm: design.mostWarm }, 'warm')
  }

  #live(): Setting[] {
    return this.#plan.settings.filter((setting) => this.#options.record.isLive(setting))
  }

  #sayWhatLacks(): void {
    const { record, samples } = this.#options
    const { design } = this.#plan
    for (const setting of this.#live()) {
      for (const start of ['cold', 'warm'] as const) {
        const { accepted, blocks } = samples.of(setting, start)
        if (accepted >= design[start]) continue
        const planned = plannedBlocks(design, start)
        record.cutShort(
          `${setting.name} has ${accepted} of ${design[start]} ${start} samples after ${blocks} blocks, where ${planned} were planned`,
        )
      }
    }
    this.#sayWhatIsWide()
  }

  #sayWhatIsWide(): void {
    const { record, samples } = this.#options
    const { until } = this.#plan.design
    if (until === undefined) return
    const wide = this.#live().filter((setting) => !samples.isNarrow(setting, until))
    for (const setting of wide) {
      const { accepted } = samples.of(setting, 'warm')
      const wanted = `${until.metric} p(${until.percentile}) ±${until.within * 100} %`
      record.cutShort(
        `${setting.name} is not as sure as --until wants (${wanted}) after ${accepted} warm samples`,
      )
    }
  }
}
