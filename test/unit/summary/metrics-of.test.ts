import { describe, expect, it } from 'vitest'
import type { Classification, StartKind } from '../../../lib/model/classification.ts'
import { fromMillis, micros } from '../../../lib/model/time.ts'
import type { MetricHistograms } from '../../../lib/summary/distributions.ts'
import { recordMetrics } from '../../../lib/summary/metrics-of.ts'
import { type ReportInMillis, reportOf } from '../../fixtures/invocation.ts'
import { type InMillis, sentInMillis } from '../../support/observations.ts'

const started = (start: StartKind, waited?: boolean): Classification => ({
  start,
  evidence: [],
  ...(waited !== undefined && { waited }),
})

/** What one invocation gives, metric by metric. */
function metrics(sent: InMillis, classification = started('warm')): Record<string, number> {
  const histograms: MetricHistograms = {}
  recordMetrics(sentInMillis(sent), classification, histograms)
  return Object.fromEntries(Object.entries(histograms).map(([metric, { mean = -1 }]) => [metric, mean]))
}

const reported = (report: ReportInMillis, more: InMillis = {}): InMillis => ({
  end: 100,
  ...more,
  markers: { ...more.markers, report: reportOf(report) },
})

describe('the metrics of an invocation', () => {
  it('gives response time from the planned instant and service time from the actual send', () => {
    expect(metrics({ at: 1_000, sent: 1_003, end: 1_050 })).toEqual({
      response_time: 50_000,
      service_time: 47_000,
    })
  })

  it('gives what REPORT says under its own names, memory in bytes', () => {
    const report = {
      ...reportOf({ duration: 62.14, billed: 63, init: 150, restore: 80 }),
      maxMemoryUsedMb: 40,
    }
    expect(metrics({ end: 1_000, markers: { report } })).toMatchObject({
      duration: 62_140,
      billed_duration: 63_000,
      init_duration: 150_000,
      restore_duration: 80_000,
      memory_used: 41_943_040,
    })
  })

  it('gives whole bytes where an emulator reports a fraction of a megabyte', () => {
    const report = { ...reportOf({ duration: 1 }), maxMemoryUsedMb: 35.7 }
    // 35.7 × 1,048,576 = 37,434,163.2
    expect(metrics({ markers: { report } })).toHaveProperty('memory_used', 37_434_163)
  })

  it.each([
    { kind: 'throttled', reason: 'x' },
    { kind: 'timed-out' },
    { kind: 'service-error', status: 500, name: 'x' },
    { kind: 'transport-error', code: 'ECONNRESET' },
  ] as const)('gives nothing of an invocation that did not run: $kind', (outcome) => {
    expect(metrics(reported({ duration: 5, billed: 5 }, { outcome }))).toEqual({})
  })

  it('counts a function’s error in: it ran', () => {
    const outcome = { kind: 'function-error', errorType: 'Error', handled: false } as const
    expect(metrics({ end: 10, outcome })).toHaveProperty('response_time', 10_000)
  })

  it('gives placement when there was a wait for it', () => {
    expect(metrics({ markers: { placement: fromMillis(250) } })).toHaveProperty('placement', 250_000)
    expect(metrics({ markers: { placement: micros(0) } })).not.toHaveProperty('placement')
  })
})

describe('overhead', () => {
  it('is what Duration leaves of the service time', () => {
    expect(metrics(reported({ duration: 60 }))).toHaveProperty('overhead', 40_000)
  })

  it('has no INIT in it that the caller waited for, nor the wait for a place', () => {
    const cold = reported({ duration: 20, init: 50 })
    expect(metrics(cold, started('cold', true))).toHaveProperty('overhead', 30_000)
    expect(metrics(cold, started('cold'))).toHaveProperty('overhead', 30_000)
    const placed = reported({ duration: 20, init: 50 }, { markers: { placement: fromMillis(25) } })
    expect(metrics(placed, started('cold', true))).toHaveProperty('overhead', 5_000)
  })

  it('is not lessened by an INIT that nobody waited for', () => {
    const provisioned = reported({ duration: 20, init: 50 })
    expect(metrics(provisioned, started('cold', false))).toHaveProperty('overhead', 80_000)
  })

  it('has no restore in it', () => {
    expect(metrics(reported({ duration: 20, restore: 70 }), started('restored'))).toHaveProperty(
      'overhead',
      10_000,
    )
  })

  it('is 0 where rounding makes it a little less, and absent where the parts contradict the whole', () => {
    expect(metrics(reported({ duration: 101 }))).toHaveProperty('overhead', 0)
    expect(metrics(reported({ duration: 101.1 }))).not.toHaveProperty('overhead')
    expect(metrics(reported({ duration: 60, init: 90 }), started('cold', true))).not.toHaveProperty(
      'overhead',
    )
  })

  it('is absent without a Duration', () => {
    expect(metrics(reported({ billed: 60 }))).not.toHaveProperty('overhead')
    expect(metrics({ end: 100 })).not.toHaveProperty('overhead')
  })
})
