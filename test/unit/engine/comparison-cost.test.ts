import { describe, expect, it } from 'vitest'
import { termsOf, worstBlockCost } from '../../../lib/engine/comparison-cost.ts'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import type { FoundSetting } from '../../../lib/settings/stage.ts'
import { comparisonPlanWith } from '../../support/comparison-plan.ts'
import { exampleFacts } from '../../support/stored-plan.ts'

/** 128 MB, x86_64, in eu-west-1. */
const target = { facts: exampleFacts, functionTimeoutSeconds: 3 }
const plan = comparisonPlanWith()
const live: Setting = { name: 'live', qualifier: 'live' }
const found: FoundSetting = {
  setting: 'live',
  version: '3',
  memoryMb: 10_240,
  architecture: 'arm64',
  timeoutSeconds: 900,
}

const block = (start: 'warm' | 'cold', setting: Setting, known: readonly FoundSetting[] = []): number =>
  worstBlockCost(plan, termsOf(plan, target, setting, known), { start, round: 0 })

describe('what a block costs at the most', () => {
  it('is told by the memory and the architecture that its setting gives to $LATEST', () => {
    // 5 and a warm-up: 6 × 3 s × 0.5 GB × 0.0000166667 = 0.0001500003, and 6 × 0.0000002.
    expect(block('warm', { name: '512 MB', memoryMb: 512 })).toBeCloseTo(0.000_151_200_3, 12)
    // 2 × 3 s × 0.125 GB × 0.0000133334 = 0.00001000005, and 2 × 0.0000002.
    expect(block('cold', { name: 'arm64', architecture: 'arm64' })).toBeCloseTo(0.000_010_400_05, 12)
  })

  it('is told by what a qualifier was found to be: memory, architecture and timeout', () => {
    // 6 × 900 s × 10 GB × 0.0000133334 = 0.7200036, and 6 × 0.0000002.
    expect(block('warm', live, [{ ...found, setting: 'other', memoryMb: 128 }, found])).toBeCloseTo(
      0.720_004_8,
      10,
    )
  })

  it('takes 900 s for a qualifier whose timeout is not known, not the one of $LATEST', () => {
    const { timeoutSeconds: _, ...untold } = found
    expect(block('warm', live, [untold])).toBeCloseTo(0.720_004_8, 10)
  })

  it('is nothing that could be limited where no price is known', () => {
    const terms = termsOf(plan, { facts: { ...exampleFacts, region: 'moon-1' } }, live, [found])
    expect(terms).toEqual({ memoryMb: 10_240, timeoutSeconds: 900 })
    expect(worstBlockCost(plan, terms, { start: 'warm', round: 0 })).toBe(0)
  })
})
