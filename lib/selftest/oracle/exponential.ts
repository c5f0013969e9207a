/**
 * Anderson and Darling's A² of values against the exponential distribution of a known mean; infinite where a
 * value is not above 0. Source: Anderson and Darling (1954), A Test of Goodness of Fit, JASA 49, equation 1.
 */
export function andersonDarling(values: readonly number[], mean: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const count = sorted.length
  if (count === 0 || (sorted[0] ?? 0) <= 0) return Infinity
  // The logarithm of F at the k-th from below, and of 1 - F at the k-th from above, which is -x / mean.
  const sum = sorted.reduce((total, value, k) => {
    const mirrored = sorted[count - 1 - k] ?? 0
    return total + (2 * k + 1) * (Math.log(-Math.expm1(-value / mean)) - mirrored / mean)
  }, 0)
  return -count - sum / count
}

/**
 * Above this a sample of a fully known distribution is refused at the level of 1 %: D'Agostino and Stephens
 * (1986), Goodness-of-Fit Techniques, table 4.2, case 0.
 */
export const andersonDarlingLimit = 3.857

/** Kolmogorov and Smirnov's D: the largest distance between the sample's distribution and the exponential one. */
export function kolmogorovSmirnov(values: readonly number[], mean: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const count = sorted.length
  return sorted.reduce((most, value, k) => {
    const expected = value <= 0 ? 0 : -Math.expm1(-value / mean)
    return Math.max(most, expected - k / count, (k + 1) / count - expected)
  }, 0)
}

/** Above this a sample is refused at the level of 1 %: the asymptotic 1.628 / √n (the same book, table 4.2). */
export const kolmogorovSmirnovLimit = (count: number): number => 1.628 / Math.sqrt(count)
