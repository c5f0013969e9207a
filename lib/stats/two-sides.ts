import { type Blocks, replicateOf, type Sorted, type Statistic } from './block-sample.ts'
import { createRandom } from './prng.ts'
import { defaultReplicates, draw, type Resampling } from './resampling.ts'

/** How two sides are drawn: `blocks` is how many of the side, or of the pairs, that has the fewest are no empty ones. */
export interface TwoSides {
  readonly baseline: Blocks
  readonly candidate: Blocks
  readonly blocks: number
  readonly paired: boolean
}

/** Each side by itself; blocks without values are left out. */
export function singleDesign(baseline: Blocks, candidate: Blocks): TwoSides {
  const sides = { baseline: baseline.filter(hasValues), candidate: candidate.filter(hasValues) }
  return { ...sides, blocks: Math.min(sides.baseline.length, sides.candidate.length), paired: false }
}

/** A round that one side alone has values of is kept, and counts for nothing in how many there are. */
export function pairedDesign(baseline: Blocks, candidate: Blocks): TwoSides {
  const rounds = Array.from({ length: Math.max(baseline.length, candidate.length) }, (_, round) => ({
    before: baseline[round] ?? [],
    after: candidate[round] ?? [],
  })).filter(({ before, after }) => before.length + after.length > 0)
  return {
    baseline: rounds.map(({ before }) => before),
    candidate: rounds.map(({ after }) => after),
    blocks: rounds.filter(({ before, after }) => before.length > 0 && after.length > 0).length,
    paired: true,
  }
}

/** What each side came to, draw by draw. */
export interface Replicates {
  readonly baseline: Float64Array
  readonly candidate: Float64Array
}

/** The replicates in which both sides have values. */
export function replicateBoth(
  { baseline, candidate, paired }: TwoSides,
  sorted: { readonly baseline: Sorted; readonly candidate: Sorted },
  statistic: Statistic,
  { seed, replicates = defaultReplicates }: Resampling,
): Replicates {
  const ofBaseline = replicateOf(sorted.baseline, baseline, statistic)
  const ofCandidate = replicateOf(sorted.candidate, candidate, statistic)
  const [rounds, others] = [new Uint32Array(baseline.length), new Uint32Array(candidate.length)]
  const [random, another] = [createRandom(seed), createRandom(seed, 1)]
  const results = { baseline: new Float64Array(replicates), candidate: new Float64Array(replicates) }
  let done = 0
  for (let at = 0; at < replicates; at += 1) {
    draw(rounds, random)
    const before = ofBaseline(rounds)
    const after = ofCandidate(paired ? rounds : draw(others, another))
    // Of rounds with values on one side alone, a draw can miss the other side wholly.
    if (before === undefined || after === undefined) continue
    results.baseline[done] = before
    results.candidate[done] = after
    done += 1
  }
  return { baseline: results.baseline.subarray(0, done), candidate: results.candidate.subarray(0, done) }
}

const hasValues = (block: readonly number[]): boolean => block.length > 0
