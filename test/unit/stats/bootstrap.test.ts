import { describe, expect, it } from 'vitest'
import { type Blocks, compareBlocks, estimate, type Statistic } from '../../../lib/stats/bootstrap.ts'
import { createRandom } from '../../../lib/stats/prng.ts'

const mean: Statistic = { kind: 'mean' }
const p = (percentile: number): Statistic => ({ kind: 'percentile', percentile })
const paired = { seed: 1, paired: true }
const single = { seed: 1, paired: false }

/** So many rounds of the same five values. */
const rounds = (count: number, values: readonly number[]): Blocks =>
  Array.from({ length: count }, () => values)

/** Six rounds of different sizes with 39 values in all, about `origin`. */
function uneven(origin: number): Blocks {
  const random = createRandom(origin)
  return [5, 8, 3, 9, 10, 4].map((size) => Array.from({ length: size }, () => origin + random.integer(400)))
}

describe('an estimate', () => {
  it('is the value by nearest rank, out of the sample, or the mean', () => {
    const blocks = [[50, 15], [], [40], [20, 35]]
    expect(estimate(blocks, p(40), { seed: 1 })).toEqual({ value: 20, resolved: false, n: 5 })
    expect(estimate(blocks, mean, { seed: 1 })).toEqual({ value: 32, resolved: true, n: 5 })
  })

  it('is none without values', () => {
    expect(estimate([], mean, { seed: 1 })).toBeUndefined()
    expect(estimate([[], []], p(50), { seed: 1 })).toBeUndefined()
  })

  it('has an interval from six blocks with values on', () => {
    const five = [...rounds(5, [1, 2, 3, 4, 5]), [], []]
    expect(estimate(five, p(50), { seed: 1 })?.interval).toBeUndefined()
    expect(estimate([...five, [1, 2, 3, 4, 5]], p(50), { seed: 1 })?.interval).toBeDefined()
  })

  it('has an interval of one point for a mean that never changes', () => {
    expect(estimate(rounds(8, [0.1, 0.2, 0.4]), mean, { seed: 1 })?.interval).toEqual({
      low: expect.closeTo(0.7 / 3, 12) as number,
      high: expect.closeTo(0.7 / 3, 12) as number,
    })
  })

  it('is never surer of a percentile than order statistics are, however alike the blocks look', () => {
    // 30 values: the median lies between the 10th and the 21st in 95 % of samples.
    const { interval } = estimate(rounds(6, [1, 2, 3, 4, 5]), p(50), { seed: 1 }) ?? {}
    expect(interval?.low).toBeLessThanOrEqual(2)
    expect(interval?.high).toBeGreaterThanOrEqual(4)
  })

  it('has no upper end where the sample is too small for the tail', () => {
    const singles = Array.from({ length: 71 }, (_, index) => [index])
    expect(estimate(singles, p(95), { seed: 1 })?.interval?.high).toBeUndefined()
    expect(estimate([...singles, [71]], p(95), { seed: 1 })?.interval?.high).toBe(71)
    expect(estimate(singles, p(100), { seed: 1 })).toEqual({ value: 70, resolved: false, n: 71 })
  })

  it('is resolved with five values beyond', () => {
    expect(estimate(rounds(20, [1, 2, 3, 4, 5]), p(95), { seed: 1 })?.resolved).toBe(true)
    expect(estimate([...rounds(19, [1, 2, 3, 4, 5]), [1]], p(95), { seed: 1 })?.resolved).toBe(false)
  })

  it('refuses what is not a number, and what is not a percentile', () => {
    expect(() => estimate([[1, Number.NaN]], mean, { seed: 1 })).toThrow(RangeError)
    expect(() => estimate([[1, Infinity]], p(50), { seed: 1 })).toThrow(RangeError)
    expect(() => estimate([[1]], p(0), { seed: 1 })).toThrow(RangeError)
  })
})

describe('a comparison', () => {
  it('of two samples that never change is level where they are equal', () => {
    const same = rounds(20, [7, 7, 7, 7, 7])
    for (const statistic of [mean, p(50), p(95)]) {
      for (const options of [paired, single]) {
        expect(compareBlocks(same, rounds(20, [7, 7, 7, 7]), p(50), options)?.verdict).toBe('level')
        expect(compareBlocks(same, same, statistic, options)).toEqual({
          absolute: 0,
          absoluteInterval: { low: 0, high: 0 },
          relative: 0,
          relativeInterval: { low: 0, high: 0 },
          verdict: 'level',
        })
      }
    }
  })

  it('of two samples that never change says by how much they differ', () => {
    const [before, after] = [rounds(20, [100, 100, 100, 100, 100]), rounds(20, [110, 110, 110, 110, 110])]
    expect(compareBlocks(before, after, p(95), paired)).toEqual({
      absolute: 10,
      absoluteInterval: { low: 10, high: 10 },
      relative: 0.1,
      relativeInterval: { low: 0.1, high: 0.1 },
      verdict: 'higher',
    })
    expect(compareBlocks(after, before, mean, single)?.verdict).toBe('lower')
  })

  it('takes rounding for no difference', () => {
    // 0.1 + 0.7 and 0.3 + 0.5 are not the same double.
    const [before, after] = [rounds(20, [0.1, 0.7]), rounds(20, [0.3, 0.5])]
    expect(compareBlocks(before, after, mean, paired)).toMatchObject({ absolute: 0, verdict: 'level' })
  })

  it('does not claim what the printed percentiles do not show', () => {
    // Both medians are 10; a smooth one is drawn up by the higher values on the candidate's side.
    const [before, after] = [rounds(20, [10, 10, 10, 12, 12]), rounds(20, [10, 10, 10, 90, 90])]
    expect(compareBlocks(before, after, p(50), paired)).toMatchObject({ absolute: 0, verdict: 'level' })
  })

  it('finds a difference that drift hides, where rounds are paired', () => {
    const random = createRandom(5)
    const drift = Array.from({ length: 20 }, () => 1 + random.uniform())
    const draw = (ratio: number): Blocks =>
      drift.map((slower) => Array.from({ length: 5 }, () => (100 + random.uniform()) * slower * ratio))
    const [before, after] = [draw(1), draw(1.05)]
    expect(compareBlocks(before, after, mean, paired)?.verdict).toBe('higher')
    expect(compareBlocks(before, after, mean, single)?.verdict).toBe('level')
  })

  it('is unknown below six rounds that have values on both sides', () => {
    const six = rounds(6, [1, 2, 3])
    expect(compareBlocks(six, rounds(6, [2, 3, 4]), mean, paired)?.verdict).toBe('higher')
    const gaps = [...rounds(5, [2, 3, 4]), []]
    for (const options of [paired, single]) {
      expect(compareBlocks(six, gaps, mean, options)).toEqual({
        absolute: 1,
        relative: 0.5,
        verdict: 'unknown',
      })
    }
    expect(compareBlocks([[1]], [[2]], mean, paired)).toEqual({
      absolute: 1,
      relative: 1,
      verdict: 'unknown',
    })
  })

  it('is unknown for a percentile that is not resolved on either side', () => {
    const hundred = rounds(20, [1, 2, 3, 4, 5])
    expect(compareBlocks(hundred, hundred, p(99), paired)).toEqual({
      absolute: 0,
      relative: 0,
      verdict: 'unknown',
    })
    expect(compareBlocks(hundred, rounds(20, [9, 9, 9, 9]), p(95), paired)?.verdict).toBe('unknown')
  })

  it('bears rounds in which one side or none has values', () => {
    const before = [...rounds(8, [10, 11, 12]), [], [], [10]]
    const after = [[], ...rounds(9, [20, 21, 22])]
    expect(compareBlocks(before, after, mean, paired)).toMatchObject({ verdict: 'higher' })
  })

  it('has nothing relative to a baseline of 0', () => {
    const compared = compareBlocks(rounds(20, [0, 0, 0, 0, 0]), rounds(20, [3, 3, 3, 3, 3]), p(50), paired)
    expect(compared).toEqual({ absolute: 3, absoluteInterval: { low: 3, high: 3 }, verdict: 'higher' })
  })

  it('is none where one side has no values', () => {
    expect(compareBlocks([[1]], [[]], mean, paired)).toBeUndefined()
    expect(compareBlocks([], [[1]], p(50), single)).toBeUndefined()
  })

  it('comes out the same for the same seed, and differs a little for another', () => {
    const [before, after] = [uneven(1_000), uneven(1_100)]
    const first = compareBlocks(before, after, p(50), paired)
    expect(compareBlocks(before, after, p(50), paired)).toEqual(first)
    expect(compareBlocks(before, after, p(50), { ...paired, seed: 2 })?.absoluteInterval).not.toEqual(
      first?.absoluteInterval,
    )
  })
})

describe('the intervals of a comparison', () => {
  const replicates = 400
  // Of six blocks 0.243 % is left out on each side: less than one of 400, so the lowest and the highest remain.
  it.each([
    ['p50', p(50), { a: 20, b: 20 }],
    ['p75', p(75), { a: 30, b: 10 }],
    ['mean', mean, undefined],
  ])('are those of a bootstrap that does it the long way, for %s', (_, statistic, beta) => {
    const [before, after] = [uneven(1_000), uneven(1_300)]
    const naive = naiveDifferences(before, after, replicates, (values) =>
      beta === undefined ? naiveMean(values) : naiveHarrellDavis(values, beta),
    )
    const { absoluteInterval, absolute } =
      compareBlocks(before, after, statistic, { ...paired, seed: 9, replicates }) ?? {}
    expect(absoluteInterval?.low).toBeCloseTo(Math.min(...naive, absolute ?? 0), 1)
    expect(absoluteInterval?.high).toBeCloseTo(Math.max(...naive, absolute ?? 0), 1)
  })

  it('leave out what is left out of twenty rounds', () => {
    const before = Array.from({ length: 4 }, (_, index) => uneven(1_000 + index))
      .flat()
      .slice(0, 20)
    const after = Array.from({ length: 4 }, (_, index) => uneven(1_500 + index))
      .flat()
      .slice(0, 20)
    const naive = naiveDifferences(before, after, 2_000, naiveMean).toSorted((a, b) => a - b)
    const { absoluteInterval } = compareBlocks(before, after, mean, { seed: 9, paired: true }) ?? {}
    // 0.0158808 × 2,001 is 31.8, so 31 of the lowest and 31 of the highest bound what remains.
    expect(absoluteInterval?.low).toBeCloseTo(naive[30] ?? Number.NaN, 6)
    expect(absoluteInterval?.high).toBeCloseTo(naive[2_000 - 31] ?? Number.NaN, 6)
  })
})

function naiveDifferences(
  before: Blocks,
  after: Blocks,
  count: number,
  statistic: (values: readonly number[]) => number,
): number[] {
  const random = createRandom(9)
  return Array.from({ length: count }, () => {
    const drawn = before.map(() => random.integer(before.length))
    const pick = (blocks: Blocks): number[] => drawn.flatMap((block) => blocks[block] ?? [])
    return statistic(pick(after)) - statistic(pick(before))
  })
}

const naiveMean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** For whole parameters Beta's distribution function is a binomial tail: P(Binomial(a + b - 1, u) >= a). */
function naiveHarrellDavis(values: readonly number[], { a, b }: { a: number; b: number }): number {
  const below = (u: number): number => {
    let sum = 0
    for (let k = a; k <= a + b - 1; k += 1) {
      let term = 1
      for (let i = 0; i < k; i += 1) term *= ((a + b - 1 - i) / (k - i)) * u
      sum += term * (1 - u) ** (a + b - 1 - k)
    }
    return sum
  }
  const sorted = values.toSorted((x, y) => x - y)
  const n = sorted.length
  return sorted.reduce((sum, value, at) => sum + value * (below((at + 1) / n) - below(at / n)), 0)
}
