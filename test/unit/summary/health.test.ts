import { describe, expect, it } from 'vitest'
import { micros } from '../../../lib/model/time.ts'
import { Histogram } from '../../../lib/stats/histogram.ts'
import { DistributionSet } from '../../../lib/summary/distributions.ts'
import { healthOf, type ObservedHealth } from '../../../lib/summary/health.ts'

const observed = (more: Partial<ObservedHealth> = {}): ObservedHealth => ({
  distributions: new DistributionSet(),
  skews: [],
  punctuality: { lateSent: 0, lateDropped: 0, capHits: 0 },
  connectionSetup: new Histogram(),
  ...more,
})

const connections = { ahead: 10, inCall: 2, failed: 1, closedByPeer: 4 }

describe('the health of a run', () => {
  it('says only what is known', () => {
    expect(healthOf(observed(), [], undefined)).toEqual({
      late: { sent: 0, dropped: 0 },
      capHits: 0,
      burstSkew: [],
    })
  })

  it('tells what was late, dropped, and set up inside of measured calls', () => {
    const distributions = new DistributionSet()
    for (const lag of [0, 12_000]) distributions.record('schedule_lag', 'all', lag)
    const connectionSetup = new Histogram().recordAll([3_000, 5_000, 4_000])
    const punctuality = { lateSent: 1, lateDropped: 2, capHits: 3 }
    expect(healthOf(observed({ distributions, punctuality, connectionSetup }), [], undefined)).toMatchObject({
      scheduleLag: { count: 2, max: 12_000 },
      late: { sent: 1, dropped: 2 },
      capHits: 3,
      connectionSetup: { count: 3, p50: 4_000 },
    })
  })

  it('adds up the connections and flights of all shares, and takes the thread that was worst off', () => {
    const shares = [
      { peakInFlight: 3, busy: 0.5, eventLoopDelay: { p99: micros(900), max: micros(1_000) }, connections },
      { peakInFlight: 4, busy: 0.2, eventLoopDelay: { p99: micros(100), max: micros(9_000) }, connections },
      { peakInFlight: 1 },
    ]
    expect(healthOf(observed(), shares, undefined)).toMatchObject({
      connections: { ahead: 20, inCall: 4, failed: 2, closedByPeer: 8 },
      peakInFlight: 4,
      firingThreadBusy: 0.5,
      eventLoopDelay: { p99: 900, max: 1_000 },
    })
  })
})
