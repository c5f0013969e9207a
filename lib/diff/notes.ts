import type { DiffedRun } from '../model/diff.ts'
import type { Difference } from '../model/difference.ts'
import type { OneSided } from './differences.ts'
import { completed } from './reach.ts'
import { tooFewBlocks, tooFewValues, type Untold } from './too-few.ts'

export interface NotesInput {
  readonly baseline: NotedRun
  readonly candidate: NotedRun
  readonly differences: readonly Difference[]
  readonly oneSided: readonly OneSided[]
  readonly untold: readonly Untold[]
}

/** A run with what its own document tells that is no fault. */
export interface NotedRun extends Pick<DiffedRun, 'blocks'> {
  /** Those in its blocks. */
  readonly calls: number
  /** Whether all of its load comes in bursts. */
  readonly bursts: boolean
  /** As `reachInWords` says it. */
  readonly reach: string
  readonly notes: readonly string[]
}

/** What a reader of two runs' differences should know, as sentences; what holds for both is said once. */
export function diffNotes({ baseline, candidate, differences, oneSided, untold }: NotesInput): string[] {
  const shared = baseline.notes.filter((note) => candidate.notes.includes(note))
  const own = (side: string, { notes }: NotedRun): string[] =>
    notes.filter((note) => !shared.includes(note)).map((note) => `${side}: ${note}`)
  return [
    ...cutShort('baseline', baseline),
    ...cutShort('candidate', candidate),
    ...oneSided.map(lacking),
    ...tooFewBlocks({ baseline, candidate }, untold),
    ...tooFewValues(differences),
    ...shared.map((note) => `Both runs: ${note}`),
    ...own('Baseline', baseline),
    ...own('Candidate', candidate),
  ]
}

const cutShort = (side: string, { reach }: NotedRun): string[] =>
  reach === completed
    ? []
    : [`The ${side} was ${reach}: what its load brings later is missing, which may be all that differs.`]

function lacking({ metric, side, n }: OneSided): string {
  const other = side === 'baseline' ? 'candidate' : 'baseline'
  return `Only the ${side} has ${metric} (n ${n}); the ${other} has no value to compare it with.`
}
