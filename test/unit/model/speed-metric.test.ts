import { describe, expect, it } from 'vitest'
import { speedMetricOf } from '../../../lib/model/speed-metric.ts'

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

  it('is Duration where neither tells, as long as every setting has one', () => {
    const both = { duration: few, responseTime: few }
    expect(speedMetricOf([both, { duration: tells, responseTime: tells }])).toBe('duration')
    expect(speedMetricOf([both, { responseTime: few }])).toBe('responseTime')
    expect(speedMetricOf([])).toBe('duration')
  })
})
