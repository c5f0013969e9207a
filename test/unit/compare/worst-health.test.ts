import { describe, expect, it } from 'vitest'
import { worstHealth } from '../../../lib/compare/worst-health.ts'
import type { Health, SampledHealth } from '../../../lib/model/run.ts'
import { fromMillis, micros } from '../../../lib/model/time.ts'
import { lagP99 } from '../../support/doubts.ts'

const quiet: Health = { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [] }
const skewOf = (skew: number) => ({ phase: 0, at: micros(0), size: 5, skew: micros(skew) })
const sampledWith = (mean: number, took: number): SampledHealth => ({
  samples: 2,
  firingThread: { mean, max: 0.9 - mean },
  mostSentPerSecond: 10 * mean,
  longestDelay: { took: micros(took), by: fromMillis(took) },
})

describe('the health of a comparison', () => {
  it('is unknown without blocks', () => {
    expect(worstHealth([])).toBeUndefined()
  })

  it('has what was counted in all blocks', () => {
    const late = { ...quiet, late: { sent: 2, dropped: 1 }, capHits: 3 }
    expect(worstHealth([late, quiet, late])).toMatchObject({ late: { sent: 4, dropped: 2 }, capHits: 6 })
    const connections = { ahead: 1, inCall: 2, failed: 0, closedByPeer: 1 }
    expect(worstHealth([{ ...quiet, connections }, { ...quiet, connections }, quiet])?.connections).toEqual({
      ahead: 2,
      inCall: 4,
      failed: 0,
      closedByPeer: 2,
    })
  })

  it('has everything else of the block that was worst off', () => {
    const a = {
      ...quiet,
      ...lagP99(3),
      burstSkew: [skewOf(5), skewOf(70)],
      peakInFlight: 5,
      firingThreadBusy: 0.1,
    }
    const b = { ...quiet, ...lagP99(9), burstSkew: [skewOf(20)], peakInFlight: 2, firingThreadBusy: 0.4 }
    const worst = worstHealth([a, b])
    expect(worst).toMatchObject({ peakInFlight: 5, firingThreadBusy: 0.4, burstSkew: [{ skew: 70 }] })
    expect(worst?.burstSkew).toHaveLength(1)
    expect(worst?.scheduleLag?.p99).toBe(9_000)
  })

  it('takes the busiest of what was sampled', () => {
    const sampled = [sampledWith(0.1, 900), sampledWith(0.3, 100)].map((sampled) => ({ ...quiet, sampled }))
    expect(worstHealth(sampled)?.sampled).toEqual({
      samples: 4,
      firingThread: { mean: 0.3, max: 0.8 },
      mostSentPerSecond: 3,
      longestDelay: { took: 900, by: 900_000 },
    })
  })
})
