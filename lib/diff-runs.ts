import { basename } from 'node:path'
import { analyse } from './analyse.ts'
import { createClassifier } from './classify/classify.ts'
import { createPriceOne } from './cost/price-one.ts'
import type { BlockSeries } from './diff/block-series.ts'
import { differencesOf, oneSided } from './diff/differences.ts'
import { mismatchesOf } from './diff/fingerprint.ts'
import { diffNotes } from './diff/notes.ts'
import { createRunBlocks } from './diff/run-blocks.ts'
import { defined } from './model/defined.ts'
import type { DiffedRun, Mismatch, RunDiff } from './model/diff.ts'
import { isSent } from './model/observation.ts'
import type { Run, Tool } from './model/run.ts'
import { UsageError } from './model/usage-error.ts'
import { billedAs, reportsInit } from './stored-facts.ts'
import { refuseForeign } from './store/foreign-file.ts'
import type { StoredRun } from './store/run-folder.ts'

export interface DiffRunsOptions {
  readonly tool: Tool
  /** Of the resampling. */
  readonly seed: number
  /** Compares runs that differ in what they were fired at, or with. */
  readonly force: boolean
}

/**
 * Holds a candidate against a baseline, metric by metric. The same runs and seed give the same document. Throws
 * NotComparable with everything that keeps them from it, unless `force` is set, and UsageError for observations that
 * are none.
 */
export async function diffRuns(
  baseline: StoredRun,
  candidate: StoredRun,
  { tool, seed, force }: DiffRunsOptions,
): Promise<RunDiff> {
  const mismatches = mismatchesOf(baseline.plan, candidate.plan)
  if (!force && mismatches.length > 0) throw new NotComparable(mismatches)
  const sides = { baseline: await read(baseline), candidate: await read(candidate) }
  const [first, second] = [sides.baseline.series, sides.candidate.series]
  // The same place in the same load is the same round; where loads differ there are no such places.
  const paired = mismatches.every(({ what }) => what !== 'load')
  const differences = differencesOf(first, second, { seed, paired })
  const [before, after] = [describe(baseline, sides.baseline), describe(candidate, sides.candidate)]
  return {
    schema: 'coldburst/diff@1',
    tool,
    seed,
    baseline: before,
    candidate: after,
    mismatches,
    differences,
    notes: diffNotes({
      baseline: { ...before, notes: sides.baseline.run.notes },
      candidate: { ...after, notes: sides.candidate.run.notes },
      differences,
      oneSided: oneSided(first, second),
    }),
  }
}

/** Two runs that differ in what they were fired at, or with; each difference is a problem. */
export class NotComparable extends UsageError {
  constructor(mismatches: readonly Mismatch[]) {
    super(
      mismatches.map(({ what, baseline, candidate }) => ({
        where: what,
        message: `${baseline} in the baseline, ${candidate} in the candidate`,
      })),
    )
  }
}

interface ReadRun {
  readonly run: Run
  readonly series: readonly BlockSeries[]
}

async function read(stored: StoredRun): Promise<ReadRun> {
  const run = await analyse(stored).catch((error: unknown) => refuseForeign(stored.folder, 'run', error))
  return { run, series: await seriesOf(stored) }
}

async function seriesOf(stored: StoredRun): Promise<readonly BlockSeries[]> {
  const { plan, facts } = stored.plan
  const classifier = createClassifier({ reportsInit: await reportsInit(stored) })
  const blocks = createRunBlocks(plan.phases, createPriceOne(billedAs(plan, facts)))
  for await (const batch of stored.batches()) {
    for (const observation of batch) {
      if (isSent(observation)) blocks.add(observation, classifier.classify(observation))
    }
  }
  return blocks.finish()
}

function describe({ folder }: StoredRun, { run, series }: ReadRun): DiffedRun {
  const { plan, target, startedAt, durationMs, ended, validity, counts, starts } = run
  const sent = series.find(({ metric }) => metric === 'error_rate')?.blocks ?? []
  const blocks = sent.filter((block) => block.length > 0).length
  const { qualifier } = plan.target
  return defined({
    folder: basename(folder),
    name: plan.name,
    target,
    qualifier,
    startedAt,
    durationMs,
    ended,
    validity,
    counts,
    starts,
    blocks,
  })
}
