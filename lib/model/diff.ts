import type { Difference } from './difference.ts'
import type { Counts, Run, TargetFacts, Tool, Validity } from './run.ts'

/** The document of two runs held against each other. Everything in it is computed from what they stored. */
export interface RunDiff {
  readonly schema: 'coldburst/diff@1'
  readonly tool: Tool
  /** Of the resampling: the same seed gives the same intervals. */
  readonly seed: number
  readonly baseline: DiffedRun
  readonly candidate: DiffedRun
  /** What keeps the two from being comparable; empty unless they were compared all the same. */
  readonly mismatches: readonly Mismatch[]
  readonly differences: readonly Difference[]
  /** What a reader should know: metrics that one run lacks, and what the runs' own documents say. */
  readonly notes: readonly string[]
}

/** Which run it was, and whether its numbers can be believed. */
export interface DiffedRun {
  /** Its folder's name, without the path. */
  readonly folder: string
  readonly name: string
  readonly target: TargetFacts
  /** The alias or version that was asked for. */
  readonly qualifier?: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly ended: Run['ended']
  readonly validity: Validity
  readonly counts: Counts
  readonly starts: Run['starts']
  /** Blocks that it is resampled in, those in which nothing was sent left out. */
  readonly blocks: number
}

/** One thing in which two runs differ although they should not, in words. */
export interface Mismatch {
  /** For example `memory`. */
  readonly what: string
  readonly baseline: string
  readonly candidate: string
}
