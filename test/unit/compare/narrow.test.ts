import { describe, expect, it } from 'vitest'
import { isNarrow, relativeHalfWidth } from '../../../lib/compare/narrow.ts'
import { around, tallyOf } from '../../support/sampled.ts'

const p50 = { metric: 'duration', percentile: 50, within: 0.05 } as const

describe('the precision of a setting', () => {
  it('is enough when half of the interval is no more of the value than was asked for', () => {
    const { warm } = tallyOf({ warm: around(100, 0.01) })
    const half = relativeHalfWidth(warm, p50, 1) ?? Infinity
    expect(half).toBeGreaterThan(0)
    // All values lie within 1 % of 100.
    expect(half).toBeLessThan(0.01)
    expect(isNarrow(warm, p50, 1)).toBe(true)
    expect(isNarrow(warm, { ...p50, within: half / 2 }, 1)).toBe(false)
  })

  it('is not enough while too few samples lie beyond the percentile', () => {
    const { warm } = tallyOf({ warm: around(100, 0) })
    expect(isNarrow(warm, { ...p50, percentile: 99 }, 1)).toBe(false)
  })

  it('is not enough with too few rounds, of a metric nothing is known of, and without samples', () => {
    const rounds = [[...Array(20).keys()].map((each) => 100 + each)]
    expect(isNarrow(tallyOf({ warm: rounds }).warm, p50, 1)).toBe(false)
    expect(isNarrow(tallyOf({ warm: around(100) }).warm, { ...p50, metric: 'init_duration' }, 1)).toBe(false)
    expect(isNarrow(tallyOf({}).warm, p50, 1)).toBe(false)
  })
})
