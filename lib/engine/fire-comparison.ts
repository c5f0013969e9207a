import type { Round } from '../compare/schedule.ts'
import { unreachedBlock } from '../compare/unreached.ts'
import type { Setting } from '../model/comparison-plan.ts'
import type { Block } from '../model/block.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import { UsageError } from '../model/usage-error.ts'
import { PlaneError } from '../settings/control-plane.ts'
import { isGivenUp } from '../settings/patient-plane.ts'
import { SettingRefused } from '../settings/refusals.ts'
import { ChangedByOthers, type Placement, type Stage } from '../settings/stage.ts'
import type { StoredRun } from '../store/run-folder.ts'
import { blockCost } from './block-cost.ts'
import { termsOf, worstBlockCost } from './comparison-cost.ts'
import type { ComparisonProgress } from './comparison-progress.ts'
import type { ComparisonRecord } from './comparison-record.ts'
import { needsOf } from './comparison-stage.ts'
import { type BlockFiring, type FiredBlock, fireBlock } from './fire-block.ts'
import { KeptWorkers } from './firing-workers.ts'
import { type BlockEnd, fireRounds } from './fire-rounds.ts'
import { Samples } from './samples.ts'
import { Spending } from './spending.ts'
import type { Progress } from './thread-messages.ts'
import { unreachedSentence } from './unreached-sentence.ts'

/** What a comparison is fired with, once its target and its stage are there. */
export interface ComparisonFiring extends Omit<BlockFiring, 'onProgress' | 'workers'> {
  readonly stage: Stage
  readonly record: ComparisonRecord
  readonly onProgress: (progress: ComparisonProgress) => void
}

/**
 * Prepares the stage and fires every block. Whatever the service, the network, the machine or somebody else did is
 * in the record afterwards; rejects with nothing but bugs.
 */
export async function fireComparison(firing: ComparisonFiring): Promise<void> {
  const { plan, stage, record, drain } = firing
  try {
    const preparing = { stage: 'preparing', warm: 0, cold: 0, usd: 0 } as const
    firing.onProgress(preparing)
    await stage.prepare(needsOf(plan), drain, (versions) => firing.onProgress({ ...preparing, versions }))
    record.calls = stage.calls
    record.save()
    await fireBlocks(firing)
  } catch (error) {
    // Stopped by the user in the middle of a call, or by what is in the record already.
    if (isGivenUp(error, drain) || (drain.aborted && error instanceof PlaneError)) return
    if (!isFault(error)) throw error
    record.fault(error.message)
  } finally {
    record.calls = stage.calls
  }
}

const isFault = (error: unknown): error is Error =>
  error instanceof ChangedByOthers ||
  error instanceof PlaneError ||
  error instanceof SettingRefused ||
  error instanceof UsageError

async function fireBlocks(firing: ComparisonFiring): Promise<void> {
  const workers = new KeptWorkers()
  try {
    await new Blocks({ ...firing, workers }).fire()
  } finally {
    await workers.close()
  }
}

class Blocks {
  readonly #firing: ComparisonFiring & Pick<BlockFiring, 'workers'>
  readonly #samples: Samples
  readonly #spending: Spending
  #at: { readonly round: Round; readonly setting: Setting } | undefined

  constructor(firing: ComparisonFiring & Pick<BlockFiring, 'workers'>) {
    const { plan, target } = firing
    this.#firing = firing
    this.#samples = new Samples(plan)
    this.#spending = new Spending(target.real ? plan.base.pricing.maxCost : undefined)
  }

  async fire(): Promise<void> {
    const { plan, stage, record, drain, target } = this.#firing
    await fireRounds({
      plan,
      stage,
      record,
      samples: this.#samples,
      affords: (block, setting) =>
        this.#spending.allows(block, () =>
          worstBlockCost(plan, termsOf(plan, target, setting, stage.found), block),
        ),
      fire: async (block, setting, placement) => this.#fireBlock(block, setting, placement),
      stop: drain,
      onRound: (round, setting) => {
        this.#at = { round, setting }
        this.#tell()
      },
    })
  }

  async #fireBlock(block: Block, setting: Setting, placement: Placement): Promise<BlockEnd> {
    const onProgress = (progress: Progress): void => this.#tell(progress)
    const { run, storageFailure } = await fireBlock(
      { ...this.#firing, onProgress },
      block,
      setting,
      placement,
    )
    const observations = await everyOne(run)
    this.#samples.add(block, run.plan.plan.phases, observations)
    this.#spending.add(block, blockCost(run.plan, observations))
    const unreached = unreachedBlock(observations)
    return defined({
      fault: storageFailure && unstored(storageFailure),
      unreached: unreached && unreachedSentence(unreached, this.#firing.target.facts.function, placement),
    })
  }

  #tell(block?: Progress): void {
    const { plan, onProgress } = this.#firing
    const { warm, cold } = this.#samples.accepted(plan.settings)
    onProgress({
      stage: 'firing',
      ...this.#at,
      warm,
      cold,
      usd: this.#spending.total,
      ...(block && { block }),
    })
  }
}

const unstored = ({ message, lost }: NonNullable<FiredBlock['storageFailure']>): string =>
  `observations could not be stored (${message}); firing was stopped, the last ${lost} are not in the report`

async function everyOne(run: StoredRun): Promise<Observation[]> {
  const all: Observation[] = []
  for await (const batch of run.batches()) for (const observation of batch) all.push(observation)
  return all
}
