import { describe, expect, it } from 'vitest'
import { blockPlan } from '../../../lib/engine/block-plan.ts'
import { micros } from '../../../lib/model/time.ts'
import { comparisonPlanWith, loop } from '../../support/comparison-plan.ts'

const plan = comparisonPlanWith({ base: { seed: 7, thresholds: ['error_rate == 0'] } })

describe('the plan of a block', () => {
  it('is one burst at one instant for cold starts', () => {
    expect(blockPlan(plan, { start: 'cold', round: 0 }, 'a').phases).toEqual([
      {
        name: 'cold burst',
        discard: false,
        load: { kind: 'burst', size: 2, repeat: 1, every: micros(0) },
      },
    ])
  })

  it('is the load behind a discarded warm-up of as many as the load has at once', () => {
    const base = { phases: [1, 4].map((at) => ({ name: `at ${at}`, discard: false, load: loop(at, 8) })) }
    const { phases } = blockPlan(comparisonPlanWith({ base }), { start: 'warm', round: 3 }, undefined)
    expect(phases).toEqual([{ name: 'warm-up', discard: true, load: loop(4, 4) }, ...base.phases])
  })

  it('goes where its setting is, or to no qualifier', () => {
    expect(blockPlan(plan, { start: 'warm', round: 0 }, 'coldburst-x-1').target.qualifier).toBe(
      'coldburst-x-1',
    )
    const own = comparisonPlanWith({
      base: { target: { kind: 'lambda', function: 'f', qualifier: 'live', logTail: true } },
    })
    expect(blockPlan(own, { start: 'warm', round: 0 }, undefined).target).not.toHaveProperty('qualifier')
  })

  it('draws the same in one round and something else in another, also beside the largest seed', () => {
    const seedOf = (round: number, of = plan): number => blockPlan(of, { start: 'warm', round }, 'x').seed
    expect(seedOf(2)).toBe(seedOf(2))
    expect(seedOf(2)).not.toBe(seedOf(3))
    const largest = comparisonPlanWith({ base: { seed: Number.MAX_SAFE_INTEGER } })
    expect(Number.isSafeInteger(seedOf(5, largest))).toBe(true)
    expect(seedOf(5, largest)).not.toBe(seedOf(6, largest))
  })

  it('judges nothing by itself', () => {
    expect(blockPlan(plan, { start: 'warm', round: 0 }, 'x').thresholds).toEqual([])
  })
})
