import { resolve } from 'node:path'
import { analyse } from './analyse.ts'
import { describeTool } from './describe-tool.ts'
import { preflight } from './engine/preflight.ts'
import { runPlan, troublesOf } from './engine/run-plan.ts'
import type { Progress } from './engine/thread-messages.ts'
import { readThreshold } from './gates/read-threshold.ts'
import type { Run } from './model/run.ts'
import { UsageError } from './model/usage-error.ts'
import { samplesFolder } from './package-files.ts'
import { parseProfileObject } from './profile/parse-plan.ts'
import type { ProfileInput } from './profile/schema.ts'
import { fileReader, sha256 } from './store/file-reader.ts'
import { openRun } from './store/run-folder.ts'
import { storeDocument } from './store/store-document.ts'

export interface RunOptions {
  /** Folder that the run's own folder is made in; `runs` below the working folder by default. */
  readonly runs?: string
  /** Aborting it sends nothing more and waits for what is in flight; what there is then is reported. */
  readonly signal?: AbortSignal
  /** Fires at a real account even where the command line would ask first. */
  readonly yes?: boolean
  onProgress?(progress: Progress): void
}

export interface RunResult {
  readonly run: Run
  /** Where plan, observations and document are stored. */
  readonly folder: string
  /** What went wrong besides the function, as sentences: the numbers are then about less than was asked for. */
  readonly troubles: readonly string[]
}

/**
 * Fires a profile, given as the same data that a profile file holds, and resolves to the run's document.
 * Throws UsageError with every problem of the profile before anything is sent.
 */
export async function run(profile: ProfileInput, options: RunOptions = {}): Promise<RunResult> {
  const cwd = process.cwd()
  const world = { files: fileReader, cwd, samples: samplesFolder, sha256, readThreshold }
  const { plan, secrets } = parseProfileObject(profile, world)
  const fired = await runPlan({
    plan,
    secrets,
    tool: describeTool(),
    runs: resolve(cwd, options.runs ?? 'runs'),
    startedAt: new Date(),
    drain: options.signal ?? new AbortController().signal,
    abort: new AbortController().signal,
    beforeFiring(target) {
      const objections = target.real && options.yes !== true ? preflight(plan, target).objections : []
      if (objections.length > 0) {
        throw new UsageError(objections.map((message) => ({ where: target.facts.function, message })))
      }
    },
    onProgress: (progress) => options.onProgress?.(progress),
  })
  const stored = openRun(fired.folder)
  const document = await analyse(stored)
  const unstored = storeDocument(document, stored)
  const troubles = [...troublesOf(fired), ...(unstored === undefined ? [] : [unstored])]
  return { run: document, folder: fired.folder, troubles }
}

/** Reads a stored run again and makes its document from the plan and the observations. */
export async function report(folder: string): Promise<Run> {
  return analyse(openRun(folder))
}

export type { Progress } from './engine/thread-messages.ts'
export type { Run } from './model/run.ts'
export { type Problem, UsageError } from './model/usage-error.ts'
export type { ProfileInput } from './profile/schema.ts'
