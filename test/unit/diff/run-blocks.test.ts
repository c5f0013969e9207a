import { describe, expect, it } from 'vitest'
import type { Classification, StartKind } from '../../../lib/model/classification.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import type { Load, PhasePlan } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds } from '../../../lib/model/time.ts'
import { createRunBlocks } from '../../../lib/diff/run-blocks.ts'
import { plannedArrivals } from '../../../lib/shapes/index.ts'
import { createRandom } from '../../../lib/stats/prng.ts'
import { reportOf } from '../../fixtures/invocation.ts'
import { type InMillis, sentInMillis } from '../../support/observations.ts'

const started = (start: StartKind): Classification => ({ start, evidence: [] })
const phase = (load: Load, discard = false): PhasePlan => ({ name: 'p', discard, load })
const bursts: Load = { kind: 'burst', size: 2, repeat: 2, every: fromSeconds(1) }
const closed: Load = { kind: 'closed', concurrency: 1, requests: 100, thinkTime: fromMillis(0) }

type Fed = readonly [InMillis, StartKind]

function blocksOf(phases: readonly PhasePlan[], fed: readonly Fed[], price?: (sent: Sent) => number) {
  const blocks = createRunBlocks({ phases, seed: 1 }, price)
  for (const [times, start] of fed) blocks.add(sentInMillis(times), started(start))
  const series = blocks.finish()
  return (metric: string, start = 'all') =>
    series.find((one) => one.metric === metric && one.start === start)?.blocks
}

describe('the blocks of a run', () => {
  it('are its bursts, in whatever order the answers came', () => {
    const found = blocksOf(
      [phase(bursts)],
      [
        [{ seq: 2, at: 1_000, sent: 1_001, end: 1_030 }, 'warm'],
        [{ seq: 0, at: 0, sent: 2, end: 20 }, 'warm'],
        [{ seq: 3, at: 1_000, end: 1_040 }, 'warm'],
        [{ seq: 1, at: 0, end: 2_000 }, 'warm'],
      ],
    )
    expect(found('response_time')).toEqual([
      [20_000, 2_000_000],
      [30_000, 40_000],
    ])
    expect(found('service_time')).toEqual([
      [18_000, 2_000_000],
      [29_000, 40_000],
    ])
  })

  it('of another load are twenty stretches of invocations that followed one another', () => {
    // 50 invocations due at 0, 10, 20, … ms, each over after its number in ms.
    const fed: Fed[] = Array.from({ length: 50 }, (_, index) => [
      { at: index * 10, end: index * 10 + index + 1 },
      'warm',
    ])
    const blocks = blocksOf([phase(closed)], fed)('response_time') ?? []
    expect(blocks).toHaveLength(20)
    // 2.5 each: by turns two or three of them.
    expect(blocks.map(({ length }) => length).sort((a, b) => a - b)).toEqual([
      ...Array.from({ length: 10 }, () => 2),
      ...Array.from({ length: 10 }, () => 3),
    ])
    expect(blocks.flat()).toEqual(Array.from({ length: 50 }, (_, index) => (index + 1) * 1_000))
  })

  it('of few invocations are twenty all the same, most of them empty', () => {
    const fed: Fed[] = [
      [{ at: 0 }, 'warm'],
      [{ at: 20 }, 'warm'],
      [{ at: 40 }, 'warm'],
    ]
    const blocks = blocksOf([phase(closed)], fed)('response_time') ?? []
    expect(blocks).toHaveLength(20)
    expect(blocks.filter(({ length }) => length > 0)).toEqual([[10_000], [10_000], [10_000]])
  })

  it('are in the same places where a burst, or the end of the run, is missing', () => {
    const load: Load = { ...bursts, repeat: 4 }
    expect(blocksOf([phase(load)], [[{ seq: 4, at: 2_000 }, 'warm']])('response_time')).toEqual([
      [],
      [],
      [10_000],
      [],
    ])
  })

  it('of a schedule are twenty parts of it, whatever was fired of it', () => {
    // 10 per second for 10 s: 100 arrivals, five in each part. Interrupted after 12 of them, one of which is missing.
    const rate: Load = { kind: 'rate', perSecond: 10, duration: fromSeconds(10), arrivals: 'uniform' }
    const fed = [11, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10].map((seq): Fed => [{ seq, at: seq * 100 }, 'warm'])
    const found = blocksOf([phase(rate)], fed)('response_time') ?? []
    expect(found.map(({ length }) => length)).toEqual([5, 4, 2, ...Array.from({ length: 17 }, () => 0)])
  })

  it('of a ramp hold equally many arrivals, not equally long times', () => {
    // 0 to 40 per second in 10 s: 200 arrivals. The first ten take until √5 s, the last ten less than 0.3 s.
    const ramp: Load = {
      kind: 'stages',
      stages: [{ duration: fromSeconds(10), perSecond: 40 }],
      arrivals: 'uniform',
    }
    const fed = Array.from({ length: 200 }, (_, seq): Fed => [{ seq }, 'warm'])
    const found = blocksOf([phase(ramp)], fed)('response_time') ?? []
    expect(found.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 10))
  })

  it('of Poisson arrivals are parts of as many as the seed gives', () => {
    const rate: Load = { kind: 'rate', perSecond: 10, duration: fromSeconds(10), arrivals: 'poisson' }
    const planned = plannedArrivals(rate, createRandom(1, 0)) ?? 0
    const fed = Array.from({ length: planned }, (_, seq): Fed => [{ seq }, 'warm'])
    const lengths = (blocksOf([phase(rate)], fed)('response_time') ?? []).map(({ length }) => length)
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(planned)
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
  })

  it('of several phases stand side by side, without those of discarded and of unknown ones', () => {
    const fed: Fed[] = [
      [{ phase: 0, at: 0, end: 900 }, 'warm'],
      [{ phase: 1, at: 1_000, end: 1_010 }, 'warm'],
      [{ phase: 2, at: 2_000, end: 2_020 }, 'warm'],
      [{ phase: 3, at: 3_000, end: 3_030 }, 'warm'],
    ]
    const found = blocksOf([phase(bursts, true), phase(bursts), phase({ ...bursts, repeat: 1 })], fed)
    expect(found('response_time')).toEqual([[10_000], [], [20_000]])
    expect(found('error_rate')).toEqual([[0], [], [0]])
  })

  it('are at most two hundred: of more bursts, neighbours are taken together', () => {
    const fed: Fed[] = Array.from({ length: 401 }, (_, index) => [{ seq: index, at: index * 1_000 }, 'warm'])
    const blocks = blocksOf([phase({ ...bursts, size: 1, repeat: 401 })], fed)('response_time') ?? []
    expect(blocks).toHaveLength(200)
    expect(blocks.flat()).toHaveLength(401)
    expect(Math.max(...blocks.map(({ length }) => length))).toBe(3)
  })
})

describe('what blocks hold', () => {
  const cold = reportOf({ duration: 10, billed: 110, init: 100, memoryMb: 128 })
  const warm = reportOf({ duration: 20, billed: 21, memoryMb: 128 })
  const found = blocksOf(
    [phase(bursts)],
    [
      [{ at: 0, markers: { report: cold } }, 'cold'],
      [{ at: 0, markers: { report: warm } }, 'warm'],
      [{ at: 0 }, 'unknown'],
      [{ at: 0, outcome: { kind: 'function-error', errorType: 'Error', handled: false } }, 'warm'],
      [{ seq: 2, at: 1_000, outcome: { kind: 'throttled', reason: 'x' } }, 'unknown'],
      [{ seq: 2, at: 1_000, outcome: { kind: 'timed-out' } }, 'unknown'],
      [{ seq: 3, at: 1_000, markers: { report: cold } }, 'cold'],
    ],
  )

  it('is Duration of warm starts, and Billed Duration of all and of warm ones', () => {
    expect(found('duration', 'warm')).toEqual([[20_000], []])
    expect(found('billed_duration')).toEqual([[110_000, 21_000], [110_000]])
    expect(found('billed_duration', 'warm')).toEqual([[21_000], []])
  })

  it('is Init Duration, each of it a block: the environment is what is drawn', () => {
    expect(found('init_duration', 'cold')).toEqual([[100_000], [100_000]])
  })

  it('is response times of what ran, whether or not it failed, and of nothing else', () => {
    expect(found('response_time')?.map(({ length }) => length)).toEqual([4, 1])
  })

  it('is 1 for a cold start and 0 for another, without starts that nobody knows', () => {
    expect(found('cold_start_rate')).toEqual([[1, 0, 0], [1]])
  })

  it('is 1 for an error and for a throttle, apart, among all that were sent', () => {
    expect(found('error_rate')).toEqual([
      [0, 0, 0, 1],
      [0, 1, 0],
    ])
    expect(found('throttle_rate')).toEqual([
      [0, 0, 0, 0],
      [1, 0, 0],
    ])
  })

  it('is the price of a million like each, where there is a price', () => {
    expect(found('cost_per_million')?.flat()).toEqual([])
    const priced = blocksOf([phase(bursts)], [[{ at: 0 }, 'warm']], () => 0.000_003)
    expect(priced('cost_per_million')).toEqual([[3], []])
  })
})
