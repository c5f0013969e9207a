import { describe, expect, it } from 'vitest'
import { printPrecision, readPrecision } from '../../../lib/profile/precision.ts'

const p95 = { metric: 'duration', percentile: 95, within: 0.05 }

describe('a precision', () => {
  it.each([
    ['p95 ±5%', p95],
    ['p(95) +-5%', p95],
    ['p(95) +/- 5 %', p95],
    ['  P95±5%  ', p95],
    ['p95 5%', p95],
    ['p95 0.05', p95],
    ['response_time p95 ±5 %', { ...p95, metric: 'response_time' }],
    ['duration p50 3%', { metric: 'duration', percentile: 50, within: 0.03 }],
    ['billed_duration med ±2.5%', { metric: 'billed_duration', percentile: 50, within: 0.025 }],
    ['service_time p( 99.9 ) ±10%', { metric: 'service_time', percentile: 99.9, within: 0.1 }],
  ])('is read from %j', (text, value) => {
    expect(readPrecision(text)).toEqual({ kind: 'read', value })
  })

  it.each([
    ['', 'is not a precision; write one such as p95 ±5%'],
    ['5%', 'is not a precision'],
    ['p95', 'is not a precision'],
    ['p95 < 5%', 'is not a precision'],
    ['p95 ±-5%', 'is not a precision'],
    ['p95 ±5ms', 'is not a precision'],
    ['p95 ±5% please', 'is not a precision'],
    ['p0 ±5%', 'names no percentile; write one above 0 and below 100'],
    ['p100 ±5%', 'names no percentile'],
    ['p95 ±5', 'is a ratio, from 0 to 1: write 5%'],
    ['p95 ±0%', 'is no width to stop at'],
    ['p95 ±100%', 'is no width to stop at'],
    ['p95 ±250%', 'write at most 100%'],
    ['duratoin p95 ±5%', 'did you mean duration?'],
    [
      'init_duration p95 ±5%',
      'init_duration is not known of every warm invocation; write duration, response_time, service_time or billed_duration',
    ],
    ['memory_used p95 ±5%', 'memory_used is not known of every warm invocation'],
    ['p955%', 'is not a precision'],
  ])('is not read from %j', (text, complaint) => {
    expect(readPrecision(text)).toEqual({ kind: 'wrong', message: expect.stringContaining(complaint) })
  })

  it('is printed the way thresholds are', () => {
    expect(printPrecision({ metric: 'response_time', percentile: 99.9, within: 0.025 })).toBe(
      'response_time p(99.9) ±2.5%',
    )
  })
})
