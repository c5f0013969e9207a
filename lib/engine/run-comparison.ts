import { rmSync } from 'node:fs'
import type { Secrets } from '../model/plan.ts'
import type { Tool } from '../model/run.ts'
import { PlaneError } from '../settings/control-plane.ts'
import { isGivenUp } from '../settings/patient-plane.ts'
import type { Rehearsal } from '../settings/rehearse.ts'
import type { Stage } from '../settings/stage.ts'
import { type ComparisonState, writeComparisonPlan } from '../store/comparison-folder.ts'
import { holdsObservations } from '../store/holds-observations.ts'
import { createRunFolder, unwritable } from '../store/run-folder.ts'
import type { ComparisonProgress } from './comparison-progress.ts'
import { ComparisonRecord } from './comparison-record.ts'
import { openComparisonStage, rehearseStage, type StageWishes } from './comparison-stage.ts'
import { fireComparison } from './fire-comparison.ts'
import { type OpenTarget, openTarget } from './open-target.ts'

/** What a comparison is made of. Nothing is changed or sent when `beforeFiring` throws. */
export interface RunComparisonOptions extends StageWishes {
  readonly secrets: Secrets
  readonly tool: Tool
  /** Folder that the comparison's own folder is made in. */
  readonly runs: string
  /** Second Ctrl-C: what is in flight is given up, everything is put back. */
  readonly abort: AbortSignal
  /** `rehearse` gives the calls that changing the settings, and putting them back, will take. */
  beforeFiring?(target: OpenTarget, rehearse: () => Promise<Rehearsal>): void | Promise<void>
  onProgress?(progress: ComparisonProgress): void
}

export interface FiredComparison {
  /** Undefined where nothing was fired: no folder is left then. */
  readonly folder: string | undefined
  readonly state: ComparisonState
  /** As of Stage. */
  readonly newAlias?: string | undefined
}

/**
 * Opens the target, brings the settings to where they can be invoked, fires their blocks, and puts everything back,
 * whatever happened. Throws UsageError before anything is changed or sent.
 */
export async function runComparison(options: RunComparisonOptions): Promise<FiredComparison> {
  const { plan, secrets, startedAt, drain } = options
  const folder = createRunFolder(options.runs, plan.base.name, startedAt)
  try {
    const target = await openTarget(plan.base, secrets, folder, drain)
    try {
      // Of a target that was not asked to the end it could only say less, and nothing is sent any more.
      if (!drain.aborted) await beforeFiring(options, target)
      const compared = await compareAt(target, options, folder)
      return { folder: holdsObservations(folder) ? folder : undefined, ...compared }
    } finally {
      await target.close()
    }
  } finally {
    if (!holdsObservations(folder)) rmSync(folder, { recursive: true })
  }
}

async function beforeFiring(options: RunComparisonOptions, target: OpenTarget): Promise<void> {
  try {
    await options.beforeFiring?.(target, async () => rehearseStage(options, target))
  } catch (error) {
    if (!isGivenUp(error, options.drain)) throw error
  }
}

async function compareAt(
  target: OpenTarget,
  options: RunComparisonOptions,
  folder: string,
): Promise<Omit<FiredComparison, 'folder'>> {
  const origin = process.hrtime.bigint()
  const record = new ComparisonRecord(folder, () => Number(process.hrtime.bigint() - origin) / 1e6)
  storePlan(folder, target, options)
  const { ended, newAlias } = await fireOnStage(target, { ...options, folder, origin, record })
  record.end(ended)
  record.save()
  return { state: record.state(), newAlias }
}

function storePlan(folder: string, { facts }: OpenTarget, options: RunComparisonOptions): void {
  const { plan, tool, startedAt } = options
  try {
    const schema = 'coldburst/stored-comparison@1'
    writeComparisonPlan(folder, { schema, tool, startedAt: startedAt.toISOString(), facts, plan })
  } catch (error) {
    throw unwritable(`run folder ${folder}`, error)
  }
}

interface Opened extends RunComparisonOptions {
  readonly folder: string
  readonly origin: bigint
  readonly record: ComparisonRecord
}

interface Ended extends Pick<Stage, 'newAlias'> {
  readonly ended: 'completed' | 'interrupted'
}

/** Whether all was fired that was to be: who gives up the putting back alone has interrupted nothing. */
async function fireOnStage(target: OpenTarget, options: Opened): Promise<Ended> {
  const { plan, secrets, tool, startedAt, folder, origin, record } = options
  let last: ComparisonProgress = { stage: 'preparing', warm: 0, cold: 0, usd: 0 }
  const onProgress = (progress: ComparisonProgress): void => options.onProgress?.((last = progress))
  const ended = (): Ended['ended'] => (options.drain.aborted ? 'interrupted' : 'completed')
  const stage = options.drain.aborted ? undefined : await openedStage(target, options)
  if (stage === undefined) {
    record.putBack = { kind: 'nothing-changed' }
    return { ended: ended() }
  }
  const death = watch(target, record, options.drain)
  const drain = AbortSignal.any([options.drain, death.signal])
  const abort = AbortSignal.any([options.abort, death.signal])
  const common = { plan, secrets, tool, target, folder, startedAt, origin, drain, abort }
  // What is changed of a local Lambda of ours goes with it, whatever ends us.
  if (plan.base.target.kind === 'local') record.putBack = { kind: 'nothing-changed' }
  record.current = stage.current
  try {
    record.save()
    await fireComparison({ ...common, stage, record, onProgress })
    return { ended: ended(), newAlias: stage.newAlias }
  } finally {
    death.ignore()
    try {
      onProgress({ ...last, stage: 'putting-back' })
    } finally {
      // Also where whoever watches throws.
      if (!death.signal.aborted) record.putBack = await stage.putBack()
      record.calls = stage.calls
      record.save()
    }
  }
}

/** Undefined where the user gave it up, or the service does not answer, which is in the record then. */
async function openedStage(target: OpenTarget, options: Opened): Promise<Stage | undefined> {
  try {
    return await openComparisonStage(options, target)
  } catch (error) {
    if (isGivenUp(error, options.drain)) return undefined
    if (!(error instanceof PlaneError)) throw error
    options.record.fault(error.message)
    return undefined
  }
}

interface Death {
  /** Aborts when the target's process ends. */
  readonly signal: AbortSignal
  /** From now on it may end. */
  ignore(): void
}

/** After an interrupt its end is no fault: whoever sent the signal may have sent it to both. */
function watch({ died }: OpenTarget, record: ComparisonRecord, drain: AbortSignal): Death {
  const ended = new AbortController()
  let ignored = false
  died?.catch((error: unknown) => {
    if (ignored) return
    if (!drain.aborted) record.fault(error instanceof Error ? error.message : String(error))
    ended.abort()
  })
  return { signal: ended.signal, ignore: () => void (ignored = true) }
}
