import { describe, expect, it } from 'vitest'
import {
  andersonDarling,
  andersonDarlingLimit,
  kolmogorovSmirnov,
  kolmogorovSmirnovLimit,
} from '../../../../lib/selftest/oracle/exponential.ts'
import { createRandom } from '../../../../lib/stats/prng.ts'

/** The values that a sample of an exponential distribution has at best: in the middle of their ranks. */
const ideal = (count: number, mean: number): number[] =>
  Array.from({ length: count }, (_, k) => -mean * Math.log(1 - (k + 0.5) / count))

describe('the test of Kolmogorov and Smirnov', () => {
  it('is half a step for a sample in the middle of its ranks', () => {
    expect(kolmogorovSmirnov(ideal(50, 10), 10)).toBeCloseTo(0.01, 12)
  })

  it('is what a hand finds for two values', () => {
    // F(ln 2) = 1/2 and F(ln 4) = 3/4: the steps are 0 to 1/2 and 1/2 to 1.
    expect(kolmogorovSmirnov([Math.log(4), Math.log(2)], 1)).toBeCloseTo(0.5, 12)
  })

  it('refuses even gaps and gaps of another mean', () => {
    const limit = kolmogorovSmirnovLimit(400)
    expect(
      kolmogorovSmirnov(
        Array.from({ length: 400 }, () => 10),
        10,
      ),
    ).toBeGreaterThan(limit)
    expect(kolmogorovSmirnov(ideal(400, 12), 10)).toBeGreaterThan(limit / 1.5)
  })
})

describe('the test of Anderson and Darling', () => {
  it('is what a hand finds for one value and for two', () => {
    // One value with F = 1/2: -1 - (ln 1/2 + ln 1/2).
    expect(andersonDarling([Math.log(2)], 1)).toBeCloseTo(2 * Math.log(2) - 1, 12)
    // F = 1/2 and 3/4: -2 - ½ [ (ln ½ + ln ¼) + 3 (ln ¾ + ln ½) ].
    const sum = Math.log(1 / 2) + Math.log(1 / 4) + 3 * (Math.log(3 / 4) + Math.log(1 / 2))
    expect(andersonDarling([Math.log(4), Math.log(2)], 1)).toBeCloseTo(-2 - sum / 2, 12)
  })

  it('equals its integral, taken piece by piece', () => {
    const sample = [0.1, 0.4, 0.7, 1.9, 3.2]
    expect(andersonDarling(sample, 1)).toBeCloseTo(byIntegral(sample), 3)
  })

  it('takes exponential gaps in about 99 of 100 samples', () => {
    const refused = Array.from({ length: 300 }, (_, seed) => {
      const random = createRandom(seed)
      return andersonDarling(
        Array.from({ length: 200 }, () => 5 * random.exponential()),
        5,
      )
    }).filter((value) => value > andersonDarlingLimit)
    expect(refused.length).toBeLessThanOrEqual(9)
  })

  it('refuses even gaps, gaps of another mean, gaps in batches, and none', () => {
    const random = createRandom(1)
    const gaps = Array.from({ length: 400 }, () => random.exponential())
    expect(
      andersonDarling(
        Array.from({ length: 400 }, () => 1),
        1,
      ),
    ).toBeGreaterThan(andersonDarlingLimit)
    expect(
      andersonDarling(
        gaps.map((gap) => gap * 1.5),
        1,
      ),
    ).toBeGreaterThan(andersonDarlingLimit)
    expect(
      andersonDarling(
        gaps.map((gap) => Math.ceil(gap)),
        1,
      ),
    ).toBeGreaterThan(andersonDarlingLimit)
    expect(andersonDarling([0, ...gaps], 1)).toBe(Infinity)
    expect(andersonDarling([], 1)).toBe(Infinity)
  })
})

/** n ∫ (Fn - F)² / (F (1 - F)) dF by the midpoint rule in F itself. */
function byIntegral(sample: readonly number[]): number {
  const pieces = 2_000_000
  const levels = sample.map((value) => 1 - Math.exp(-value)).toSorted((a, b) => a - b)
  let [sum, below] = [0, 0]
  for (let piece = 0; piece < pieces; piece += 1) {
    const level = (piece + 0.5) / pieces
    while (below < levels.length && levels[below]! <= level) below += 1
    sum += (below / sample.length - level) ** 2 / (level * (1 - level))
  }
  return (sample.length * sum) / pieces
}
