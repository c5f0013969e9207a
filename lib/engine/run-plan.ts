import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan, Secrets } from '../model/plan.ts'
import type { Tool } from '../model/run.ts'
import { healthFileName } from '../store/health-file.ts'
import { resourceLogName } from '../store/resource-log.ts'
import { createRunFolder, writePlan } from '../store/run-folder.ts'
import { type FiringResult, fire } from './firing-threads.ts'
import { type OpenTarget, openTarget } from './open-target.ts'
import type { Progress } from './thread-messages.ts'

/** What a run is made of. Nothing is sent when `beforeFiring` throws. */
export interface RunPlanOptions {
  readonly plan: Plan
  readonly secrets: Secrets
  readonly tool: Tool
  /** Folder that the run's own folder is made in. */
  readonly runs: string
  readonly startedAt: Date
  /** First Ctrl-C: no further arrivals, what is in flight ends. */
  readonly drain: AbortSignal
  /** Second Ctrl-C: what is in flight is given up. */
  readonly abort: AbortSignal
  beforeFiring?(target: OpenTarget): void | Promise<void>
  onProgress?(progress: Progress): void
}

export interface FiredRun {
  readonly folder: string
  /** Set when observations could not be stored. */
  readonly storageFailure?: FiringResult['storageFailure']
  /** Set when the local Lambda ended during the run. */
  readonly targetFailure?: string
}

/** What went wrong besides the function, as sentences: observations are missing, or more were to come. */
export function troublesOf({ storageFailure, targetFailure }: FiredRun): readonly string[] {
  const troubles = targetFailure === undefined ? [] : [targetFailure]
  if (!storageFailure) return troubles
  const { message, lost } = storageFailure
  return [
    `observations could not be stored (${message}); firing was stopped, the last ${lost} are not in the report`,
    ...troubles,
  ]
}

/** Opens the target, fires the plan at it, and leaves plan and observations in a new folder. */
export async function runPlan(options: RunPlanOptions): Promise<FiredRun> {
  const { plan, secrets, tool, startedAt, drain } = options
  const folder = createRunFolder(options.runs, plan.name, startedAt)
  try {
    const target = await openTarget(plan, secrets, folder, drain)
    try {
      // Of a target that was not asked to the end it could only say less, and nothing is sent any more.
      if (!drain.aborted) await options.beforeFiring?.(target)
      const schema = 'coldburst/stored-plan@1'
      writePlan(folder, { schema, tool, startedAt: startedAt.toISOString(), facts: target.facts, plan })
      return { folder, ...(await fireAt(target, options, folder)) }
    } finally {
      await target.close()
    }
  } finally {
    removeIfUnused(folder)
  }
}

async function fireAt(
  target: OpenTarget,
  options: RunPlanOptions,
  folder: string,
): Promise<Omit<FiredRun, 'folder'>> {
  const { plan, secrets, drain, abort } = options
  const failed = new AbortController()
  let targetFailure: string | undefined
  target.died?.catch((error: unknown) => {
    targetFailure = error instanceof Error ? error.message : String(error)
    failed.abort()
  })
  const { region, endpoint, proxy, credentials } = target
  const result = await fire({
    plan,
    payloads: secrets.payloads,
    origin: process.hrtime.bigint(),
    // Polling would take one of the cores that the local Lambda's environments run on.
    poll: plan.target.kind !== 'local',
    region,
    endpoint,
    ...(proxy === undefined ? {} : { proxy }),
    credentials,
    function: plan.target.function,
    ...(plan.target.qualifier === undefined ? {} : { qualifier: plan.target.qualifier }),
    userAgent: `coldburst/${options.tool.version}`,
    logTail: plan.target.kind === 'local' || plan.target.logTail,
    folder,
    threads: plan.firing.threads,
    drain: AbortSignal.any([drain, failed.signal]),
    abort: AbortSignal.any([abort, failed.signal]),
    onProgress: (progress) => options.onProgress?.(progress),
  })
  // Closing the target ends its process too: only what happened before that is a failure.
  return targetFailure === undefined ? result : { ...result, targetFailure }
}

/** A run that never sent anything leaves no folder behind. */
function removeIfUnused(folder: string): void {
  const aside = ['truth.ndjson', 'plan.json', healthFileName, resourceLogName]
  const besides = readdirSync(folder).filter((name) => !aside.includes(name))
  // Observations begin with a header: a file without one was made on a full disk.
  if (besides.every((name) => statSync(join(folder, name)).size === 0)) rmSync(folder, { recursive: true })
}
