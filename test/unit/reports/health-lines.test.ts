import { describe, expect, it } from 'vitest'
import type { Health, Run } from '../../../lib/model/run.ts'
import { micros } from '../../../lib/model/time.ts'
import { failureCounts } from '../../../reports/content/failures.ts'
import { healthLines } from '../../../reports/content/health.ts'
import { counts, exampleRun, millisDistribution } from '../../fixtures/example-run.ts'

const nothing: Health = { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [] }

function linesOf(health: Partial<Health>, plan: Partial<Run['plan']> = {}): Record<string, string> {
  const run = exampleRun()
  const phases = run.phases.map((phase) => ({ ...phase, distributions: {} }))
  const said = { ...run, phases, plan: { ...run.plan, ...plan }, health: { ...nothing, ...health } }
  const lines = healthLines(said)
  return Object.fromEntries(lines.map(({ label, says }) => [label, says]))
}

const firing = { transport: 'lean', threads: 1, prewarm: true, onLate: 'send' } as const
const closed = { kind: 'closed', concurrency: 2, requests: 9, thinkTime: micros(0) } as const
const sampled: NonNullable<Health['sampled']> = {
  samples: 60,
  firingThread: { mean: 0.25, max: 0.875 },
  mostSentPerSecond: 100,
  longestDelay: { took: micros(900), by: micros(1_000_000) },
}

describe('the lines on the generator', () => {
  it('are only those that have data', () => {
    expect(linesOf({})).toEqual({ 'fired by': '1 thread, lean transport, connections opened ahead' })
  })

  it.each([
    [{ ...firing, prewarm: false }, '1 thread, lean transport, connections opened when needed'],
    [{ ...firing, transport: 'sdk', threads: 3 }, "3 threads, the AWS SDK's transport"],
    [
      { ...firing, onLate: 'drop' },
      '1 thread, lean transport, connections opened ahead, late arrivals dropped',
    ],
  ] as const)('say by what means was fired: %j', (means, says) => {
    expect(linesOf({}, { firing: means })['fired by']).toBe(says)
  })

  it('say of the schedule lag how many sends were late, and no percentile that is not resolved', () => {
    const lag = millisDistribution(5_000, [0, 1, 31], [0.5, 2, 9, 20, 31])
    expect(linesOf({ scheduleLag: lag, late: { sent: 1_200, dropped: 0 } })['schedule lag']).toBe(
      'median 500 µs, p99 20.0 ms, max 31.0 ms over 5,000 sends; 1,200 over 10.0 ms late',
    )
    const few = { ...lag, count: 1, unresolved: ['p50', 'p99'] as const }
    expect(linesOf({ scheduleLag: few })['schedule lag']).toBe('max 31.0 ms over 1 send')
  })

  it('say the skew of all bursts, also of those beyond the list', () => {
    const run = exampleRun()
    const all = millisDistribution(1_500, [0.1, 3, 32], [2.5, 8, 9, 20, 31])
    const phases = run.phases.map((phase) => ({ ...phase, distributions: { burst_skew: { all } } }))
    const says = (listed: number): readonly string[] =>
      healthLines({
        ...run,
        phases,
        health: { ...nothing, burstSkew: run.health.burstSkew.slice(0, listed) },
      }).flatMap(({ label, says: told }) => (label.startsWith('burst skew') ? [`${label}: ${told}`] : []))
    const line = 'burst skew, bursts: median 2.50 ms, max 32.0 ms over 1,500 bursts'
    expect(says(4)).toEqual([line])
    // The list of a run is full when the bursts of a later phase come.
    expect(says(0)).toEqual([line])
  })

  it('say that a closed loop has no schedule', () => {
    const phases = [{ name: 'all', discard: false, load: closed }]
    expect(linesOf({}, { phases })['schedule lag']).toBe('none: a closed loop has no schedule to be late for')
  })

  it('say why arrivals were never sent', () => {
    expect(linesOf({ late: { sent: 0, dropped: 1_500 }, capHits: 2 })['never sent']).toBe(
      '1,500 over 10.0 ms late, 2 at the in-flight cap',
    )
    expect(linesOf({ peakInFlight: 10_000, capHits: 2 })['in flight']).toBe(
      'at most 10,000 at once (cap 10,000)',
    )
  })

  it('say what became of the connections', () => {
    const connections = { ahead: 1_000, inCall: 12, failed: 2, closedByPeer: 40 }
    const connectionSetup = millisDistribution(12, [1, 3, 9], [3.1, 8, 9, 9, 9])
    expect(linesOf({ connections, connectionSetup })['connections']).toBe(
      '1,000 opened ahead, 12 inside a measured call (3.10 ms median), 2 could not be opened, ' +
        '40 closed by the other side',
    )
    expect(
      linesOf({ connections: { ...connections, inCall: 30 }, connectionSetup })['connections'],
    ).toContain('30 inside a call (12 measured calls waited for one, 3.10 ms median)')
    expect(linesOf({ connections })['connections']).toContain('12 inside a call, 2 could')
    const none = { ahead: 0, inCall: 0, failed: 0, closedByPeer: 0 }
    expect(linesOf({ connections: { ...none, ahead: 5 } })['connections']).toBe('5 opened ahead')
    expect(linesOf({ connections: none })).not.toHaveProperty('connections')
  })

  it('say how long the event loop was held up, and no percentile of a few readings', () => {
    const delay = { count: 500, p99: micros(1_210), max: micros(4_800) }
    const label = 'event loop delay'
    expect(linesOf({ eventLoopDelay: delay })[label]).toBe('p99 1.21 ms, max 4.80 ms over 500 readings')
    expect(linesOf({ eventLoopDelay: { ...delay, count: 499 } })[label]).toBe('max 4.80 ms over 499 readings')
  })

  it('say how busy the firing thread and the machine were, and in which of how many seconds most', () => {
    const busy = { ...sampled, processCores: { mean: 0.512, max: 1.5 }, machine: { mean: 0.5, max: 1 } }
    expect(linesOf({ firingThreadBusy: 0.26, sampled: busy })).toMatchObject({
      'firing thread': '26 % busy, 87.5 % in the busiest of 60 readings',
      processors: '0.51 of 8 cores used, 1.5 in the busiest of 60 readings',
      machine: '50 % busy, 100 % in the busiest of 60 readings',
    })
    expect(linesOf({ sampled: { ...sampled, samples: 1 } })['firing thread']).toBe('25 % busy')
    // The last stretch was the busiest, and too short for a peak.
    expect(linesOf({ firingThreadBusy: 0.9, sampled })['firing thread']).toBe('90 % busy')
    expect(linesOf({ sampled }, { firing: { ...firing, threads: 2 } })['firing threads']).toBe(
      'the busiest 25 % busy, 87.5 % in the busiest of 60 readings',
    )
  })
})

describe('dropped arrivals', () => {
  const dropped = (health: Partial<Health>): readonly string[] =>
    failureCounts({ ...exampleRun(), counts: counts({ dropped: 7 }), health: { ...nothing, ...health } })

  it('are told with their reason', () => {
    expect(dropped({ capHits: 7 })).toEqual(['7 dropped (never sent: the in-flight cap was reached)'])
    expect(dropped({ late: { sent: 0, dropped: 7 } })).toEqual([
      '7 dropped (never sent: they were over 10.0 ms late)',
    ])
    expect(dropped({ late: { sent: 0, dropped: 5 }, capHits: 2 })).toEqual([
      '7 dropped (never sent: 5 over 10.0 ms late, 2 at the in-flight cap)',
    ])
  })
})
