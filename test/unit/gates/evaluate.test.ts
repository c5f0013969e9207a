import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../lib/gates/evaluate.ts'
import { parseThreshold } from '../../../lib/gates/parse-threshold.ts'
import type { MetricSource, Sample } from '../../../lib/model/sample.ts'
import type { Verdict } from '../../../lib/model/verdict.ts'
import { Histogram } from '../../../lib/stats/histogram.ts'

/** 1 ms, 2 ms, …, `n` ms. */
const millisUpTo = (n: number): Sample =>
  new Histogram().recordAll(Array.from({ length: n }, (_, index) => (index + 1) * 1_000))

const nothing: MetricSource = { distribution: () => undefined, scalar: () => undefined }
const sampled = (sample: Sample): MetricSource => ({ ...nothing, distribution: () => sample })
const counted = (value: number, n: number): MetricSource => ({
  ...nothing,
  scalar: () => ({ value, unit: 'ratio', n }),
})

function verdict(expression: string, source: MetricSource): Verdict {
  const threshold = parseThreshold(expression)
  if (threshold.kind === 'problem') throw new Error(threshold.message)
  return evaluate(threshold, source)
}

const kindOf = (expression: string, source: MetricSource): string => {
  const found = verdict(expression, source)
  return found.kind === 'inconclusive' ? found.cause : found.kind
}

describe('a count of what was never seen', () => {
  it('is 0 where something was sent at all', () => {
    const sent = counted(20, 20)
    expect(verdict('duration{start:reinitialized} count == 0', sent)).toMatchObject({
      kind: 'pass',
      actual: 0,
      n: 20,
    })
    expect(kindOf('duration count > 5', sent)).toBe('fail')
    expect(kindOf('duration max < 1s', sent)).toBe('no-data')
  })
})

describe('without data', () => {
  it('nothing passes and nothing fails', () => {
    const empty = sampled(new Histogram())
    for (const expression of [
      'duration p(99) < 1s',
      'duration avg > 0',
      'duration max == 0',
      'duration count < 1',
    ]) {
      expect(kindOf(expression, nothing)).toBe('no-data')
      expect(kindOf(expression, empty)).toBe('no-data')
    }
    expect(kindOf('error_rate < 1%', nothing)).toBe('no-data')
    expect(kindOf('error_rate < 1%', counted(0, 0))).toBe('no-data')
  })

  it('the verdict says of what there was none', () => {
    expect(verdict('response_time{start:cold,phase:bursts} p(99) < 1s', nothing)).toEqual({
      kind: 'inconclusive',
      gate: 'response_time{start:cold,phase:bursts} p(99) < 1s',
      cause: 'no-data',
      why: 'there is no data: nothing was seen of response_time of cold starts in phase bursts',
      n: 0,
    })
  })
})

describe('a percentile', () => {
  // The median of 100 is the 50th value; its 95 % interval goes from the 40th to the 61st.
  it.each([
    ['< 62ms', 'pass'],
    ['< 61ms', 'straddles'],
    ['< 41ms', 'straddles'],
    ['< 40ms', 'fail'],
    ['<= 61ms', 'pass'],
    ['<= 60ms', 'straddles'],
    ['<= 40ms', 'straddles'],
    ['<= 39ms', 'fail'],
    ['> 39ms', 'pass'],
    ['> 40ms', 'straddles'],
    ['> 60ms', 'straddles'],
    ['> 61ms', 'fail'],
    ['>= 40ms', 'pass'],
    ['>= 41ms', 'straddles'],
    ['>= 61ms', 'straddles'],
    ['>= 62ms', 'fail'],
    ['== 50ms', 'pass'],
    ['== 51ms', 'fail'],
    ['!= 51ms', 'pass'],
    ['!= 50ms', 'fail'],
  ])('%s is judged by where its whole interval lies: %s', (comparison, expected) => {
    expect(kindOf(`duration med ${comparison}`, sampled(millisUpTo(100)))).toBe(expected)
  })

  it('that fails carries its value, unit, interval and count', () => {
    expect(verdict('duration med < 10ms', sampled(millisUpTo(100)))).toEqual({
      kind: 'fail',
      gate: 'duration p(50) < 10ms',
      actual: 50_000,
      unit: 'µs',
      interval: { low: 40_000, high: 61_000 },
      n: 100,
    })
  })

  it('that can not be told says so in numbers', () => {
    expect(verdict('duration med < 55ms', sampled(millisUpTo(100)))).toMatchObject({
      kind: 'inconclusive',
      cause: 'straddles',
      actual: 50_000,
      interval: { low: 40_000, high: 61_000 },
      n: 100,
      why:
        'open: 50 ms from 100 observations, but the 95 % interval (40 ms to 61 ms) has the limit of 55 ms inside it; ' +
        // The interval's upper half must shrink from 11 ms to 5 ms: 100 · (11 / 5)².
        'more observations would tell, about 484 in all',
    })
  })

  it('without an upper end is never below a limit, but can be above one', () => {
    const small = sampled(millisUpTo(100))
    expect(kindOf('duration p(99) < 1000s', small)).toBe('straddles')
    expect(kindOf('duration p(99) > 96ms', small)).toBe('pass')
    expect(kindOf('duration p(99) <= 96ms', small)).toBe('fail')
    const found = verdict('duration p(99) < 1000s', small)
    expect(found.kind === 'inconclusive' && found.why).toContain('(97 ms to no upper end)')
  })

  it('says of too few values for an interval how many would tell, and never fewer than reports print it of', () => {
    const found = verdict('duration p(50) < 1s', sampled(millisUpTo(2)))
    expect(found).toMatchObject({
      kind: 'inconclusive',
      why: 'open: 1 ms from 2 observations, too few for a 95 % interval; more observations would tell, about 11 in all',
    })
    // p(95): 0.95^n ≤ 0.025 from 72 on, five beyond it from 100 on.
    const high = verdict('duration p(95) < 1s', sampled(millisUpTo(10)))
    expect(high.kind === 'inconclusive' && high.why).toContain('about 100 in all')
  })
})

describe('an average', () => {
  it('is judged by its normal interval', () => {
    // Mean 50.5 ms, standard error 2.9 ms: from 44.8 ms to 56.2 ms.
    const hundred = sampled(millisUpTo(100))
    expect(kindOf('duration avg < 57ms', hundred)).toBe('pass')
    expect(kindOf('duration avg < 56ms', hundred)).toBe('straddles')
    expect(kindOf('duration avg < 44ms', hundred)).toBe('fail')
  })

  it('of one value can not be told', () => {
    expect(kindOf('duration avg < 100s', sampled(millisUpTo(1)))).toBe('straddles')
  })
})

describe('facts of the run', () => {
  it('are compared as they are, without an interval', () => {
    const ten = sampled(millisUpTo(10))
    expect(verdict('duration max < 11ms', ten)).toEqual({
      kind: 'pass',
      gate: 'duration max < 11ms',
      actual: 10_000,
      unit: 'µs',
      n: 10,
    })
    expect(kindOf('duration min > 1ms', ten)).toBe('fail')
    expect(verdict('duration count >= 10', ten)).toMatchObject({ kind: 'pass', actual: 10, unit: 'count' })
  })

  it('include every scalar', () => {
    expect(verdict('cold_start_rate < 8%', counted(0.08, 50))).toEqual({
      kind: 'fail',
      gate: 'cold_start_rate < 8%',
      actual: 0.08,
      unit: 'ratio',
      n: 50,
    })
    expect(kindOf('cold_start_rate <= 8%', counted(0.08, 50))).toBe('pass')
    expect(kindOf('error_rate == 0', counted(0, 50))).toBe('pass')
  })
})
