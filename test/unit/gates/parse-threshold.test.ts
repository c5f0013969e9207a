import { describe, expect, it } from 'vitest'
import { metrics } from '../../../lib/gates/metrics.ts'
import { parseThreshold } from '../../../lib/gates/parse-threshold.ts'
import { printThreshold } from '../../../lib/gates/print-threshold.ts'

function canonical(expression: string): string {
  const threshold = parseThreshold(expression)
  return threshold.kind === 'problem' ? `at ${threshold.at}: ${threshold.message}` : printThreshold(threshold)
}

function problemOf(expression: string, phases?: readonly string[]): { at: number; message: string } {
  const threshold = parseThreshold(expression, phases)
  if (threshold.kind !== 'problem') throw new Error(`${expression} was taken`)
  return threshold
}

describe('a threshold', () => {
  it('on a distribution has metric, selector, aggregate, operator and limit', () => {
    expect(parseThreshold('response_time{start:warm,phase:bursts} p(99) < 250ms')).toEqual({
      kind: 'distribution',
      metric: 'response_time',
      selector: { start: 'warm', phase: 'bursts' },
      aggregate: { kind: 'percentile', percentile: 99 },
      operator: '<',
      limit: 250_000,
    })
  })

  it('on a scalar has no aggregate', () => {
    expect(parseThreshold('cold_start_rate < 8%')).toEqual({
      kind: 'scalar',
      metric: 'cold_start_rate',
      selector: {},
      operator: '<',
      limit: 0.08,
    })
  })

  it.each([
    ['response_time p(99) < 250', 'response_time p(99) < 250ms'],
    ['  response_time  :  med<=0.25 s ', 'response_time p(50) <= 250ms'],
    ['response_time{ start : cold }:avg>=1.5s', 'response_time{start:cold} avg >= 1.5s'],
    ['response_time{}: p( 99.9 ) < 900us', 'response_time p(99.9) < 900us'],
    ['duration max < 900µs', 'duration max < 900us'],
    ['duration max < 900μs', 'duration max < 900us'],
    ['duration min > 0', 'duration min > 0us'],
    ['init_duration{start:cold} count >= 10', 'init_duration{start:cold} count >= 10'],
    ['memory_used max < 120MB', 'memory_used max < 120MB'],
    ['memory_used max < 1048576', 'memory_used max < 1MB'],
    ['memory_used p(90) < 1.5 gb', 'memory_used p(90) < 1.5GB'],
    ['memory_used max != 1500B', 'memory_used max != 1500B'],
    ['burst_skew max < 50ms', 'burst_skew max < 50ms'],
    ['placement max < 1s', 'placement max < 1s'],
    ['error_rate == 0', 'error_rate == 0%'],
    ['error_rate: rate < 0.01', 'error_rate < 1%'],
    ['throttle_rate value <= 100%', 'throttle_rate <= 100%'],
    ['cold_starts count <= 10', 'cold_starts <= 10'],
    ['environments value == 10', 'environments == 10'],
    ['cost_per_million < 4.20usd', 'cost_per_million < 4.2usd'],
    ['cost_per_million < 4.20 USD', 'cost_per_million < 4.2usd'],
    ['run_cost < 0.5', 'run_cost < 0.5usd'],
    ['gb_seconds < 1e3', 'gb_seconds < 1000'],
    ['invocations{phase:"a, \\"b\\" {c}"} > 1', 'invocations{phase:"a, \\"b\\" {c}"} > 1'],
    ['invocations{phase: steady state } > 1', 'invocations{phase:"steady state"} > 1'],
    ['invocations{start:all} > 1', 'invocations{start:all} > 1'],
  ])('%s is understood', (expression, expected) => {
    expect(canonical(expression)).toBe(expected)
  })

  it('takes the default aggregate of every scalar and an explicit one of every distribution', () => {
    for (const { kind, name, unit } of metrics.values()) {
      const aggregate = kind === 'distribution' ? ' p(50)' : ''
      const limit = unit === 'ratio' ? '0.5' : '5'
      expect(parseThreshold(`${name}${aggregate} < ${limit}`)).toMatchObject({ kind, metric: name })
    }
    expect(metrics.size).toBe(28)
  })
})

describe('a mistake in', () => {
  it.each([
    ['the metric', 'respons_time p(99) < 1', 0, 'did you mean response_time?'],
    ['the metric, unlike any', 'latency p(99) < 1', 0, 'write one of response_time, service_time'],
    ['the metric, named as in JavaScript', 'constructor p(99) < 1', 0, 'unknown metric "constructor"'],
    ['the whole, which is empty', '', 0, 'begins with a metric'],
    ['the whole, which begins elsewhere', '< 5', 0, 'begins with a metric'],
    ['the selector', 'response_time{strat:cold} p(99) < 1', 14, 'did you mean start?'],
    ['the start', 'response_time{start:could} p(99) < 1', 14, 'did you mean cold?'],
    [
      'the selector, twice the same',
      'response_time{start:cold,start:warm} max < 1',
      25,
      'start is selected twice',
    ],
    ['a start of what has none', 'error_rate{start:cold} < 1%', 11, 'select a phase, or nothing'],
    ['a start of the schedule', 'schedule_lag{start:cold} p(99) < 1ms', 13, 'select a phase, or nothing'],
    ['a phase of money', 'run_cost{phase:bursts} < 1usd', 9, 'write it without a selector'],
    ['the selector without a value', 'response_time{start} p(99) < 1', 14, 'a selector is written'],
    ['the selector with a stray comma', 'response_time{start:cold,} max < 1', 25, 'a selector is written'],
    ['the selector with a bad escape', 'response_time{phase:"\\x"} max < 1', 14, 'a selector is written'],
    ['the selector that is not closed', 'response_time{start:cold p(99) < 1', 13, 'not closed'],
    [
      'the aggregate, missing',
      'response_time < 1',
      14,
      'say which with one of p(N), avg, med, min, max, count',
    ],
    ['the aggregate', 'response_time mean < 1', 14, 'unknown aggregate "mean"'],
    ['the aggregate, almost right', 'response_time mxa < 1', 14, 'did you mean max?'],
    ['the aggregate without parentheses', 'response_time p99.9 < 1', 14, 'write p(99.9)'],
    ['the percentile, 0', 'response_time p(0) < 1', 14, 'there is no percentile 0'],
    ['the percentile, above 100', 'response_time p(101) < 1', 14, 'there is no percentile 101'],
    ['the aggregate of a scalar', 'cold_start_rate p(99) < 1', 16, 'alone or with value or rate'],
    ['the aggregate of money', 'run_cost count < 1', 9, 'write it alone or with value'],
    ['the comparison, missing', 'response_time p(99)', 19, 'nothing to compare with'],
    ['the comparison, single', 'cold_starts = 1', 12, 'write =='],
    ['the comparison, reversed', 'cold_starts =< 1', 12, 'write <='],
    ['the comparison, of another kind', 'cold_starts !> 1', 12, 'write one of <= >= == != < >'],
    ['the value, missing', 'response_time p(99) <', 21, 'a value is missing: write one such as 250ms'],
    ['the value, no number', 'response_time p(99) < fast', 22, '"fast" is not a value'],
    ['the value, negative', 'cold_starts > -1', 14, 'negative'],
    ['the value, infinite', 'cold_starts < 1e999', 14, 'too large'],
    ['the value, with more after it', 'cold_starts < 1 2', 16, 'write the number without "2"'],
    ['the unit', 'response_time p(99) < 250mss', 25, 'did you mean ms?'],
    ['the unit, of another quantity', 'response_time p(99) < 250 MB', 26, 'write it in s, ms, us, not in MB'],
    ['the unit, of a count', 'cold_starts < 5%', 15, 'cold_starts is a count'],
    ['the unit, of a count of values', 'duration count < 5ms', 18, 'is a count'],
    ['the unit, too long a time', 'duration max < 2min', 16, 'unknown unit "min"'],
    ['the ratio, meant as percent', 'cold_start_rate < 8', 18, 'write 8% or a fraction'],
    ['the ratio, above 100 %', 'cold_start_rate < 108%', 18, 'at most 100%'],
    ['the version: baseline', 'response_time p(99) < baseline*1.1', 22, 'which this version does not have'],
    ['the version: baseline alone', 'run_cost <= baseline', 12, 'a baseline comes with `coldburst gate`'],
  ])('%s is named with its place and what to write', (_, expression, at, says) => {
    const found = problemOf(expression)
    expect(found.message).toContain(says)
    expect(found.at).toBe(at)
  })

  it('the name of a phase is found when the phases are known', () => {
    const phases = ['warm-up', 'bursts']
    expect(parseThreshold('invocations{phase:bursts} > 1', phases)).toMatchObject({
      selector: { phase: 'bursts' },
    })
    expect(problemOf('invocations{phase:burst} > 1', phases)).toMatchObject({
      at: 12,
      message: 'unknown phase "burst": did you mean bursts?',
    })
  })
})
