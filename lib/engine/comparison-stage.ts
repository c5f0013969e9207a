import { createSchedule, plannedBlocks } from '../compare/schedule.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import { fewestHosts } from '../model/hosts.ts'
import type { StageOptions } from '../settings/open-stage.ts'
import type { Rehearsal } from '../settings/rehearse.ts'
import type { Need, PlannedBlock, Stage } from '../settings/stage.ts'
import type { OpenTarget } from './open-target.ts'

/** What a stage needs from outside. */
export interface StageWishes {
  readonly plan: ComparisonPlan
  readonly startedAt: Date
  /** As of StageOptions. */
  readonly applyTo?: string | undefined
  /** For a rehearsal: whether what is recommended is to be applied. */
  readonly applies?: boolean
  /** Folder of journals. */
  readonly journals: string
  /** Notes of what is done to the function. */
  readonly say: (line: string) => void
  /** First Ctrl-C. */
  readonly drain: AbortSignal
}

/** The stage of a comparison. Throws UsageError where its settings can't be compared; nothing is changed yet. */
export async function openComparisonStage(wishes: StageWishes, target: OpenTarget): Promise<Stage> {
  // Only here: loading the SDK takes a fifth of a second.
  const { openStage } = await import('../settings/open-stage.ts')
  return openStage(stageOptions(wishes, target))
}

/** What the stage would ask of the control plane, from its first call to the last that puts something back. */
export async function rehearseStage(wishes: StageWishes, target: OpenTarget): Promise<Rehearsal> {
  const { rehearse } = await import('../settings/rehearse.ts')
  const { plan, applies } = wishes
  const asked = { needs: needsOf(plan), blocks: blocksOf(plan), applies }
  return rehearse(stageOptions(wishes, target), asked)
}

/** A fresh place for every planned forced-cold burst of every setting, and several to take its warm blocks from. */
export function needsOf({ settings, design }: ComparisonPlan): Need[] {
  const warm = Math.min(fewestHosts, plannedBlocks(design, 'warm'))
  return settings.map((setting) => ({ setting, fresh: plannedBlocks(design, 'cold'), warm }))
}

/** Every block that is planned, in its order. */
const blocksOf = ({ base, settings, design }: ComparisonPlan): PlannedBlock[] =>
  createSchedule(design, settings, base.seed).planned.flatMap(({ start, order }) =>
    order.map((setting) => ({ setting, fresh: start === 'cold' })),
  )

function stageOptions(
  { plan, startedAt, applyTo, journals, say, drain }: StageWishes,
  target: OpenTarget,
): StageOptions {
  const { region, endpoint, proxy, credentials } = target
  const own = plan.base.target
  return defined({
    connection: { region, endpoint, credentials, ...(proxy && { proxy }) },
    function: own.function,
    awsProfile: own.kind === 'lambda' ? own.awsProfile : undefined,
    staging: plan.staging,
    settings: plan.settings,
    applyTo,
    id: idOf(startedAt),
    // What was changed of a local Lambda that is ours is gone when it is.
    journals: own.kind === 'local' ? undefined : journals,
    say,
    signal: drain,
    gone: target.died === undefined ? undefined : endOf(target.died),
  })
}

function endOf(died: Promise<never>): AbortSignal {
  const gone = new AbortController()
  died.catch(() => gone.abort())
  return gone.signal
}

/** Two comparisons of one function that began at the same ms are told apart by their processes. */
const idOf = (startedAt: Date): string => `${startedAt.getTime().toString(36)}${process.pid.toString(36)}`
