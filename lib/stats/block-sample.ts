import { nearestRank } from './intervals.ts'
import { harrellDavis } from './smoothing.ts'

/** What is asked of a sample: a percentile by nearest rank, or the arithmetic mean. */
export type Statistic =
  { readonly kind: 'percentile'; readonly percentile: number } | { readonly kind: 'mean' }

/** Values in blocks that were sampled together; an empty block is allowed (nothing was accepted in that round). */
export type Blocks = readonly (readonly number[])[]

/** A statistic of blocks, each of which counts as often as it was drawn; undefined where no drawn one has values. */
export type Replicate = (drawn: Uint32Array) => number | undefined

/** All values ascending, with the block each came from. */
export interface Sorted {
  readonly values: Float64Array
  readonly blockOf: Uint32Array
}

/** Throws RangeError on a value that is not finite: a sort would put it anywhere. */
export function sortBlocks(blocks: Blocks): Sorted {
  const all = blocks.flatMap((values, block) => values.map((value) => ({ value, block })))
  const strange = all.find(({ value }) => !Number.isFinite(value))
  if (strange !== undefined) throw new RangeError(`can't be compared: ${strange.value}`)
  all.sort((a, b) => a.value - b.value)
  return {
    values: Float64Array.from(all, ({ value }) => value),
    blockOf: Uint32Array.from(all, ({ block }) => block),
  }
}

/** The statistic as it is printed; undefined without values. */
export function printed({ values }: Sorted, statistic: Statistic): number | undefined {
  const count = values.length
  const [first] = values
  if (first === undefined) return undefined
  switch (statistic.kind) {
    case 'mean':
      // From the first value on, so that equal values have exactly their own mean and never seem to differ.
      return first + values.reduce((sum, value) => sum + (value - first), 0) / count
    case 'percentile':
      return values[nearestRank(statistic.percentile, count) - 1]
    default:
      return statistic satisfies never
  }
}

/** What the statistic would have been, had the blocks been drawn so. */
export function replicateOf(sorted: Sorted, blocks: Blocks, statistic: Statistic): Replicate {
  switch (statistic.kind) {
    case 'mean':
      return meanOf(sorted, blocks)
    case 'percentile':
      return smoothPercentile(sorted, blocks, statistic.percentile)
    default:
      return statistic satisfies never
  }
}

function meanOf({ values, blockOf }: Sorted, blocks: Blocks): Replicate {
  const sizes = sizesOf(blocks)
  const origin = values[0] ?? 0
  const sums = new Float64Array(blocks.length)
  // In ascending order, so that rounding makes no difference between blocks of the same values.
  for (const [at, block] of blockOf.entries()) sums[block] = (sums[block] ?? 0) + ((values[at] ?? 0) - origin)
  return (drawn) => {
    const count = dot(drawn, sizes)
    return count === 0 ? undefined : origin + dot(drawn, sums) / count
  }
}

/**
 * By Harrell and Davis and not by nearest rank: the replicates of one order statistic jump between few values, which
 * makes intervals of differences about a tenth wider for the same share of false claims. That their estimator with a
 * percentile bootstrap compares upper percentiles soundly, ties included, is shown by Wilcox, Erceg-Hurn, Clark and
 * Carlson (Comparing two independent groups via the lower and upper quantiles, Journal of Statistical Computation and
 * Simulation 84, 2014).
 */
function smoothPercentile(sorted: Sorted, blocks: Blocks, percentile: number): Replicate {
  const { values, blockOf } = sorted
  const sizes = sizesOf(blocks)
  const { from, to, below } = harrellDavis(percentile, values.length)
  const places = startingPlaces(sorted, blocks.length, from)
  return (drawn) => {
    const count = dot(drawn, sizes)
    if (count === 0) return undefined
    const [first, last] = [from * count, to * count]
    const timesAt = (at: number): number => drawn[blockOf[at] ?? 0] ?? 0
    let { at, passed } = startOf(places, drawn, first)
    for (; passed + timesAt(at) <= first; at += 1) passed += timesAt(at)
    let result = values[at] ?? Number.NaN
    // Each step up to the next value counts by the part of the percentile that lies above: no step, no rounding.
    for (; passed + timesAt(at) < last; at += 1) {
      passed += timesAt(at)
      result += ((values[at + 1] ?? 0) - (values[at] ?? 0)) * (1 - below(passed / count))
    }
    return result
  }
}

/** A place among the sorted values, and how many values of each block come before it. */
interface Place {
  readonly at: number
  readonly before: Float64Array
}

/** Ever closer to where the percentile's values begin; none where adding up the blocks costs as much as walking. */
function startingPlaces({ values, blockOf }: Sorted, blocks: number, from: number): readonly Place[] {
  if (values.length < 16 * blocks) return []
  const ends = [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32].map((rest) =>
    Math.floor(values.length * from * (1 - rest)),
  )
  const before = new Float64Array(blocks)
  return ends.map((at, index) => {
    for (const block of blockOf.subarray(ends[index - 1] ?? 0, at)) before[block] = (before[block] ?? 0) + 1
    return { at, before: before.slice() }
  })
}

/** The last place that no more than `most` of what was drawn comes before. */
function startOf(places: readonly Place[], drawn: Uint32Array, most: number): { at: number; passed: number } {
  for (let index = places.length - 1; index >= 0; index -= 1) {
    const place = places[index]
    if (place === undefined) continue
    const passed = dot(drawn, place.before)
    if (passed <= most) return { at: place.at, passed }
  }
  return { at: 0, passed: 0 }
}

const sizesOf = (blocks: Blocks): Float64Array => Float64Array.from(blocks, ({ length }) => length)

function dot(drawn: Uint32Array, of: Float64Array): number {
  let sum = 0
  for (let block = 0; block < of.length; block += 1) sum += (drawn[block] ?? 0) * (of[block] ?? 0)
  return sum
}
