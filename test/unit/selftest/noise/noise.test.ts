import { describe, expect, it } from 'vitest'
import { between, latenessAt, step, steps, stepOf } from '../../../../lib/selftest/noise/lateness.ts'
import { noiseOf } from '../../../../lib/selftest/noise/noise.ts'

function counts(...latenesses: readonly number[]): number[] {
  const counted = Array.from({ length: steps }, () => 0)
  for (const late of latenesses) counted[stepOf(late)] = (counted[stepOf(late)] ?? 0) + 1
  return counted
}

const times = (count: number, late: number): number[] => Array.from({ length: count }, () => late)

describe('lateness', () => {
  it('is counted in steps, whose upper ends are told', () => {
    const counted = counts(...times(98, 30), 2_550, 40_000)
    expect(latenessAt(counted, 50)).toBe(step)
    expect(latenessAt(counted, 98)).toBe(step)
    expect(latenessAt(counted, 99)).toBe(2_600)
    expect(latenessAt(counted, 100)).toBe(40_100)
  })

  it('has a last step for all that is longer, and is nothing where nothing was counted', () => {
    expect(stepOf(1e9)).toBe(steps - 1)
    expect(stepOf(-5)).toBe(0)
    expect(latenessAt(counts(), 99)).toBe(0)
  })

  it('between two looks is their difference', () => {
    expect(latenessAt(between(counts(50_000), counts(50_000, 10)), 100)).toBe(step)
  })
})

describe('noise', () => {
  it('adds wake-ups, the server and two queues, each with a quarter of what lies beyond', () => {
    // In each of them 1 % is long: a p96 leaves 1 % to each, a p97 leaves less.
    const wakeUps = counts(...times(99, 30), 5_000)
    const queues = counts(...times(99, 30), 700)
    const noise = noiseOf({ wakeUps, queues }, [...times(99, 0), 20_000])
    expect(noise.at(96)).toBe(4 * step)
    expect(noise.at(97)).toBe(5_100 + 20_100 + 2 * 800)
    expect(noise.at(100)).toBe(5_100 + 20_100 + 2 * 800)
  })

  it('leaves a median alone that one long stall can’t move', () => {
    const wakeUps = counts(...times(1_000, 30), 500_000)
    expect(noiseOf({ wakeUps, queues: counts() }, []).at(50)).toBe(step)
  })
})
