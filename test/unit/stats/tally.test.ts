import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tally } from '../../../lib/stats/tally.ts'

/** Lowest value of each bucket in use, and its count. */
function bucketsOf(values: readonly number[]): [number, number][] {
  const tally = new Tally()
  for (const value of values) tally.record(value)
  const buckets: [number, number][] = []
  tally.each((value, count) => buckets.push([value, count]))
  return buckets
}

describe('a tally', () => {
  it('keeps values below 2,048 apart', () => {
    expect(bucketsOf([0, 1, 1, 2_046, 2_047, 2_047, 2_047])).toEqual([
      [0, 1],
      [1, 2],
      [2_046, 1],
      [2_047, 3],
    ])
  })

  it('puts two, then four neighbours together from there on', () => {
    expect(bucketsOf([2_048, 2_049, 2_050, 4_095, 4_096, 4_099, 4_100])).toEqual([
      [2_048, 2],
      [2_050, 1],
      [4_094, 1],
      [4_096, 2],
      [4_100, 1],
    ])
  })

  it('finds a bucket no wider than 0.1 % for any value, beyond 32 bits as well', () => {
    const exponent = fc.integer({ min: 0, max: 53 })
    const value = fc.tuple(exponent, fc.integer({ min: -1, max: 1 }), fc.maxSafeNat()).map(
      // Half of them beside a power of two, where buckets change.
      ([power, beside, any]) =>
        any % 2 === 0 ? Math.max(0, Math.min(2 ** power + beside, 2 ** 53 - 1)) : any % 2 ** power,
    )
    fc.assert(
      fc.property(value, (drawn) => {
        const [[lowest, count] = [-1, 0]] = bucketsOf([drawn])
        expect(count).toBe(1)
        expect(lowest).toBeLessThanOrEqual(drawn)
        expect(drawn - lowest).toBeLessThan(Math.max(1, drawn / 1_000))
      }),
      { numRuns: 300 },
    )
  })
})
