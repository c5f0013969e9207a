import { basename } from 'node:path'
import { analyse } from './analyse.ts'
import { createClassifier } from './classify/classify.ts'
import { createPriceOne } from './cost/price-one.ts'
import type { BlockSeries } from './diff/block-series.ts'
import { differencesOf, oneSided, untold } from './diff/differences.ts'
import { type Fired, mismatchesOf } from './diff/fingerprint.ts'
import { diffNotes, type NotedRun } from './diff/notes.ts'
import { reachInWords } from './diff/reach.ts'
import { createRunBlocks } from './diff/run-blocks.ts'
import { defined } from './model/defined.ts'
import type { DiffedRun, Mismatch, RunDiff } from './model/diff.ts'
import { isSent } from './model/observation.ts'
import type { Run, Tool } from './model/run.ts'
import { UsageError } from './model/usage-error.ts'
import { billedAs, reportsInit } from './stored-facts.ts'
import { refuseForeign } from './store/foreign-file.ts'
import type { Blocks } from './stats/bootstrap.ts'
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
  const [before, after] = [await analysed(baseline), await analysed(candidate)]
  const mismatches = mismatchesOf(firedIn(baseline, before), firedIn(candidate, after))
  if (!force && mismatches.length > 0) throw new NotComparable(mismatches)
  const [first, second] = [await seriesOf(baseline), await seriesOf(candidate)]
  // The same place in the same load is the same round; where loads differ, or their ends, there are no such places.
  const paired = mismatches.every(({ what }) => what !== 'load' && what !== 'end')
  const differences = differencesOf(first, second, { seed, paired })
  return {
    schema: 'coldburst/diff@1',
    tool,
    seed,
    baseline: describe(baseline, before, first),
    candidate: describe(candidate, after, second),
    mismatches,
    differences,
    notes: diffNotes({
      baseline: noted(before, first),
      candidate: noted(after, second),
      differences,
      oneSided: oneSided(first, second),
      untold: untold(first, second, { paired }),
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

const analysed = async (stored: StoredRun): Promise<Run> =>
  analyse(stored).catch((error: unknown) => refuseForeign(stored.folder, 'run', error))

const firedIn = ({ plan }: StoredRun, run: Run): Fired => ({ ...plan, reach: reachInWords(run) })

async function seriesOf(stored: StoredRun): Promise<readonly BlockSeries[]> {
  const { plan, facts } = stored.plan
  const classifier = createClassifier({ reportsInit: await reportsInit(stored) })
  const blocks = createRunBlocks(plan, createPriceOne(billedAs(plan, facts)))
  for await (const batch of stored.batches()) {
    for (const observation of batch) {
      if (isSent(observation)) blocks.add(observation, classifier.classify(observation))
    }
  }
  return blocks.finish()
}

function describe({ folder }: StoredRun, run: Run, series: readonly BlockSeries[]): DiffedRun {
  const { plan, target, startedAt, durationMs, ended, validity, counts, starts } = run
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
    blocks: blocksIn(series),
  })
}

const noted = (run: Run, series: readonly BlockSeries[]): NotedRun => ({
  reach: reachInWords(run),
  notes: run.notes,
  blocks: blocksIn(series),
  calls: sentIn(series).reduce((sum, block) => sum + block.length, 0),
  bursts: run.plan.phases.every(({ load, discard }) => discard || load.kind === 'burst'),
})

/** Those in which nothing was sent left out. */
const blocksIn = (series: readonly BlockSeries[]): number =>
  sentIn(series).filter((block) => block.length > 0).length

/** Of every invocation it is known whether it failed. */
const sentIn = (series: readonly BlockSeries[]): Blocks =>
  series.find(({ metric }) => metric === 'error_rate')?.blocks ?? []
