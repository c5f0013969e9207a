import { describe, expect, it } from 'vitest'
import { speedMetricOf as metricOf, type TellsSpeed } from '../../../lib/model/speed-metric.ts'

const speedMetricOf = (settings: readonly TellsSpeed[]) => metricOf(settings, () => true)
const [tells, few] = [{ resolved: true }, { resolved: false }]

describe('what speed means in a comparison', () => {
  it('is Duration where it tells the p50 of every setting', () => {
    const all = { duration: tells, responseTime: tells }
    expect(speedMetricOf([all, all])).toBe('duration')
  })

  it('is response time where that tells it of all, and Duration does not', () => {
    const all = { duration: tells, responseTime: tells }
    expect(speedMetricOf([all, { duration: few, responseTime: tells }])).toBe('responseTime')
    expect(speedMetricOf([all, { responseTime: tells }])).toBe('responseTime')
  })

  it('is response time where Duration is known in too few rounds to show a difference', () => {
    const all = { duration: tells, responseTime: tells }
    expect(metricOf([all, all], (metric) => metric === 'responseTime')).toBe('responseTime')
    expect(metricOf([all, all], () => false)).toBe('duration')
  })

  it('is Duration where neither tells, as long as every setting has one', () => {
    const both = { duration: few, responseTime: few }
    expect(speedMetricOf([both, { duration: tells, responseTime: tells }])).toBe('duration')
    expect(speedMetricOf([both, { responseTime: few }])).toBe('responseTime')
    expect(speedMetricOf([])).toBe('duration')
  })
})
