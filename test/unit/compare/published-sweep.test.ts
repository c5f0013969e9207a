import { describe, expect, it } from 'vitest'
import { createField } from '../../../lib/compare/field.ts'
import { rankingOf } from '../../../lib/compare/ranking.ts'
import { seriesOf } from '../../../lib/compare/series.ts'
import { arm64Bill, memorySetting, tallyOf } from '../../support/sampled.ts'

/**
 * A published sweep of Node 22 on arm64: github.com/cebert/aws-lambda-performance-benchmarks, commit c8c9c66,
 * 2025-12-02, «light» workload, cold starts. MB, ms of Duration, ms of Init Duration; and by hand USD per million:
 * ceil(Duration + INIT) ms × MB / 1,024 × 0.0000133334 × 1,000 + 0.20.
 */
const sweep = [
  [128, 1_136.52, 341.44, 2.66335],
  [256, 553.8, 327.77, 3.14001],
  [512, 283.44, 336.12, 4.33335],
  [1_024, 157, 338.38, 6.81337],
  [1_769, 118.78, 333.14, 10.6114],
  [2_048, 118.21, 338.81, 12.41339],
] as const

const same = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('a published sweep over memory', () => {
  it.each(sweep)('costs at %i MB what it does by hand', (memoryMb, duration, init, usd) => {
    const tally = tallyOf({ memoryMb, cold: same(20, { duration, init }) }, arm64Bill)
    const series = seriesOf(tally.cold, { start: 'cold', wanted: 20, seed: 1 })
    expect(series.costPerMillion?.value).toBeCloseTo(usd, 4)
    expect(series).toMatchObject({ accepted: 20, blocks: 20, duration: { p50: { value: duration * 1_000 } } })
  })

  it('costs at 128 MB within 0.1 % what its authors say, 2.6640', () => {
    const tally = tallyOf({ memoryMb: 128, cold: same(20, { duration: 1_136.52, init: 341.44 }) }, arm64Bill)
    const { costPerMillion } = seriesOf(tally.cold, { start: 'cold', wanted: 20, seed: 1 })
    expect(Math.abs((costPerMillion?.value ?? 0) / 2.664 - 1)).toBeLessThan(0.001)
  })

  it('has its knee at one vCPU: 2,048 MB is 0.5 % faster than 1,769 MB', () => {
    const contestants = sweep.map(([memoryMb, duration]) => ({
      setting: memorySetting(memoryMb),
      warm: tallyOf({ memoryMb, warm: same(20, same(5, duration)) }, arm64Bill).warm,
      limits: [],
    }))
    const field = createField(contestants, 1)
    const ranking = field && rankingOf(field, { weight: 0.5, limits: [], tolerance: 0.05 })
    expect(ranking?.knee?.setting).toBe('1769 MB')
    // (118.78 - 118.21) / 118.78
    expect(ranking?.knee?.beyond).toBeCloseTo(0.0048, 4)
  })
})
