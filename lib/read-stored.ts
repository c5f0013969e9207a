import { analyse } from './analyse.ts'
import { analyseComparison } from './analyse-comparison.ts'
import { describeTool } from './describe-tool.ts'
import { diffRuns } from './diff-runs.ts'
import type { Comparison } from './model/comparison.ts'
import type { RunDiff } from './model/diff.ts'
import type { Run } from './model/run.ts'
import { UsageError } from './model/usage-error.ts'
import { openPair } from './open-pair.ts'
import { limits } from './profile/limits.ts'
import { readCount } from './profile/numbers.ts'
import { isComparison, openComparison } from './store/comparison-folder.ts'
import { refuseForeign } from './store/foreign-file.ts'
import { openRun } from './store/run-folder.ts'

/**
 * Reads a stored run again and makes its document from the plan and the observations. Throws UsageError where the
 * folder holds none, or a comparison.
 */
export async function report(folder: string): Promise<Run> {
  if (isComparison(folder)) {
    const message = 'is a comparison of settings, not a run; read it with reportComparison'
    throw new UsageError([{ where: folder, message }])
  }
  return analyse(openRun(folder)).catch((error: unknown) => refuseForeign(folder, 'run', error))
}

/**
 * Reads a stored comparison again and makes its document from what its blocks stored. Throws UsageError where the
 * folder holds none.
 */
export async function reportComparison(folder: string): Promise<Comparison> {
  const stored = openComparison(folder)
  return analyseComparison(stored).catch((error: unknown) => refuseForeign(folder, 'comparison', error))
}

export interface DiffOptions {
  /** Of the resampling that gives the intervals, from 0 to 4,294,967,295; 1 by default. */
  readonly seed?: number
  /** Compares runs that differ in what they were fired at, or with; the document then names in what. */
  readonly force?: boolean
}

/**
 * Holds one stored run against another, metric by metric. The same runs and seed give the same document. Throws
 * UsageError where a folder holds no run, and with everything that keeps the two from being comparable unless `force`
 * is set. Whether both are valid is in the document.
 */
export async function diff(
  baselineFolder: string,
  candidateFolder: string,
  { seed = 1, force = false }: DiffOptions = {},
): Promise<RunDiff> {
  const read = readCount(0, limits.seed)(String(seed))
  const unread = read.kind === 'read' ? [] : [{ where: 'seed', message: read.message }]
  const pair = openPair(baselineFolder, candidateFolder)
  if (pair.kind === 'unfit') throw new UsageError([...unread, ...pair.problems])
  if (unread.length > 0) throw new UsageError(unread)
  return diffRuns(pair.baseline, pair.candidate, { tool: describeTool(), seed, force })
}
