import { describe, expect, it } from 'vitest'
import { Spending } from '../../../lib/engine/spending.ts'

const warm = { setting: '128 MB', start: 'warm' } as const
const cold = { setting: '128 MB', start: 'cold' } as const

describe('what a comparison may still spend', () => {
  it('is anything where nothing limits it', () => {
    const spending = new Spending(undefined)
    spending.add(warm, 1_000)
    expect(spending.allows(warm, () => 1_000)).toBe(true)
    expect(spending.total).toBe(1_000)
  })

  it('takes the worst case for the first block of a kind of a setting', () => {
    const spending = new Spending(1)
    spending.add(warm, 0.4)
    expect(spending.allows(cold, () => 0.6)).toBe(true)
    expect(spending.allows(cold, () => 0.61)).toBe(false)
    expect(spending.allows({ setting: '256 MB', start: 'warm' }, () => 0.61)).toBe(false)
  })

  it('takes the dearest block that there was for every further one', () => {
    const spending = new Spending(1)
    spending.add(warm, 0.3)
    spending.add(warm, 0.1)
    expect(spending.allows(warm, () => 100)).toBe(true)
    spending.add(warm, 0.25)
    expect(spending.total).toBeCloseTo(0.65)
    expect(spending.allows(warm, () => 100)).toBe(true)
    spending.add(cold, 0.06)
    expect(spending.allows(warm, () => 0)).toBe(false)
  })
})
