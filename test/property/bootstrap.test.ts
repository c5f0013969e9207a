import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Blocks,
  type Compared,
  compareBlocks,
  estimate,
  type Statistic,
} from '../../lib/stats/bootstrap.ts'

const options = { seed: 3, replicates: 60, paired: true }

const values = fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 7 })
const twoSides = fc
  .array(fc.tuple(values, values), { minLength: 1, maxLength: 24 })
  .map((rounds) => [rounds.map(([before]) => before), rounds.map(([, after]) => after)] as const)

const statistic: fc.Arbitrary<Statistic> = fc.oneof(
  fc.constant({ kind: 'mean' } as const),
  fc.constantFrom(10, 50, 90, 95).map((percentile) => ({ kind: 'percentile', percentile }) as const),
)

const opposite = { lower: 'higher', higher: 'lower', level: 'level', unknown: 'unknown' } as const

const near = (value: number | undefined): unknown =>
  value === undefined ? undefined : (expect.closeTo(value, 6) as unknown)

test('an interval holds the difference, and the verdict is what the intervals say', () => {
  fc.assert(
    fc.property(twoSides, statistic, fc.boolean(), ([before, after], what, paired) => {
      const compared = compareBlocks(before, after, what, { ...options, paired })
      expect(compared === undefined).toBe(before.flat().length * after.flat().length === 0)
      if (compared === undefined) return
      const { absolute, absoluteInterval, relative, relativeInterval, verdict } = compared
      expect(verdict === 'unknown').toBe(absoluteInterval === undefined)
      expect(agrees(absolute, absoluteInterval, verdict)).toBe(true)
      expect(agrees(relative ?? 0, relativeInterval, verdict)).toBe(true)
    }),
  )
})

function agrees(
  value: number,
  interval: Compared['absoluteInterval'],
  verdict: Compared['verdict'],
): boolean {
  if (interval?.low === undefined || interval.high === undefined) return verdict === 'unknown'
  const { low, high } = interval
  const says = low > 0 ? 'higher' : high < 0 ? 'lower' : 'level'
  return low <= value && value <= high && says === verdict
}

test('scaling both sides changes nothing relative', () => {
  fc.assert(
    fc.property(twoSides, statistic, fc.integer({ min: 2, max: 1_000 }), ([before, after], what, factor) => {
      const scaled = (blocks: Blocks): Blocks => blocks.map((block) => block.map((value) => value * factor))
      const plain = compareBlocks(before, after, what, options)
      const large = compareBlocks(scaled(before), scaled(after), what, options)
      expect(large?.verdict).toBe(plain?.verdict)
      expect(large?.relative).toEqual(near(plain?.relative))
      expect(large?.relativeInterval?.low).toEqual(near(plain?.relativeInterval?.low))
      expect(large?.relativeInterval?.high).toEqual(near(plain?.relativeInterval?.high))
    }),
  )
})

test('swapping the sides of paired rounds flips the sign', () => {
  fc.assert(
    fc.property(twoSides, statistic, ([before, after], what) => {
      const forth = compareBlocks(before, after, what, options)
      const back = compareBlocks(after, before, what, options)
      expect(back?.verdict).toBe(forth && opposite[forth.verdict])
      const { low, high } = forth?.absoluteInterval ?? {}
      expect(back?.absoluteInterval?.low).toEqual(near(high === undefined ? undefined : -high))
      expect(back?.absoluteInterval?.high).toEqual(near(low === undefined ? undefined : -low))
    }),
  )
})

test('what a round adds to both sides leaves the difference of paired means', () => {
  const round = fc.tuple(
    fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 3, maxLength: 3 }),
    fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 3, maxLength: 3 }),
    fc.integer({ min: 0, max: 100_000 }),
  )
  fc.assert(
    fc.property(fc.array(round, { minLength: 6, maxLength: 20 }), (rounds) => {
      const side = (index: 0 | 1, drifts: boolean): Blocks =>
        rounds.map((each) => each[index].map((value) => value + (drifts ? each[2] : 0)))
      const calm = compareBlocks(side(0, false), side(1, false), { kind: 'mean' }, options)
      const drifting = compareBlocks(side(0, true), side(1, true), { kind: 'mean' }, options)
      expect(drifting?.absolute).toEqual(near(calm?.absolute))
      expect(drifting?.absoluteInterval).toEqual({
        low: near(calm?.absoluteInterval?.low),
        high: near(calm?.absoluteInterval?.high),
      })
      // What of an end is exactly 0 may be rounded to either side.
      if (![calm?.absoluteInterval?.low, calm?.absoluteInterval?.high].includes(0)) {
        expect(drifting?.verdict).toBe(calm?.verdict)
      }
    }),
  )
})

test('the order within a block makes no difference', () => {
  fc.assert(
    fc.property(twoSides, statistic, ([before, after], what) => {
      const turned = (blocks: Blocks): Blocks => blocks.map((block) => block.toReversed())
      expect(compareBlocks(turned(before), after, what, options)).toEqual(
        compareBlocks(before, after, what, options),
      )
      expect(estimate(turned(before), what, options)).toEqual(estimate(before, what, options))
    }),
  )
})

test('paired with itself every sample is level, or there is too little of it', () => {
  fc.assert(
    fc.property(twoSides, statistic, ([blocks], what) => {
      expect(['level', 'unknown', undefined]).toContain(compareBlocks(blocks, blocks, what, options)?.verdict)
    }),
  )
})

test('a percentile is a value of the sample within its interval', () => {
  fc.assert(
    fc.property(twoSides, fc.integer({ min: 1, max: 100 }), ([blocks], percentile) => {
      const found = estimate(blocks, { kind: 'percentile', percentile }, options)
      expect(found === undefined).toBe(blocks.flat().length === 0)
      if (found === undefined) return
      expect(blocks.flat()).toContain(found.value)
      expect(found.interval?.low ?? -Infinity).toBeLessThanOrEqual(found.value)
      expect(found.interval?.high ?? Infinity).toBeGreaterThanOrEqual(found.value)
    }),
  )
})
