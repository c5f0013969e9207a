import type { DiffedRun, RunDiff } from '../../lib/model/diff.ts'
import { headline, invalidReasons } from '../content/headline.ts'
import { formatCount, plural } from '../quantities.ts'

/** One of the two runs: which it was, and how much of it there is. */
export interface DiffSide {
  readonly role: 'baseline' | 'candidate'
  readonly folder: string
  /** The function as it was then. */
  readonly facts: readonly string[]
  readonly circumstances: readonly string[]
}

/** What both were fired at; where the two were not the same, both. */
export function diffTitle({ baseline, candidate, mismatches }: RunDiff): { name: string; facts: string[] } {
  const names = [...new Set([baseline, candidate].map(({ target }) => target.function))]
  const memory = mismatches.find(({ what }) => what === 'memory')
  return {
    name: names.join(' against '),
    facts: memory === undefined ? [] : [`${memory.baseline} against ${memory.candidate}`],
  }
}

/** Baseline and candidate, in this order. */
export function diffSides({ baseline, candidate }: RunDiff): readonly DiffSide[] {
  const named = baseline.target.function !== candidate.target.function
  return [sideOf('baseline', baseline, named), sideOf('candidate', candidate, named)]
}

function sideOf(role: DiffSide['role'], run: DiffedRun, named: boolean): DiffSide {
  const { facts, circumstances } = headline({ ...run, plan: { name: run.name } })
  const { sent, ok } = run.counts
  const failed = sent - ok
  const inBlocks = `${formatCount(sent)} sent in ${plural(run.blocks, 'block')}`
  return {
    role,
    folder: run.folder,
    facts: [...(named ? [run.target.function] : []), ...facts],
    circumstances: [
      ...circumstances.filter((part) => part !== run.name),
      failed === 0 ? inBlocks : `${inBlocks}, ${formatCount(failed)} not ok`,
    ],
  }
}

/** Which runs are invalid, and why; empty when both can be believed. */
export const invalidRuns = ({ baseline, candidate }: RunDiff) =>
  (
    [
      ['baseline', baseline],
      ['candidate', candidate],
    ] as const
  )
    .map(([role, run]) => ({ role, reasons: invalidReasons(run) }))
    .filter(({ reasons }) => reasons.length > 0)

/** In what they differ although they should not, as sentences; empty for comparable runs. */
export const mismatchSentences = ({ mismatches }: RunDiff): readonly string[] =>
  mismatches.map(({ what, baseline, candidate }) => `${what}: ${baseline} against ${candidate}`)

/** Stands where there is nothing to compare. */
export const noDifferences = 'The runs have no metric in common: there is nothing to compare.'
