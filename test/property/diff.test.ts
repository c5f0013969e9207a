import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BlockSeries, ComparedMetric } from '../../lib/diff/block-series.ts'
import { differencesOf } from '../../lib/diff/differences.ts'
import type { Difference } from '../../lib/model/difference.ts'

const timeSeries = (shift: number): fc.Arbitrary<BlockSeries[]> =>
  seriesOf(
    ['response_time', 'cost_per_million'],
    fc.integer({ min: 1, max: 400 }).map((value) => value + shift),
  )

const rateSeries: fc.Arbitrary<BlockSeries[]> = seriesOf(['error_rate'], fc.integer({ min: 0, max: 1 }))

function seriesOf(
  metrics: readonly ComparedMetric[],
  value: fc.Arbitrary<number>,
): fc.Arbitrary<BlockSeries[]> {
  const block = fc.array(value, { minLength: 1, maxLength: 8 })
  const blocks = fc.array(block, { minLength: 1, maxLength: 12 })
  return fc
    .tuple(...metrics.map(() => blocks))
    .map((all) => metrics.map((metric, index) => ({ metric, start: 'all', blocks: all[index] ?? [] })))
}

const paired = fc.boolean()
const sides = fc.oneof(
  fc.tuple(timeSeries(0), timeSeries(0)),
  fc.tuple(timeSeries(0), timeSeries(300)),
  fc.tuple(rateSeries, rateSeries),
)

const mirrored = { lower: 'higher', higher: 'lower', level: 'level', unknown: 'unknown' } as const

test('swapping baseline and candidate turns the sign of every difference, and no verdict into its own opposite', () => {
  fc.assert(
    fc.property(sides, paired, ([before, after], paired) => {
      const there = differencesOf(before, after, { seed: 1, paired })
      const back = differencesOf(after, before, { seed: 1, paired })
      expect(back.map(({ metric }) => metric)).toEqual(there.map(({ metric }) => metric))
      for (const [index, difference] of there.entries()) mirrors(difference, back[index], paired)
    }),
    { numRuns: 60 },
  )
})

function mirrors(there: Difference, back: Difference | undefined, paired: boolean): void {
  expect(back?.absolute).toBeCloseTo(-there.absolute, 9)
  expect([back?.baseline.value, back?.candidate.value]).toEqual([there.candidate.value, there.baseline.value])
  expect((back?.verdict === 'unknown') === (there.verdict === 'unknown')).toBe(true)
  // Drawn apart, other blocks come together when the sides are swapped: only a close call may come out otherwise.
  if (paired) expect(back?.verdict).toBe(mirrored[there.verdict])
  if (there.verdict === 'higher' || there.verdict === 'lower') expect(back?.verdict).not.toBe(there.verdict)
}

test('what is claimed lies on its side of 0, and every interval holds its own difference', () => {
  fc.assert(
    fc.property(sides, paired, ([before, after], paired) => {
      for (const difference of differencesOf(before, after, { seed: 1, paired })) holds(difference)
    }),
    { numRuns: 60 },
  )
})

function holds({ absolute, absoluteInterval: interval, verdict }: Difference): void {
  expect(interval === undefined).toBe(verdict === 'unknown')
  const { low = Number.NaN, high = Number.NaN } = interval ?? { low: absolute, high: absolute }
  expect(low).toBeLessThanOrEqual(absolute + 1e-12)
  expect(high).toBeGreaterThanOrEqual(absolute - 1e-12)
  if (verdict === 'higher') expect(Math.min(low, absolute)).toBeGreaterThan(0)
  if (verdict === 'lower') expect(Math.max(high, absolute)).toBeLessThan(0)
  if (verdict === 'level') expect(low <= 0 && high >= 0).toBe(true)
}
