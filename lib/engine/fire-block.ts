import type { Block } from '../model/block.ts'
import type { ComparisonPlan, Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { Plan, Secrets } from '../model/plan.ts'
import type { Tool } from '../model/run.ts'
import type { Placement } from '../settings/stage.ts'
import { createBlockFolder } from '../store/comparison-folder.ts'
import { openRun, type StoredRun, writePlan } from '../store/run-folder.ts'
import { blockFacts } from './block-facts.ts'
import { blockPlan } from './block-plan.ts'
import { type FiringOptions, type FiringResult, fire } from './firing-threads.ts'
import type { FiringWorkers } from './firing-workers.ts'
import type { OpenTarget } from './open-target.ts'
import type { Progress } from './thread-messages.ts'

/** What all blocks of a comparison have in common. */
export interface BlockFiring {
  readonly plan: ComparisonPlan
  readonly secrets: Secrets
  readonly tool: Tool
  readonly target: OpenTarget
  readonly workers: FiringWorkers
  /** Folder of the comparison. */
  readonly folder: string
  readonly startedAt: Date
  /** The instant the comparison began, of the machine's monotonic clock: times in every block are since then. */
  readonly origin: bigint
  readonly drain: AbortSignal
  readonly abort: AbortSignal
  onProgress?(progress: Progress): void
}

export interface FiredBlock extends FiringResult {
  readonly run: StoredRun
}

/**
 * Fires one block and leaves it as a run of its own in the comparison's folder. Rejects with UsageError where the
 * folder can't be written.
 */
export async function fireBlock(
  firing: BlockFiring,
  block: Block,
  setting: Setting,
  { qualifier }: Placement,
): Promise<FiredBlock> {
  const { tool, startedAt } = firing
  const plan = blockPlan(firing.plan, block, qualifier)
  const folder = createBlockFolder(firing.folder, block)
  const facts = blockFacts(firing.target.facts, setting, block, plan)
  writePlan(folder, {
    schema: 'coldburst/stored-plan@1',
    tool,
    startedAt: startedAt.toISOString(),
    facts,
    plan,
  })
  const result = await fireInto(folder, plan, firing)
  return { ...result, run: openRun(folder) }
}

async function fireInto(folder: string, plan: Plan, firing: BlockFiring): Promise<FiringResult> {
  const { secrets, tool, target, origin, drain, abort } = firing
  const { region, endpoint, proxy, credentials } = target
  const options: FiringOptions = {
    ...defined({ proxy, qualifier: plan.target.qualifier }),
    plan,
    payloads: secrets.payloads,
    origin,
    // Polling would take one of the cores that the local Lambda's environments run on.
    poll: plan.target.kind !== 'local',
    region,
    endpoint,
    credentials,
    function: plan.target.function,
    userAgent: `coldburst/${tool.version}`,
    logTail: plan.target.kind === 'local' || plan.target.logTail,
    folder,
    threads: plan.firing.threads,
    drain,
    abort,
    onProgress: (progress) => firing.onProgress?.(progress),
  }
  return fire(options, firing.workers)
}
