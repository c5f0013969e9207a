import { describe, expect, it } from 'vitest'
import { needsOf } from '../../../lib/engine/comparison-stage.ts'
import { comparisonPlanWith, memorySettings } from '../../support/comparison-plan.ts'

describe('what a comparison needs of its stage', () => {
  const needs = (warm: number, cold: number) =>
    needsOf(comparisonPlanWith({ settings: memorySettings(512), design: { warm, cold } }))

  it('is a fresh place for each cold burst, and five to take warm blocks from, cold starts or not', () => {
    const [setting] = memorySettings(512)
    // Blocks of five warm samples and of two cold ones.
    expect(needs(100, 0)).toEqual([{ setting, fresh: 0, warm: 5 }])
    expect(needs(100, 20)).toEqual([{ setting, fresh: 10, warm: 5 }])
  })

  it('is no more of those than there are rounds', () => {
    expect(needs(15, 4)).toMatchObject([{ fresh: 2, warm: 3 }])
  })
})
