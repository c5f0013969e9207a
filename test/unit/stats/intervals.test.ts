import { describe, expect, it } from 'vitest'
import {
  fewestForPercentile,
  isResolved,
  nearestRank,
  rankInterval,
  studentT,
} from '../../../lib/stats/intervals.ts'

/** P(Binomial(n, q) <= k), by adding up the definition. */
function binomialAtMost(k: number, n: number, q: number): number {
  let sum = 0
  for (let successes = 0; successes <= k; successes += 1) {
    let term = 1
    for (let i = 0; i < successes; i += 1) term *= ((n - i) / (successes - i)) * q
    sum += term * (1 - q) ** (n - successes)
  }
  return sum
}

describe('the nearest rank', () => {
  it('is the percentile of the count, rounded up', () => {
    expect([1, 50, 90, 99, 100].map((p) => nearestRank(p, 10))).toEqual([1, 5, 9, 10, 10])
    expect(nearestRank(0.001, 10)).toBe(1)
  })

  it('is not pushed up by a percentile that binary fractions can not hold', () => {
    for (const n of [1_000, 2_000, 5_000, 10_000, 1_000_000, 999_000]) {
      expect(nearestRank(99.9, n)).toBe((n / 1_000) * 999)
      expect(nearestRank(99.99, n * 10)).toBe((n / 1_000) * 9_999)
    }
    expect(nearestRank(99.9, 1_001)).toBe(1_000)
  })

  it('is refused outside (0, 100] and without data', () => {
    expect(() => nearestRank(0, 10)).toThrow(RangeError)
    expect(() => nearestRank(101, 10)).toThrow(RangeError)
    expect(() => nearestRank(50, 0)).toThrow(RangeError)
  })
})

describe('resolution', () => {
  it('needs five observations above and five below', () => {
    expect([5, 6, 15, 16].map((rank) => isResolved(rank, 20))).toEqual([false, true, true, false])
  })
})

describe('the fewest observations that resolve a percentile', () => {
  it.each([5, 25, 50, 90, 95, 99, 99.9])('are as many as a p%d needs, and not one more', (percentile) => {
    const resolves = (count: number) => isResolved(nearestRank(percentile, count), count)
    const fewest = fewestForPercentile(percentile)
    expect([resolves(fewest - 1), resolves(fewest)]).toEqual([false, true])
  })
})

describe('the interval of a percentile', () => {
  // By hand from the binomial distribution with q = 1/2: 6 values miss on a side with 1/64, 5 with 1/32.
  it.each([
    [5, {}],
    [6, { low: 1, high: 6 }],
    [10, { low: 2, high: 9 }],
    [20, { low: 6, high: 15 }],
    [30, { low: 10, high: 21 }],
    [70, { low: 27, high: 44 }],
    [100, { low: 40, high: 61 }],
  ])('of the median of %d values has the tabled ranks', (n, expected) => {
    expect(rankInterval(50, n)).toEqual(expected)
  })

  it('has no upper end where the sample is too small for the tail', () => {
    // The largest of n misses p99 with 0.99^n, which falls to 2.5 % at n = 368.
    expect(rankInterval(99, 367).high).toBeUndefined()
    expect(rankInterval(99, 368).high).toBe(368)
    expect(rankInterval(1, 367).low).toBeUndefined()
    expect(rankInterval(1, 368).low).toBe(1)
  })

  it('has only a lower end at the maximum', () => {
    expect(rankInterval(100, 50)).toEqual({ low: 50 })
  })

  it.each([
    [50, 37],
    [90, 80],
    [99, 150],
    [25, 200],
    [99.9, 200],
  ])('is the narrowest with at most 2.5 %% in each tail (p%d of %d)', (percentile, n) => {
    const q = percentile / 100
    const { low = 0, high = n + 1 } = rankInterval(percentile, n)
    expect(binomialAtMost(low - 1, n, q)).toBeLessThanOrEqual(0.025)
    expect(binomialAtMost(low, n, q)).toBeGreaterThan(0.025)
    expect(1 - binomialAtMost(high - 1, n, q)).toBeLessThanOrEqual(0.025)
    expect(1 - binomialAtMost(high - 2, n, q)).toBeGreaterThan(0.025)
  })

  it('agrees with the normal approximation in millions', () => {
    const n = 4_000_000
    const { low = 0, high = 0 } = rankInterval(50, n)
    expect(Math.abs(low - (n / 2 - 1.96 * 1_000))).toBeLessThanOrEqual(2)
    expect(Math.abs(high - (n / 2 + 1 + 1.96 * 1_000))).toBeLessThanOrEqual(2)
  })
})

describe("the 97.5 % point of Student's t", () => {
  // From a table: R's qt(0.975, df) gives the same to four digits.
  it.each([
    [1, 12.7062],
    [2, 4.3027],
    [9, 2.2622],
    [10, 2.2281],
    [20, 2.086],
    [30, 2.0423],
    [120, 1.9799],
    [1_000_000, 1.96],
  ])('is that of the tables for %i degrees of freedom', (degrees, expected) => {
    expect(studentT(degrees)).toBeCloseTo(expected, 3)
  })
})
