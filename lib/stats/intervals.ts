/** Ranks, from 1, of the order statistics that hold a quantile; an end the sample can't give is absent. */
export interface RankInterval {
  readonly low?: number
  readonly high?: number
}

const tail = 0.025

/** Fewer observations than this beyond a percentile, on either side, leave it unresolved. */
const neededBeyond = 5

/** From so many observations on enough lie on both sides of a percentile in (0, 100). */
export function fewestForPercentile(percentile: number): number {
  const share = percentile / 100
  // The rounding keeps 500.00000000000006 from becoming 501.
  const exactly = (count: number): number => Number(count.toFixed(6))
  return Math.max(
    Math.ceil(exactly(neededBeyond / (1 - share))),
    Math.floor(exactly(neededBeyond / share)) + 1,
  )
}

/** The same for the median. */
export const fewestForMedian = fewestForPercentile(50)

/** The nearest rank, from 1: ceil(percentile / 100 × count). Throws RangeError outside (0, 100] or without data. */
export function nearestRank(percentile: number, count: number): number {
  if (!(percentile > 0 && percentile <= 100)) throw new RangeError(`not a percentile: ${percentile}`)
  if (!(count >= 1)) throw new RangeError(`no rank among ${count} values`)
  const position = (percentile * count) / 100
  // 99.9 is not exact in binary: without this the 99.9th of 1,000 can become rank 1,000 instead of 999.
  const tolerance = position * 2 * Number.EPSILON
  return Math.max(1, Math.ceil(position - tolerance))
}

/** Whether enough observations lie on both sides of a rank to print its value. */
export const isResolved = (rank: number, count: number): boolean =>
  count - rank >= neededBeyond && rank - 1 >= neededBeyond

/**
 * The 95 % interval of a percentile as ranks of order statistics, distribution-free and exact for every
 * count: X(low) and X(high) miss the quantile q with at most 2.5 % each, because the number of observations
 * below it is Binomial(count, q). Source: Hahn and Meeker, Statistical Intervals, section 5.2; Conover,
 * Practical Nonparametric Statistics, section 3.2. Throws RangeError as `nearestRank` does.
 */
export function rankInterval(percentile: number, count: number): RankInterval {
  nearestRank(percentile, count)
  const { first, weights } = binomialWeights(count, percentile / 100)
  const allowed = tail * weights.reduce((sum, weight) => sum + weight, 0)
  const low = first + coveredFromStart(weights, allowed)
  const high = first + weights.length - coveredFromStart(weights.toReversed(), allowed)
  return { ...(low >= 1 && { low }), ...(high <= count && { high }) }
}

/** How many of the first weights add up to no more than `allowed`. */
function coveredFromStart(weights: readonly number[], allowed: number): number {
  let sum = 0
  for (const [index, weight] of weights.entries()) {
    sum += weight
    if (sum > allowed) return index
  }
  return weights.length
}

/**
 * Binomial probabilities up to a common factor, `weights[i]` for `first + i` successes. They are built from the
 * mode outwards by the ratio of neighbours, which needs no factorials; about 9 standard deviations matter.
 */
function binomialWeights(n: number, q: number): { first: number; weights: number[] } {
  const mode = Math.min(n, Math.floor((n + 1) * q))
  const odds = q / (1 - q)
  const below = outwards((k) => (mode - k) / (n - mode + k + 1) / odds)
  const above = outwards((k) => ((n - mode - k) / (mode + k + 1)) * odds)
  return { first: mode - below.length, weights: [...below.reverse(), 1, ...above] }
}

/** The products of `ratio(0)`, `ratio(1)`, … while they matter beside the mode's 1. */
function outwards(ratio: (step: number) => number): number[] {
  const weights: number[] = []
  for (let weight = ratio(0); weight > 1e-18; weight *= ratio(weights.length)) weights.push(weight)
  return weights
}

/** The 97.5 % points of Student's t for 1 to 9 degrees of freedom (any table, for example NIST/SEMATECH 1.3.6.7.2). */
const fewDegrees = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622]

/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054

/**
 * The 97.5 % point of Student's t, to four digits: a mean of few values is less certain than the normal
 * distribution has it. Beyond the table by its expansion (Abramowitz and Stegun, 26.7.5).
 */
export function studentT(degrees: number): number {
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return fewDegrees[degrees - 1] ?? z + first / degrees + second / degrees ** 2 + third / degrees ** 3
}
