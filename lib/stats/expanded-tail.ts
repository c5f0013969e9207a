import { studentT } from './intervals.ts'

/**
 * The share of bootstrap replicates to leave out on each side of a 95 % interval from so many blocks, at least 2.
 * The plain 2.5 % is too narrow for few: it takes the normal distribution for Student's t, and the spread of what
 * is drawn with the divisor n instead of n - 1. Both are made good by Hesterberg's expanded percentile interval
 * (What Teachers Should Know About the Bootstrap, The American Statistician 69, 2015, section 5.3):
 * Φ(-√(n / (n - 1)) · t), with n - 1 degrees of freedom. Throws RangeError below 2.
 */
export function expandedTail(blocks: number): number {
  if (!(blocks >= 2)) throw new RangeError(`no spread among ${blocks} blocks`)
  return upperTail(Math.sqrt(blocks / (blocks - 1)) * studentT(blocks - 1))
}

/** Of the standard normal distribution beyond x >= 0, within 7.5e-8 (Abramowitz and Stegun, 26.2.17). */
function upperTail(x: number): number {
  const t = 1 / (1 + 0.2316419 * x)
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series
}
