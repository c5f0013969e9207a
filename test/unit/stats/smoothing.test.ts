import { describe, expect, it } from 'vitest'
import { harrellDavis } from '../../../lib/stats/smoothing.ts'

describe('the weights of Harrell and Davis', () => {
  it('are those of Beta(2, 2) for the median of three', () => {
    // Its distribution function is 3u² - 2u³: 7/27 at 1/3 and 20/27 at 2/3, so the values weigh 7, 13 and 7.
    const { below } = harrellDavis(50, 3)
    expect(below(1 / 3)).toBeCloseTo(7 / 27, 4)
    expect(below(2 / 3)).toBeCloseTo(20 / 27, 4)
  })

  // P(Beta((n + 1)p, (n + 1)(1 - p)) <= u) from scipy.stats 1.17.1.
  it.each([
    [95, 100, 0.9, 0.0249058],
    [95, 100, 0.95, 0.445256],
    [95, 100, 0.98, 0.9519192],
    [5, 100, 0.05, 0.554744],
    [50, 1_000_000, 0.4999, 0.4207403],
    [50, 1_000_000, 0.5007, 0.9192435],
  ])('are right for p%d of %d values at %d', (percentile, n, u, expected) => {
    expect(harrellDavis(percentile, n).below(u)).toBeCloseTo(expected, 4)
  })

  it('never fall, from nothing to everything', () => {
    for (const [percentile, n] of [
      [0.1, 7],
      [50, 1],
      [99.9, 40],
      [95, 100_000],
    ] as const) {
      const { below, from, to } = harrellDavis(percentile, n)
      const parts = Array.from({ length: 1_001 }, (_, step) => below(step / 1_000))
      expect(parts).toEqual(parts.toSorted((a, b) => a - b))
      expect([below(from), below(to)]).toEqual([0, 1])
    }
  })

  it('are refused where there are none', () => {
    expect(() => harrellDavis(100, 10)).toThrow(RangeError)
    expect(() => harrellDavis(0, 10)).toThrow(RangeError)
    expect(() => harrellDavis(50, 0)).toThrow(RangeError)
  })
})
