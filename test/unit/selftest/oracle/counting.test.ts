import { describe, expect, it } from 'vitest'
import { droppedAtCap } from '../../../../lib/selftest/oracle/capped.ts'
import { mix } from '../../../../lib/selftest/oracle/mixture.ts'
import { countPer, furthest, gapsOf, latenesses, variation } from '../../../../lib/selftest/oracle/spacing.ts'

describe('arrivals at a cap', () => {
  it('are dropped in the share that the capacity lacks', () => {
    // 16 are sent within 32 ms and end from 39 ms on: those due at 32, 34, 36 and 38 ms are dropped, of each 20.
    expect(droppedAtCap(1_000, 2, 39, 16)).toBe(200)
  })

  it('are not dropped while the capacity is enough, and all but one at a time when nothing ends', () => {
    expect(droppedAtCap(100, 10, 9, 1)).toBe(0)
    expect(droppedAtCap(100, 10, 10_000, 1)).toBe(99)
  })

  it('are dropped as in a simulation that looks at every arrival before', () => {
    for (const [gap, service, cap] of [
      [3, 20, 4],
      [1, 7, 3],
      [10, 35, 2],
      [5, 5, 1],
    ] as const) {
      expect(droppedAtCap(60, gap, service, cap)).toBe(naive(60, gap, service, cap))
    }
  })
})

function naive(count: number, gap: number, service: number, cap: number): number {
  const sent: number[] = []
  for (let k = 0; k < count; k += 1) {
    const inFlight = sent.filter((at) => at + service >= k * gap).length
    if (inFlight < cap) sent.push(k * gap)
  }
  return count - sent.length
}

describe('a mixture', () => {
  const parts = [
    { delay: 5, count: 600 },
    { delay: 20, count: 320 },
    { delay: 50, count: 80 },
  ]

  it('has each delay as often as it says', () => {
    const delays = mix(parts)
    expect(delays).toHaveLength(1_000)
    for (const { delay, count } of parts) expect(delays.filter((one) => one === delay)).toHaveLength(count)
  })

  it('has in each tenth of it a tenth of each delay', () => {
    const delays = mix(parts)
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const part = delays.slice(tenth * 100, tenth * 100 + 100)
      for (const { delay, count } of parts) {
        const here = part.filter((one) => one === delay).length
        expect(Math.abs(here - count / 10)).toBeLessThanOrEqual(2)
      }
    }
  })
})

describe('spacing', () => {
  it('is told by the variation of gaps', () => {
    expect(variation(gapsOf([30, 0, 10, 20]))).toBe(0)
    // Gaps 1 and 3: mean 2, standard deviation √2.
    expect(variation(gapsOf([0, 1, 4]))).toBeCloseTo(Math.SQRT2 / 2, 12)
    expect(variation([5])).toBeUndefined()
  })

  it('is told by how far each instant is behind the one that kept best to its plan', () => {
    // Begun at 995, as the second says; the first was 5 late, the third 2.
    expect(latenesses([1_000, 1_005, 1_017], [0, 10, 20])).toEqual([5, 0, 2])
    expect(latenesses([], [])).toEqual([])
  })

  it('is told by how many lie in each stretch', () => {
    expect(countPer([0, 9, 10, 29, 30, -1], 0, 10, 3)).toEqual([2, 1, 1])
    expect(furthest([10, 8, 11], 10)).toBe(8)
    expect(furthest([], 10)).toBe(10)
  })
})
