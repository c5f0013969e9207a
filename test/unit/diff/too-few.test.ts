import { describe, expect, it } from 'vitest'
import { tooFewBlocks, tooFewValues, type Untold } from '../../../lib/diff/too-few.ts'
import type { Difference } from '../../../lib/model/difference.ts'

const side = (blocks: number, calls: number, bursts = true) => ({ blocks, calls, bursts })

const untold = (metric: string, blocks: number, shared = blocks, values = 2 * blocks): Untold => ({
  metric,
  baseline: { values, blocks },
  candidate: { values, blocks },
  shared,
})

const rule =
  'Whether a difference is more than chance can be told where both runs have values in six blocks or more ' +
  '(a burst is a block; any other load is cut into 20).'

describe('what is said of too few blocks', () => {
  it('is how many calls and blocks each run has, how many that takes, and what to do', () => {
    const sides = { baseline: side(3, 6), candidate: side(1, 1) }
    // One of them has all, so that five more are missing.
    expect(tooFewBlocks(sides, [untold('cost_per_million', 1)])).toEqual([
      `${rule} The baseline has 6 calls in 3 blocks, the candidate 1 call in 1 block. ` +
        'Fire at least 6 bursts in each run (--repeat).',
    ])
  })

  it('counts on as many further bursts without warm calls as there were', () => {
    // Of three bursts the first was cold: of the seven that it takes six are warm.
    const sides = { baseline: side(3, 3), candidate: side(3, 3) }
    const metrics = [untold('cost_per_million', 3), untold('billed_duration{start:warm}', 2)]
    expect(tooFewBlocks(sides, metrics)[0]).toMatch(/Fire at least 7 bursts in each run/u)
  })

  it('names the metrics where the runs themselves have enough', () => {
    const sides = { baseline: side(6, 60), candidate: side(6, 60) }
    const metrics = [
      untold('duration{start:warm}', 5),
      untold('billed_duration{start:warm}', 5),
      untold('cost_per_million', 6, 4),
    ]
    expect(tooFewBlocks(sides, metrics)).toEqual([
      `${rule} Of duration{start:warm} and billed_duration{start:warm} there are fewer: ` +
        '10 values in 5 blocks of the baseline and 10 values in 5 blocks of the candidate. ' +
        'Of cost_per_million there are fewer: 12 values in 6 blocks of the baseline and 12 values in 6 blocks ' +
        'of the candidate, and in 4 of these both have values. ' +
        'Fire at least 8 bursts in each run (--repeat).',
    ])
  })

  it('asks for calls where not all of the load comes in bursts', () => {
    const sides = { baseline: side(4, 4, false), candidate: side(4, 4, false) }
    expect(tooFewBlocks(sides, [untold('cost_per_million', 4)])[0]).toMatch(
      /Fire at least 6 calls in each run \(--requests, or a longer --duration\)\.$/u,
    )
  })

  it('is nothing where there is enough of everything', () => {
    expect(tooFewBlocks({ baseline: side(6, 60), candidate: side(6, 60) }, [])).toEqual([])
  })
})

describe('what is said of missing percentiles', () => {
  const percentile = (of: number, resolved: boolean): Difference => ({
    metric: `response_time p(${of})`,
    unit: 'µs',
    start: 'all',
    baseline: { value: 1, resolved: true, n: 90 },
    candidate: { value: 1, resolved, n: 90 },
    absolute: 0,
    verdict: 'unknown',
  })

  it('is from how many values on they are told, the lowest first', () => {
    // Five beyond: 5 / 0.1, 5 / 0.05 and 5 / 0.01 values.
    const all = [percentile(99, false), percentile(95, false), percentile(50, true), percentile(99, false)]
    expect(tooFewValues(all)).toEqual([
      'A percentile is told where five values lie on both sides of it: p95 from 100 and p99 from 500 on ' +
        'in each run. Where it is missing, more calls give it; of Init Duration more cold starts, as of a larger burst.',
    ])
    expect(tooFewValues([percentile(50, false)])[0]).toContain('p50 from 11 on')
    expect(tooFewValues([percentile(50, true)])).toEqual([])
  })
})
