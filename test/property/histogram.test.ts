import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from '../../lib/stats/histogram.ts'
import { createRandom } from '../../lib/stats/prng.ts'

const percentiles = [0.1, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 100]
const of = (values: Iterable<number>): Histogram => new Histogram().recordAll(values)

/** A few values, or some thousands of about one size, so that merges lie on both sides of 1,000. */
const sample = fc.oneof(
  fc.array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 60 }),
  fc
    .record({
      seed: fc.nat(),
      length: fc.integer({ min: 300, max: 2_500 }),
      scale: fc.integer({ min: 1, max: 36 }),
    })
    .map(({ seed, length, scale }) => {
      const random = createRandom(seed)
      return Array.from({ length }, () => Math.floor(random.exponential() * 2 ** scale))
    }),
)

/** Everything a histogram answers, but for the mean's interval, whose sums round differently in another order. */
const answers = (histogram: Histogram): unknown => ({
  count: histogram.count,
  min: histogram.min,
  max: histogram.max,
  mean: histogram.mean,
  quantiles: percentiles.map((percentile) => histogram.quantile(percentile)),
  encoded: histogram.encode(),
})

function nearestRank(values: readonly number[], percentile: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  // In integers, so that this version has no rounding of its own to get right.
  const rank = (BigInt(Math.round(percentile * 1_000)) * BigInt(values.length) + 99_999n) / 100_000n
  return sorted[Math.max(1, Number(rank)) - 1]!
}

describe('merged histograms', () => {
  it('equal the histogram of all values, in whatever order and grouping they are merged', () => {
    fc.assert(
      fc.property(sample, sample, sample, (a, b, c) => {
        const expected = answers(of([...a, ...b, ...c]))
        expect(answers(of(a).add(of(b)).add(of(c)))).toEqual(expected)
        expect(answers(of(a).add(of(b).add(of(c))))).toEqual(expected)
        expect(answers(of(c).add(of(a)).add(of(b)))).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('have the mean interval of all values', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const merged = of(a).add(of(b)).meanInterval
        const whole = of([...a, ...b]).meanInterval
        expect(merged === undefined).toBe(whole === undefined)
        const scale = Math.max(1, whole?.high ?? 1)
        expect(Math.abs((merged?.low ?? 0) - (whole?.low ?? 0)) / scale).toBeLessThan(1e-9)
        expect(Math.abs((merged?.high ?? 0) - (whole?.high ?? 0)) / scale).toBeLessThan(1e-9)
      }),
      { numRuns: 60 },
    )
  })
})

describe('percentiles', () => {
  it('are the exact nearest rank of small samples, and within 0.1 % of it in large ones', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: 1, max: 100_000 }), (values, thousandths) => {
        fc.pre(values.length > 0)
        const percentile = thousandths / 1_000
        const exact = nearestRank(values, percentile)
        const value = of(values).quantile(percentile)?.value ?? Number.NaN
        if (values.length <= 1_000) expect(value).toBe(exact)
        else expect(Math.abs(value - exact)).toBeLessThanOrEqual(exact * 0.001)
      }),
      { numRuns: 150 },
    )
  })

  it('survive encoding within 0.1 %', () => {
    fc.assert(
      fc.property(sample, (values) => {
        fc.pre(values.length > 0)
        const histogram = of(values)
        const exact = { min: histogram.min ?? 0, max: histogram.max ?? 0, count: values.length }
        const back = Histogram.decode(histogram.encode(), exact)
        for (const percentile of percentiles) {
          const expected = histogram.quantile(percentile)?.value ?? Number.NaN
          const value = back.quantile(percentile)?.value ?? Number.NaN
          expect(Math.abs(value - expected)).toBeLessThanOrEqual(expected * 0.001)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('intervals', () => {
  it.each([
    [50, 40],
    [90, 200],
    [99, 1_500],
  ])('of p%d from %d values hold the true quantile about 95 times in 100', (percentile, n) => {
    const truth = -Math.log1p(-percentile / 100) * 1_000_000
    const random = createRandom(20_261_123, percentile)
    const trials = 600
    let held = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const values = Array.from({ length: n }, () => Math.round(random.exponential() * 1_000_000))
      const { low = 0, high = Infinity } = of(values).quantile(percentile)?.interval ?? {}
      // HDR may answer 0.1 % high, which is far less than the width of an interval of so few values.
      if (low <= truth * 1.001 && truth <= high) held += 1
    }
    // Coverage is discrete and never below 95 %; four standard errors of 600 trials are 3.6 %.
    expect(held / trials).toBeGreaterThan(0.92)
    expect(held / trials).toBeLessThan(0.995)
  })

  it('of the mean hold the true mean about 95 times in 100', () => {
    const random = createRandom(99)
    const trials = 600
    let held = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const values = Array.from({ length: 400 }, () => Math.round(random.exponential() * 1_000_000))
      const { low = 0, high = Infinity } = of(values).meanInterval ?? {}
      if (low <= 1_000_000 && 1_000_000 <= high) held += 1
    }
    expect(held / trials).toBeGreaterThan(0.91)
    expect(held / trials).toBeLessThan(0.98)
  })
})
