import type { Difference, Estimate } from '../model/difference.ts'

/** What is asked of a sample: a percentile by nearest rank, or the arithmetic mean. */
export type Statistic =
  { readonly kind: 'percentile'; readonly percentile: number } | { readonly kind: 'mean' }

/** Values in blocks that were sampled together; an empty block is allowed (nothing was accepted in that round). */
export type Blocks = readonly (readonly number[])[]

/** The same seed gives the same intervals; 2,000 replicates unless it says otherwise. */
export interface Resampling {
  readonly seed: number
  readonly replicates?: number
}

/** A candidate against a baseline: everything of a `Difference` but what it is about. */
export type Compared = Pick<
  Difference,
  'absolute' | 'absoluteInterval' | 'relative' | 'relativeInterval' | 'verdict'
>

/** The statistic of all values with its interval; undefined without values. */
export function estimate(
  _blocks: Blocks,
  _statistic: Statistic,
  _resampling: Resampling,
): Estimate | undefined {
  throw new Error('not written yet')
}

/**
 * The candidate's statistic against the baseline's; undefined when either has no values. `paired`: the same index
 * is the same round in both, and what a round shares cancels.
 */
export function compareBlocks(
  _baseline: Blocks,
  _candidate: Blocks,
  _statistic: Statistic,
  _options: Resampling & { readonly paired: boolean },
): Compared | undefined {
  throw new Error('not written yet')
}
