import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { analyse } from './analyse.ts'
import { analyseComparison } from './analyse-comparison.ts'
import { describeTool } from './describe-tool.ts'
import { preflightComparison } from './engine/comparison-preflight.ts'
import type { ComparisonProgress } from './engine/comparison-progress.ts'
import type { OpenTarget } from './engine/open-target.ts'
import { preflight } from './engine/preflight.ts'
import { runComparison } from './engine/run-comparison.ts'
import { runPlan, troublesOf } from './engine/run-plan.ts'
import type { Progress } from './engine/thread-messages.ts'
import { readThreshold } from './gates/read-threshold.ts'
import type { Comparison } from './model/comparison.ts'
import type { Run } from './model/run.ts'
import { UsageError } from './model/usage-error.ts'
import { samplesFolder } from './package-files.ts'
import { parseComparisonObject } from './profile/parse-comparison.ts'
import { parseProfileObject } from './profile/parse-plan.ts'
import type { ProfileInput } from './profile/schema.ts'
import { journalsFolder } from './settings/journals.ts'
import { openComparison } from './store/comparison-folder.ts'
import { fileReader, sha256 } from './store/file-reader.ts'
import { openRun } from './store/run-folder.ts'
import { storeComparison } from './store/store-comparison.ts'
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
      if (target.real && options.yes !== true) refuse(preflight(plan, target).objections, target)
    },
    onProgress: (progress) => options.onProgress?.(progress),
  })
  const stored = openRun(fired.folder)
  const document = await analyse(stored)
  const unstored = storeDocument(document, stored)
  const troubles = [...troublesOf(fired), ...(unstored === undefined ? [] : [unstored])]
  return { run: document, folder: fired.folder, troubles }
}

export interface CompareOptions {
  /** Folder that the comparison's own folder is made in; `runs` below the working folder by default. */
  readonly runs?: string
  /** Aborting it begins no further block, and puts everything back; what there is then is compared. */
  readonly signal?: AbortSignal
  /** Fires at a real account even where the command line would ask first. */
  readonly yes?: boolean
  /** Called with notes of what is done to the function, one line each. */
  readonly onNote?: (line: string) => void
  onProgress?(progress: ComparisonProgress): void
}

export interface CompareResult {
  /** Undefined where nothing could be fired. */
  readonly comparison: Comparison | undefined
  /** Where blocks and document are stored. */
  readonly folder: string | undefined
  /** What went wrong besides the function, as sentences. */
  readonly troubles: readonly string[]
}

/**
 * Compares the settings that the `compare` section of a profile names, puts everything back, and resolves to the
 * comparison's document. Throws UsageError before anything is changed or sent.
 */
export async function compare(profile: ProfileInput, options: CompareOptions = {}): Promise<CompareResult> {
  const cwd = process.cwd()
  const cpus = availableParallelism()
  const world = { files: fileReader, cwd, samples: samplesFolder, sha256, readThreshold, cpus }
  const { plan, secrets } = parseComparisonObject(profile, world)
  const { folder, state } = await runComparison({
    plan,
    secrets,
    tool: describeTool(),
    runs: resolve(cwd, options.runs ?? 'runs'),
    journals: journalsFolder(process.env),
    startedAt: new Date(),
    drain: options.signal ?? new AbortController().signal,
    abort: new AbortController().signal,
    say: (line) => options.onNote?.(line),
    async beforeFiring(target, rehearse) {
      if (!target.real || options.yes === true) return
      refuse(preflightComparison(plan, target, await rehearse()).objections, target)
    },
    onProgress: (progress) => options.onProgress?.(progress),
  })
  const left = state.putBack.kind === 'left' ? [state.putBack.why] : []
  const troubles = [...state.faults, ...left]
  if (folder === undefined) return { comparison: undefined, folder, troubles }
  const comparison = await analyseComparison(openComparison(folder))
  const unstored = storeComparison(comparison, folder)
  return { comparison, folder, troubles: [...troubles, ...(unstored === undefined ? [] : [unstored])] }
}

function refuse(objections: readonly string[], { facts }: Pick<OpenTarget, 'facts'>): void {
  if (objections.length === 0) return
  throw new UsageError(objections.map((message) => ({ where: facts.function, message })))
}

export type { ComparisonProgress } from './engine/comparison-progress.ts'
export type { Progress } from './engine/thread-messages.ts'
export type { Comparison } from './model/comparison.ts'
export type { RunDiff } from './model/diff.ts'
export type { Run } from './model/run.ts'
export { type Problem, UsageError } from './model/usage-error.ts'
export type { ProfileInput } from './profile/schema.ts'
export { diff, type DiffOptions, report, reportComparison } from './read-stored.ts'
