import { describe, expect, it } from 'vitest'
import { createSchedule, mostBlocks } from '../../../lib/compare/schedule.ts'
import type { Design, Setting } from '../../../lib/model/comparison-plan.ts'

const settings: readonly Setting[] = [128, 256, 512].map((memoryMb) => ({ name: `${memoryMb} MB`, memoryMb }))

const design = (more: Partial<Design>): Design => ({
  warm: 100,
  warmPerBlock: 5,
  cold: 20,
  coldPerBlock: 5,
  mostWarm: 1_000,
  ...more,
})

const starts = (more: Partial<Design>): string =>
  createSchedule(design(more), settings, 7)
    .planned.map(({ start }) => start.charAt(0))
    .join('')

describe('the schedule of a comparison', () => {
  it('spreads the cold rounds among the warm ones, and begins with a cold one', () => {
    expect(starts({ warm: 20 })).toBe('cwcwcwcw')
    expect(starts({ warm: 60, cold: 10 })).toBe('cwwwwwwcwwwwww')
    expect(starts({ warm: 10, cold: 30 })).toBe('cwcccwcc')
  })

  it('has as many rounds as bring the samples: the last block of a kind may bring more than is wanted', () => {
    expect(starts({ warm: 11, cold: 6 })).toBe('cwwcw')
  })

  it('has no cold rounds where no cold starts are wanted', () => {
    expect(starts({ warm: 10, cold: 0 })).toBe('ww')
  })

  it('numbers rounds from 0, and goes on with further ones', () => {
    const schedule = createSchedule(design({ warm: 10, cold: 5 }), settings, 7)
    expect(schedule.planned.map(({ index }) => index)).toEqual([0, 1, 2])
    const lacking = settings.slice(1)
    expect(schedule.further('warm', lacking)).toMatchObject({ index: 3, start: 'warm' })
    const { order } = schedule.further('cold', lacking)
    expect(order.map(({ name }) => name).sort()).toEqual(['256 MB', '512 MB'])
  })

  it('lets a setting have three times the planned blocks of a kind', () => {
    expect(mostBlocks(design({}), 'warm')).toBe(60)
    expect(mostBlocks(design({}), 'cold')).toBe(12)
  })
})
