import { describe, expect, it } from 'vitest'
import { Histogram } from '../../../lib/stats/histogram.ts'

const of = (...values: number[]): Histogram => new Histogram().recordAll(values)
const upTo = (n: number): Histogram => of(...Array.from({ length: n }, (_, index) => index + 1))

describe('an empty histogram', () => {
  it('knows nothing, rather than 0', () => {
    const empty = new Histogram()
    expect(empty.count).toBe(0)
    expect([empty.min, empty.max, empty.mean, empty.meanInterval, empty.quantile(50)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('survives being encoded', () => {
    expect(Histogram.decode(new Histogram().encode(), { min: 0, max: 0 }).quantile(50)).toBeUndefined()
  })
})

describe('recording', () => {
  it.each([Number.NaN, -1, 0.5, Infinity, -Infinity, 2 ** 53])(
    'refuses %d and keeps what it had',
    (value) => {
      const histogram = of(7)
      expect(() => histogram.record(value)).toThrow(RangeError)
      expect([histogram.count, histogram.max, histogram.mean]).toEqual([1, 7, 7])
    },
  )

  it('takes 0, 15 minutes in µs, 10 GB in bytes and the largest integer there is', () => {
    const values = [0, 900_000_000, 10 * 1_024 ** 3, Number.MAX_SAFE_INTEGER]
    const many = of(...Array.from({ length: 1_000 }, () => values).flat())
    expect(many.min).toBe(0)
    expect(many.max).toBe(Number.MAX_SAFE_INTEGER)
    expect(many.quantile(25)?.value).toBe(0)
    expect(many.quantile(50)?.value).toBeCloseTo(900_000_000, -6)
    expect(many.quantile(100)?.value).toBe(Number.MAX_SAFE_INTEGER)
  })
})

describe('percentiles', () => {
  it('are by nearest rank and exact up to 1,000 values', () => {
    const five = of(50, 15, 40, 20, 35)
    expect([5, 20, 30, 40, 50, 100].map((p) => five.quantile(p)?.value)).toEqual([15, 15, 20, 20, 35, 50])
    expect(upTo(1_000).quantile(99.9)?.value).toBe(999)
  })

  it('stay right when values arrive after a percentile was read', () => {
    const histogram = of(30, 10)
    expect(histogram.quantile(50)?.value).toBe(10)
    histogram.record(1)
    histogram.record(2)
    expect(histogram.quantile(50)?.value).toBe(2)
  })

  it('are unresolved with fewer than five observations on either side', () => {
    expect(upTo(10).quantile(50)?.resolved).toBe(false)
    expect(upTo(11).quantile(50)?.resolved).toBe(true)
    expect(upTo(499).quantile(99)?.resolved).toBe(false)
    expect(upTo(500).quantile(99)?.resolved).toBe(true)
    expect(upTo(500).quantile(100)?.resolved).toBe(false)
    expect(upTo(500).quantile(1)?.resolved).toBe(false)
  })

  it('have an interval of observed values, open where the sample does not reach', () => {
    expect(upTo(100).quantile(50)?.interval).toEqual({ low: 40, high: 61 })
    expect(upTo(100).quantile(99)?.interval).toEqual({ low: 97 })
    expect(of(3).quantile(50)?.interval).toEqual({})
  })

  it('never leave the observed range, though HDR answers with the upper edge of a bucket', () => {
    const same = of(...Array.from({ length: 2_000 }, () => 900_000_000))
    expect(same.quantile(50)?.value).toBe(900_000_000)
    expect(same.quantile(99)?.value).toBe(900_000_000)
  })

  it.each([0, -1, 100.1, Number.NaN])('refuse percentile %d', (percentile) => {
    expect(() => of(1).quantile(percentile)).toThrow(RangeError)
  })
})

describe('the mean', () => {
  it('is exact, with an interval from the sample deviation that is wider for few values', () => {
    const histogram = of(2, 4, 4, 4, 5, 5, 7, 9)
    // Student's t for 7 degrees of freedom, from a table.
    const margin = 2.3646 * Math.sqrt(32 / 7 / 8)
    expect(histogram.mean).toBe(5)
    expect(histogram.meanInterval?.low).toBeCloseTo(5 - margin, 12)
    expect(histogram.meanInterval?.high).toBeCloseTo(5 + margin, 12)
  })

  it('has no interval of a single value', () => {
    expect(of(5).meanInterval).toBeUndefined()
  })

  it('keeps a small spread around a large mean', () => {
    const histogram = of(1_000_000_000_001, 1_000_000_000_003)
    expect(histogram.meanInterval?.high).toBeCloseTo(1_000_000_000_002 + 12.7062, 3)
  })

  it('has an interval that does not go below zero', () => {
    expect(of(0, 0, 0, 1_000).meanInterval?.low).toBe(0)
  })
})

describe('merging', () => {
  it('stays exact while the sum is small', () => {
    const merged = of(5, 1).add(of(3)).add(new Histogram())
    expect([merged.count, merged.min, merged.max, merged.mean]).toEqual([3, 1, 5, 3])
    expect(merged.quantile(50)?.value).toBe(3)
  })

  it('leaves the other as it was', () => {
    const other = of(3)
    of(5, 1).add(other)
    upTo(2_000).add(other)
    expect([other.count, other.quantile(100)?.value]).toEqual([1, 3])
  })

  it('doubles a histogram merged with itself, small or large', () => {
    for (const n of [3, 600, 3_000]) {
      const histogram = upTo(n)
      histogram.add(histogram)
      expect(histogram.count).toBe(2 * n)
      expect(histogram.mean).toBe((n + 1) / 2)
      expect(histogram.encode()).toBe(upTo(n).add(upTo(n)).encode())
    }
  })
})

describe('encoding', () => {
  it('gives back percentiles, and the ends and mean that it is told', () => {
    const histogram = upTo(5_000)
    const back = Histogram.decode(histogram.encode(), { min: 1, max: 5_000, mean: 2_500.5, count: 5_000 })
    expect([back.count, back.min, back.max, back.mean]).toEqual([5_000, 1, 5_000, 2_500.5])
    expect([1, 50, 99, 99.9].map((p) => back.quantile(p))).toEqual(
      [1, 50, 99, 99.9].map((p) => histogram.quantile(p)),
    )
    expect(back.encode()).toBe(histogram.encode())
  })

  it('estimates the mean when nobody tells it', () => {
    const back = Histogram.decode(upTo(5_000).encode(), { min: 1, max: 5_000 })
    expect(back.mean).toBeGreaterThan(2_500.5 * 0.999)
    expect(back.mean).toBeLessThan(2_500.5 * 1.001)
    expect(back.meanInterval?.high).toBeCloseTo(upTo(5_000).meanInterval?.high ?? 0, 0)
  })

  it('can be merged and recorded into afterwards, also above its former maximum', () => {
    const back = Histogram.decode(of(10, 20).encode(), { min: 10, max: 20 })
    back.record(1_000_000_000)
    back.add(of(30))
    expect(back.count).toBe(4)
    expect([25, 50, 75, 100].map((p) => back.quantile(p)?.value)).toEqual([10, 20, 30, 1_000_000_000])
  })

  it('refuses text that is no histogram, is absurdly long, or holds another count', () => {
    expect(() => Histogram.decode('SGVsbG8gd29ybGQ=', { min: 0, max: 1 })).toThrow('not an encoded histogram')
    expect(() => Histogram.decode('', { min: 0, max: 1 })).toThrow('not an encoded histogram')
    expect(() => Histogram.decode('%', { min: 0, max: 1 })).toThrow('not an encoded histogram')
    expect(() => Histogram.decode('A'.repeat(1_000_001), { min: 0, max: 1 })).toThrow('too long')
    expect(() => Histogram.decode(of(1, 2).encode(), { min: 1, max: 2, count: 3 })).toThrow('2 values, not 3')
  })
})
