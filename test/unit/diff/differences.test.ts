import { describe, expect, it } from 'vitest'
import type { BlockSeries, ComparedMetric } from '../../../lib/diff/block-series.ts'
import { differencesOf, oneSided, untold } from '../../../lib/diff/differences.ts'
import { parseThreshold } from '../../../lib/gates/parse-threshold.ts'

const unpaired = { seed: 1, paired: false }

/** Twenty blocks of ten values that go once through `spread` values from `low` on. */
const blocks = (low: number, spread = 10): number[][] =>
  Array.from({ length: 20 }, (_, block) =>
    Array.from({ length: 10 }, (_, index) => low + ((block * 3 + index * 7) % spread)),
  )

const series = (metric: ComparedMetric, values: number[][], start: BlockSeries['start'] = 'all') => ({
  metric,
  start,
  blocks: values,
})

describe('the differences of two sides', () => {
  it('are the candidate minus the baseline, and as a share of the baseline', () => {
    const [p50] = differencesOf(
      [series('response_time', blocks(100_000))],
      [series('response_time', blocks(150_000))],
      unpaired,
    )
    // 200 values, 20 each of 100,000 to 100,009: the 100th is 100,004.
    expect(p50).toMatchObject({
      metric: 'response_time p(50)',
      unit: 'µs',
      start: 'all',
      baseline: { value: 100_004, n: 200, resolved: true },
      candidate: { value: 150_004, n: 200, resolved: true },
      absolute: 50_000,
      relative: 50_000 / 100_004,
      verdict: 'higher',
    })
    expect(p50?.relativeInterval?.low).toBeGreaterThan(0.499)
    expect(p50?.relativeInterval?.high).toBeLessThan(0.501)
  })

  it('of a side from itself are level, all of them', () => {
    const side = [
      series('response_time', blocks(100_000, 97)),
      series('duration', blocks(90_000, 50), 'warm'),
      series('cold_start_rate', blocks(0, 2)),
      series('cost_per_million', blocks(2, 5)),
    ]
    const found = differencesOf(side, side, unpaired)
    // p(99) of 200 values has two beyond it.
    const resolved = found.filter(({ metric }) => !metric.endsWith('p(99)'))
    expect(resolved).toHaveLength(3 + 2 + 1 + 1)
    expect(resolved.map(({ verdict, absolute }) => [verdict, absolute])).toEqual(
      resolved.map(() => ['level', 0]),
    )
  })

  it('are asked of each metric in what matters of it, in one order, as expressions that thresholds understand', () => {
    const metrics: readonly ComparedMetric[] = [
      'cost_per_million',
      'throttle_rate',
      'error_rate',
      'cold_start_rate',
      'billed_duration',
      'init_duration',
      'duration',
      'service_time',
      'response_time',
    ]
    const starts = { init_duration: 'cold', duration: 'warm' } as const
    const side = metrics.map((metric) =>
      series(metric, blocks(0, 2), metric in starts ? starts[metric as keyof typeof starts] : 'all'),
    )
    const names = differencesOf(side, side, unpaired).map(({ metric }) => metric)
    expect(names).toEqual([
      'response_time p(50)',
      'response_time p(90)',
      'response_time p(95)',
      'response_time p(99)',
      'service_time p(50)',
      'service_time p(90)',
      'service_time p(95)',
      'service_time p(99)',
      'duration{start:warm} p(50)',
      'duration{start:warm} p(95)',
      'duration{start:warm} p(99)',
      'init_duration{start:cold} p(50)',
      'billed_duration avg',
      'cold_start_rate',
      'error_rate',
      'throttle_rate',
      'cost_per_million',
    ])
    for (const name of names) expect(parseThreshold(`${name} < 1`)).not.toHaveProperty('message')
  })

  it('of too few blocks, or of a percentile with too little beyond it, get no verdict', () => {
    const few = blocks(100_000).slice(0, 5)
    const verdicts = differencesOf([series('response_time', few)], [series('response_time', few)], unpaired)
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(verdicts.map(() => 'unknown'))
    const [, , , p99] = differencesOf(
      [series('response_time', blocks(1))],
      [series('response_time', blocks(500))],
      unpaired,
    )
    expect(p99).toMatchObject({ verdict: 'unknown', baseline: { resolved: false } })
  })

  it('of paired blocks are surer of a small change that every round shows', () => {
    // Rounds drift by 1,000 each, and the candidate is always 20 slower.
    const round = (block: number): number[] => Array.from({ length: 10 }, () => block * 1_000 + 10_000)
    const baseline = Array.from({ length: 20 }, (_, block) => round(block))
    const candidate = baseline.map((values) => values.map((value) => value + 20))
    const compared = (paired: boolean, independent: boolean) =>
      differencesOf(
        [{ ...series('response_time', baseline), independent }],
        [{ ...series('response_time', candidate), independent }],
        { seed: 1, paired },
      )[0]?.verdict
    expect(compared(true, false)).toBe('higher')
    expect(compared(false, false)).toBe('level')
    expect(compared(true, true)).toBe('level')
  })

  it('leave out what one side has no values of, which is told apart', () => {
    const baseline = [series('response_time', blocks(1)), series('duration', [[5], [6, 7]], 'warm')]
    const candidate = [series('response_time', blocks(1)), series('duration', [], 'warm')]
    const both = [...baseline, series('throttle_rate', [])]
    expect(differencesOf(both, candidate, unpaired).every(({ metric }) => metric.startsWith('resp'))).toBe(
      true,
    )
    expect(oneSided(both, candidate)).toEqual([{ metric: 'duration{start:warm}', side: 'baseline', n: 3 }])
    expect(oneSided(candidate, both)).toEqual([{ metric: 'duration{start:warm}', side: 'candidate', n: 3 }])
  })
})

describe('a difference of rates', () => {
  /** 20 blocks of 50; the first `times` of them have one event. */
  const events = (times: number): number[][] =>
    Array.from({ length: 20 }, (_, block) =>
      Array.from({ length: 50 }, (_, index) => (index === 0 && block < times ? 1 : 0)),
    )
  const compared = (before: number, after: number) =>
    differencesOf([series('error_rate', events(before))], [series('error_rate', events(after))], unpaired)[0]

  it('of nothing from nothing is level, with the room in which one could hide', () => {
    const difference = compared(0, 0)
    expect(difference?.verdict).toBe('level')
    // By hand: p = 1 / 1,002 on both sides, 1.96 × √(2 × p (1 - p) / 1,002) = 0.00276.
    expect(difference?.absoluteInterval?.high).toBeCloseTo(0.002_76, 5)
    expect(difference?.absoluteInterval?.low).toBeCloseTo(-0.002_76, 5)
  })

  it('is not claimed for four events in a thousand against none, which a coin often gives', () => {
    // Fisher's exact test: 2 × C(1000, 4) / C(2000, 4) = 0.125.
    expect(compared(0, 4)?.verdict).toBe('level')
    expect(compared(4, 0)?.verdict).toBe('level')
  })

  it('is claimed for fifteen against none', () => {
    expect(compared(0, 15)).toMatchObject({ verdict: 'higher', absolute: 0.015 })
    expect(compared(15, 0)).toMatchObject({ verdict: 'lower', relative: -1 })
  })
})

describe('what no difference can be told of for want of blocks', () => {
  const filled = (...rounds: readonly number[]): number[][] =>
    Array.from({ length: 8 }, (_, round) => (rounds.includes(round) ? [1, 2, 3] : []))
  const paired = { paired: true }

  it('is named with how much there is of it on both sides, and in how many blocks both have values', () => {
    const baseline = [series('cost_per_million', filled(0, 1, 2, 3, 4, 5))]
    const candidate = [series('cost_per_million', filled(1, 2, 3, 4, 5, 6, 7))]
    expect(untold(baseline, candidate, paired)).toEqual([
      {
        metric: 'cost_per_million',
        baseline: { values: 18, blocks: 6 },
        candidate: { values: 21, blocks: 7 },
        shared: 5,
      },
    ])
    expect(untold(baseline, candidate, { paired: false })).toEqual([])
  })

  it('is nothing that has no number to show either, for want of values', () => {
    // A p50 takes 11 values, and there are 9 and 15.
    const few = [series('duration', filled(0, 1, 2), 'warm')]
    const more = [series('duration', filled(0, 1, 2, 3, 4), 'warm')]
    expect(untold(few, more, paired)).toEqual([])
    expect(untold(more, more, paired)).toMatchObject([{ metric: 'duration{start:warm}', shared: 5 }])
  })

  it('is exactly what has a number and no verdict', () => {
    const side = [
      series('response_time', filled(0, 1, 2, 3)),
      series(
        'error_rate',
        filled(0, 1, 2, 3, 4, 5).map((block) => block.map(() => 0)),
      ),
      series('cost_per_million', filled(0)),
    ]
    const without = differencesOf(side, side, { seed: 1, paired: true }).filter(
      ({ verdict, baseline, candidate }) => verdict === 'unknown' && baseline.resolved && candidate.resolved,
    )
    expect(without.map(({ metric }) => metric)).toEqual(['response_time p(50)', 'cost_per_million'])
    expect(untold(side, side, paired).map(({ metric }) => metric)).toEqual([
      'response_time',
      'cost_per_million',
    ])
  })
})
