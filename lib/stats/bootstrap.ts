import type { Difference, Estimate } from '../model/difference.ts'
import type { Interval } from '../model/verdict.ts'
import { type Blocks, printed, replicateOf, type Sorted, sortBlocks, type Statistic } from './block-sample.ts'
import { expandedTail } from './expanded-tail.ts'
import { isResolved, nearestRank, rankInterval } from './intervals.ts'
import { createRandom } from './prng.ts'
import { defaultReplicates, draw, type Ends, middle, type Resampling } from './resampling.ts'
import { pairedDesign, type Replicates, replicateBoth, singleDesign } from './two-sides.ts'

export type { Blocks, Statistic } from './block-sample.ts'
export type { Resampling } from './resampling.ts'

/** A candidate against a baseline: of a `Difference` all but what it is about. */
export type Compared = Pick<
  Difference,
  'absolute' | 'absoluteInterval' | 'relative' | 'relativeInterval' | 'verdict'
>

/**
 * Blocks with values that an interval needs. By chance alone fewer than six rounds all say the same of two equal
 * settings more than once in twenty times (2 · 2^-5), so no interval of them can be one of 95 %.
 */
export const fewestBlocks = 6

/**
 * The statistic of all values with its 95 % interval; undefined without values. Throws RangeError on a value that is
 * not finite and on a percentile outside (0, 100], as `compareBlocks` does.
 */
export function estimate(blocks: Blocks, statistic: Statistic, resampling: Resampling): Estimate | undefined {
  const filled = blocks.filter(hasValues)
  const sorted = sortBlocks(filled)
  const value = printed(sorted, statistic)
  if (value === undefined) return undefined
  const interval =
    filled.length < fewestBlocks ? undefined : intervalOf(sorted, filled, statistic, resampling)
  return {
    value,
    ...(interval !== undefined && { interval }),
    resolved: isPrintable(sorted, statistic),
    n: sorted.values.length,
  }
}

/**
 * The candidate's statistic against the baseline's, with 95 % intervals by bootstrap over blocks; undefined where
 * either has no values. `paired`: the same index is the same round in both. Rounds are drawn for both at once, so
 * that what a round has in store for either cancels. Otherwise each side is drawn by itself.
 */
export function compareBlocks(
  baseline: Blocks,
  candidate: Blocks,
  statistic: Statistic,
  options: Resampling & { readonly paired: boolean },
): Compared | undefined {
  const design = options.paired ? pairedDesign(baseline, candidate) : singleDesign(baseline, candidate)
  const sides = { baseline: sortBlocks(design.baseline), candidate: sortBlocks(design.candidate) }
  const [before, after] = [printed(sides.baseline, statistic), printed(sides.candidate, statistic)]
  if (before === undefined || after === undefined) return undefined
  const absolute = apart(before, after)
  const relative = before > 0 ? absolute / before : undefined
  const point = { absolute, ...(relative !== undefined && { relative }) }
  const told = isPrintable(sides.baseline, statistic) && isPrintable(sides.candidate, statistic)
  if (design.blocks < fewestBlocks || !told) return { ...point, verdict: 'unknown' }
  const replicates = replicateBoth(design, sides, statistic, options)
  return { ...point, ...judge(replicates, expandedTail(design.blocks), absolute, relative) }
}

const hasValues = (block: readonly number[]): boolean => block.length > 0

function isPrintable({ values }: Sorted, statistic: Statistic): boolean {
  if (statistic.kind === 'mean') return true
  return values.length > 0 && isResolved(nearestRank(statistic.percentile, values.length), values.length)
}

/**
 * Of a percentile never narrower than the interval that is exact for independent values: blocks that happen to look
 * alike are no reason to be surer than that. Where that has no end there is none.
 */
function intervalOf(
  sorted: Sorted,
  blocks: Blocks,
  statistic: Statistic,
  { seed, replicates = defaultReplicates }: Resampling,
): Interval | undefined {
  // The highest value of a sample says nothing about the highest there is.
  if (statistic.kind === 'percentile' && statistic.percentile === 100) return undefined
  const replicate = replicateOf(sorted, blocks, statistic)
  const drawn = new Uint32Array(blocks.length)
  const random = createRandom(seed)
  const results = Array.from({ length: replicates }, () => replicate(draw(drawn, random)))
  const { low, high } = middle(Float64Array.from(results.filter(isKnown)), expandedTail(blocks.length))
  if (statistic.kind === 'mean') return { low, high }
  const ranks = rankInterval(statistic.percentile, sorted.values.length)
  const [lowest, highest] = [valueAt(sorted, ranks.low), valueAt(sorted, ranks.high)]
  if (lowest === undefined && highest === undefined) return undefined
  return {
    ...(lowest !== undefined && { low: Math.min(low, lowest) }),
    ...(highest !== undefined && { high: Math.max(high, highest) }),
  }
}

const isKnown = (value: number | undefined): value is number => value !== undefined

const valueAt = ({ values }: Sorted, rank: number | undefined): number | undefined =>
  rank === undefined ? undefined : values[rank - 1]

/**
 * The intervals and what they say. They are made wide enough to hold the printed difference: smooth percentiles can
 * differ where those by nearest rank do not, and then nothing is claimed.
 */
function judge(
  { baseline, candidate }: Replicates,
  tail: number,
  absolute: number,
  relative: number | undefined,
): Pick<Compared, 'absoluteInterval' | 'relativeInterval' | 'verdict'> {
  const differences = candidate.map((after, at) => apart(baseline[at] ?? 0, after))
  const absoluteInterval = holding(absolute, middle(differences, tail))
  const { low, high } = absoluteInterval
  const verdict = low > 0 ? 'higher' : high < 0 ? 'lower' : 'level'
  // Of a baseline that may as well be 0 nothing is a share.
  if (relative === undefined || baseline.some((before) => before <= 0)) return { absoluteInterval, verdict }
  const shares = differences.map((difference, at) => difference / (baseline[at] ?? 1))
  return { absoluteInterval, relativeInterval: holding(relative, middle(shares, tail)), verdict }
}

/** What sums of fractions, such as costs, lose by rounding is no difference. */
function apart(before: number, after: number): number {
  const difference = after - before
  return Math.abs(difference) <= 1e-12 * Math.abs(before) ? 0 : difference
}

const holding = (value: number, { low, high }: Ends): Ends => ({
  low: Math.min(low, value),
  high: Math.max(high, value),
})
