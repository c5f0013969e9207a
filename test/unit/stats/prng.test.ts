import { describe, expect, it } from 'vitest'
import { createRandom, hashUniform } from '../../../lib/stats/prng.ts'

const draws = (seed: number, stream?: number): number[] => {
  const random = createRandom(seed, stream)
  return Array.from({ length: 5 }, () => random.uniform())
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

describe('a seeded generator', () => {
  it('repeats itself for the same seed and stream', () => {
    expect(draws(7, 2)).toEqual(draws(7, 2))
    expect(draws(7)).toEqual(draws(7, 0))
  })

  it('differs for other seeds and streams, also neighbours, negatives and beyond 32 bits', () => {
    const first = [draws(7), draws(8), draws(7, 1), draws(8, 1), draws(-7), draws(7 + 2 ** 32), draws(0)]
    expect(new Set(first.map(([value]) => value)).size).toBe(first.length)
  })

  it('starts neighbouring seeds far apart', () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) => createRandom(seed).uniform())
    expect(Math.abs(meanOf(firsts) - 0.5)).toBeLessThan(0.015)
    const steps = firsts.slice(1).map((value, index) => Math.abs(value - (firsts[index] ?? 0)))
    expect(Math.abs(meanOf(steps) - 1 / 3)).toBeLessThan(0.015)
  })

  it('gives exponential draws of mean 1 and variance 1', () => {
    const random = createRandom(1)
    const values = Array.from({ length: 50_000 }, () => random.exponential())
    const mean = meanOf(values)
    expect(Math.abs(mean - 1)).toBeLessThan(0.03)
    expect(Math.abs(meanOf(values.map((value) => (value - mean) ** 2)) - 1)).toBeLessThan(0.06)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
  })

  it('gives every integer below the maximum about as often', () => {
    const random = createRandom(3)
    const seen = [0, 0, 0, 0, 0, 0]
    for (let draw = 0; draw < 6_000; draw += 1) seen[random.integer(6)]! += 1
    for (const count of seen) expect(Math.abs(count - 1_000)).toBeLessThan(150)
    expect(() => random.integer(0)).toThrow(RangeError)
    expect(() => random.integer(1.5)).toThrow(RangeError)
  })

  it('goes on independently in a clone', () => {
    const random = createRandom(5)
    random.uniform()
    const copy = random.clone()
    const next = [copy.uniform(), copy.uniform()]
    expect([random.uniform(), random.uniform()]).toEqual(next)
  })

  it('refuses seeds that are no integers', () => {
    expect(() => createRandom(0.5)).toThrow(RangeError)
    expect(() => createRandom(Number.NaN)).toThrow(RangeError)
    expect(() => createRandom(2 ** 53)).toThrow(RangeError)
  })
})

describe('a hashed choice', () => {
  it('depends on the seed and the number alone', () => {
    expect(hashUniform(7, 123)).toBe(hashUniform(7, 123))
    expect(hashUniform(7, 123)).not.toBe(hashUniform(8, 123))
    expect(hashUniform(7, 123)).not.toBe(hashUniform(123, 7))
  })

  it('is spread evenly over [0, 1)', () => {
    const counts = Array.from({ length: 10 }, () => 0)
    for (let seq = 0; seq < 20_000; seq += 1) counts[Math.floor(hashUniform(42, seq) * 10)]! += 1
    expect(counts).toHaveLength(10)
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200)
  })
})
