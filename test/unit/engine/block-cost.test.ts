import { describe, expect, it } from 'vitest'
import { blockCost } from '../../../lib/engine/block-cost.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { fromMillis } from '../../../lib/model/time.ts'
import { sentInMillis } from '../../support/observations.ts'
import { exampleFacts, storedPlanWith } from '../../support/stored-plan.ts'

// eu-west-1, x86: 0.0000166667 USD a GB-second, 0.0000002 USD a request.
const stored = storedPlanWith({ facts: { ...exampleFacts, memoryMb: 1_024 } })
const perSecond = 0.0000166667
const request = 0.0000002

const billed = (millis: number, more: Partial<Sent> = {}): Sent =>
  sentInMillis({
    markers: {
      report: { form: 'text', billedDuration: fromMillis(millis), memorySizeMb: 1_024 },
    },
    ...more,
  })

describe('what a block cost', () => {
  it('is the Billed Durations and the requests, warm-ups too', () => {
    expect(blockCost(stored, [billed(1_000), billed(500, { phase: 1 })])).toBeCloseTo(
      1.5 * perSecond + 2 * request,
      12,
    )
  })

  it('is at most what was waited for, where no REPORT says more', () => {
    expect(blockCost(stored, [sentInMillis({ end: 2_000 })])).toBeCloseTo(2 * perSecond + request, 12)
  })

  it('is what was waited for also where the connection broke: the function may have gone on', () => {
    const outcome = { kind: 'transport-error', code: 'ECONNRESET' } as const
    expect(blockCost(stored, [sentInMillis({ end: 2_000, outcome })])).toBeGreaterThanOrEqual(2 * perSecond)
  })

  it('has nothing of what was throttled or refused', () => {
    const outcome = { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' } as const
    expect(blockCost(stored, [sentInMillis({ end: 2_000, outcome })])).toBe(0)
  })

  it('is nothing where no price is known', () => {
    const { region: _, ...facts } = exampleFacts
    expect(blockCost(storedPlanWith({ facts }), [billed(1_000)])).toBe(0)
  })
})
