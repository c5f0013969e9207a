import { describe, expect, it } from 'vitest'
import { describeLoad, peakArrivalsAtOnce, plannedArrivals, workload } from '../../../lib/shapes/index.ts'
import { createRandom } from '../../../lib/stats/prng.ts'
import type { Arrival, Workload } from '../../../lib/model/arrival.ts'
import type { BurstLoad, ClosedLoad, Load, RateLoad, StagesLoad } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds, micros } from '../../../lib/model/time.ts'

const alone = { index: 0, of: 1 }
const random = createRandom(7)

const burst = (size: number, repeat: number, seconds: number): BurstLoad => ({
  kind: 'burst',
  size,
  repeat,
  every: fromSeconds(seconds),
})
const rate = (perSecond: number, seconds: number, arrivals: RateLoad['arrivals'] = 'uniform'): RateLoad => ({
  kind: 'rate',
  perSecond,
  duration: fromSeconds(seconds),
  arrivals,
})
const stages = (
  steps: readonly [seconds: number, perSecond: number][],
  arrivals: StagesLoad['arrivals'] = 'uniform',
): StagesLoad => ({
  kind: 'stages',
  stages: steps.map(([seconds, perSecond]) => ({ duration: fromSeconds(seconds), perSecond })),
  arrivals,
})
const closed = (load: Partial<ClosedLoad>): ClosedLoad => ({
  kind: 'closed',
  concurrency: 20,
  thinkTime: micros(0),
  ...load,
})

function open(load: Load, share = alone, source = random): Extract<Workload, { kind: 'open' }> {
  const work = workload(load, share, source)
  if (work.kind !== 'open') throw new Error('not an open load')
  return work
}
const arrivals = (load: Load, share = alone, source = random): Arrival[] => [
  ...open(load, share, source).arrivals,
]
const instants = (load: Load): number[] => arrivals(load).map(({ at }) => at)

describe('bursts', () => {
  it('come at exact multiples of their period', () => {
    expect(instants(burst(2, 3, 6))).toEqual([0, 0, 6_000_000, 6_000_000, 12_000_000, 12_000_000])
  })

  it('do not drift over a million bursts', () => {
    const load = { ...burst(1, 1_000_000, 0), every: micros(333_333) }
    expect(arrivals(load, { index: 999_999, of: 1_000_000 })).toEqual([
      { seq: 999_999, at: 999_999 * 333_333 },
    ])
  })

  it('peak at their size', () => {
    expect(peakArrivalsAtOnce(burst(50, 3, 1))).toBe(50)
    expect(plannedArrivals(burst(50, 3, 1))).toBe(150)
  })
})

describe('a constant rate', () => {
  it('has exactly rate times duration arrivals, the first at 0 and none at the end', () => {
    const all = instants(rate(100, 10))
    expect(all).toHaveLength(1_000)
    expect(all.slice(0, 3)).toEqual([0, 10_000, 20_000])
    expect(all.at(-1)).toBe(9_990_000)
  })

  it('places each arrival on its own, so that rounding does not add up', () => {
    expect(instants(rate(3, 1))).toEqual([0, 333_333, 666_667])
    expect(instants(rate(3, 1_000)).at(-1)).toBe(999_666_667)
  })

  it.each([
    [0.1, 30, 3],
    [0.7, 10, 7],
    [0.3, 10, 3],
    [1.1, 10, 11],
    [1, 0.5, 1],
    [2.5, 1, 3],
    [0, 10, 0],
    [5, 0, 0],
  ])('of %d per second for %d s has %d arrivals', (perSecond, seconds, expected) => {
    expect(instants(rate(perSecond, seconds))).toHaveLength(expected)
    expect(plannedArrivals(rate(perSecond, seconds))).toBe(expected)
  })

  it('is not materialised: a billion arrivals are known and begin at once', () => {
    const load = rate(1_000_000, 1_000)
    expect(plannedArrivals(load)).toBe(1_000_000_000)
    const [first] = open(load, { index: 3, of: 4 }).arrivals
    expect(first).toEqual({ seq: 3, at: 3 })
  })
})

describe('stages', () => {
  it('ramp up from 0: arrival k where the integral of the rate reaches k', () => {
    // r(t) = t, so the integral is t²/2 and arrival k is at √(2k); 10 s bring 50.
    const all = instants(stages([[10, 10]]))
    expect(all).toHaveLength(50)
    expect(all.slice(0, 4)).toEqual([0, 1_414_214, 2_000_000, 2_449_490])
  })

  it('ramp down: the mirror of ramping up', () => {
    // After a jump to 10, r(t) = 10 - t: arrival k is at 10 - √(100 - 2k).
    const all = instants(
      stages([
        [0, 10],
        [10, 0],
      ]),
    )
    expect(all).toHaveLength(50)
    expect(all[0]).toBe(0)
    expect(all[18]).toBe(2_000_000)
    expect(all[49]).toBe(10_000_000 - 1_414_214)
  })

  it('are the constant rate where they hold one', () => {
    const held = stages([
      [0, 100],
      [10, 100],
    ])
    expect(instants(held)).toEqual(instants(rate(100, 10)))
  })

  it('follow one another: counts are the areas under the ramps', () => {
    const load = stages([
      [30, 10],
      [120, 200],
      [30, 0],
    ])
    const all = instants(load)
    expect(plannedArrivals(load)).toBe(150 + 12_600 + 3_000)
    expect(all).toHaveLength(15_750)
    expect(all.filter((at) => at < 30_000_000)).toHaveLength(150)
    expect(all.filter((at) => at < 150_000_000)).toHaveLength(12_750)
  })

  it('pause at rate 0, and what is due as the pause begins comes after it', () => {
    const load = stages([
      [0, 1],
      [2, 1],
      [0, 0],
      [60, 0],
      [0, 1],
      [2, 1],
    ])
    expect(instants(load)).toEqual([0, 1_000_000, 62_000_000, 63_000_000])
  })

  it('without any rate have no arrivals', () => {
    expect(instants(stages([[10, 0]]))).toEqual([])
    expect(instants(stages([[0, 10]]))).toEqual([])
    expect(instants(stages([]))).toEqual([])
  })
})

describe('Poisson arrivals', () => {
  it('are the same for the same seed, each time they are iterated', () => {
    const load = rate(50, 20, 'poisson')
    const work = open(load)
    expect([...work.arrivals]).toEqual([...work.arrivals])
    expect(arrivals(load, alone, createRandom(7))).toEqual(arrivals(load))
    expect(arrivals(load, alone, createRandom(8))).not.toEqual(arrivals(load))
  })

  it('leave the random source where it was', () => {
    const source = createRandom(3)
    const work = open(rate(10, 10, 'poisson'), alone, source)
    expect([...work.arrivals]).toHaveLength(work.total)
    expect(source.uniform()).toBe(createRandom(3).uniform())
  })

  it('know their total exactly, but only with the random source', () => {
    const load = rate(50, 20, 'poisson')
    expect(open(load).total).toBe(arrivals(load).length)
    expect(plannedArrivals(load, random)).toBe(arrivals(load).length)
    expect(plannedArrivals(load)).toBeUndefined()
  })

  it('have exponential gaps', () => {
    const all = instants(rate(1_000, 20, 'poisson'))
    const gaps = all.map((at, index) => (at - (all[index - 1] ?? 0)) / 1_000).sort((a, b) => a - b)
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length
    // 20,000 gaps: standard errors are 0.7 % of the mean and 2 % of the variance.
    expect(Math.abs(all.length - 20_000)).toBeLessThan(700)
    expect(Math.abs(mean - 1)).toBeLessThan(0.04)
    expect(Math.abs(variance - 1)).toBeLessThan(0.1)
    // Kolmogorov and Smirnov's distance from 1 - e^-x; 1.95 / √n is passed once in a thousand.
    const distances = gaps.map((gap, index) => Math.abs(1 - Math.exp(-gap) - (index + 0.5) / gaps.length))
    expect(Math.max(...distances)).toBeLessThan(1.95 / Math.sqrt(gaps.length))
  })

  it('follow the rate of ramps', () => {
    const all = instants(stages([[40, 1_000]], 'poisson'))
    // A quarter of the area lies in the first half.
    expect(Math.abs(all.length - 20_000)).toBeLessThan(700)
    const early = all.filter((at) => at < 20_000_000).length / all.length
    expect(Math.abs(early - 0.25)).toBeLessThan(0.02)
    expect(all.every((at) => at < 40_000_000)).toBe(true)
  })
})

describe('a closed loop', () => {
  it('deals its requests out with its concurrency', () => {
    const load = closed({ concurrency: 3, requests: 1_000 })
    expect(workload(load, { index: 0, of: 2 }, random)).toEqual({
      kind: 'closed',
      concurrency: 2,
      requests: 667,
      thinkTime: 0,
    })
    expect(workload(load, { index: 1, of: 2 }, random)).toMatchObject({ concurrency: 1, requests: 333 })
  })

  it('gives no requests to a share without concurrency', () => {
    const load = closed({ concurrency: 2, requests: 1_001 })
    const parts = [0, 1, 2].map((index) => workload(load, { index, of: 3 }, random))
    expect(parts.map((part) => part.kind === 'closed' && [part.concurrency, part.requests])).toEqual([
      [1, 501],
      [1, 500],
      [0, 0],
    ])
  })

  it('hands duration and think time to every share', () => {
    const load = closed({ duration: fromSeconds(30), thinkTime: fromMillis(5) })
    expect(workload(load, alone, random)).toEqual({
      kind: 'closed',
      concurrency: 20,
      duration: 30_000_000,
      thinkTime: 5_000,
    })
  })

  it('plans its requests unless time can end it first', () => {
    expect(plannedArrivals(closed({ requests: 1_000 }))).toBe(1_000)
    expect(plannedArrivals(closed({ requests: 1_000, duration: fromSeconds(1) }))).toBeUndefined()
    expect(peakArrivalsAtOnce(closed({}))).toBe(20)
  })
})

describe('shares', () => {
  it.each([[{ index: 1, of: 1 }], [{ index: -1, of: 2 }], [{ index: 0, of: 0 }], [{ index: 0.5, of: 2 }]])(
    'that do not exist are refused: %j',
    (share) => {
      for (const load of [
        burst(1, 1, 1),
        rate(1, 1),
        rate(1, 1, 'poisson'),
        stages([[1, 1]]),
        closed({ requests: 1 }),
      ]) {
        expect(() => workload(load, share, random)).toThrow(RangeError)
      }
    },
  )
})

describe('a load in words', () => {
  it.each<[Load, string]>([
    [burst(10, 3, 6), '3 bursts of 10, 6 s apart'],
    [burst(10_000, 1, 6), '1 burst of 10,000'],
    [{ ...burst(5, 2, 0), every: fromMillis(250) }, '2 bursts of 5, 250 ms apart'],
    [rate(50, 30, 'poisson'), '50 per second for 30 s, Poisson arrivals'],
    [rate(0.1, 90), '0.1 per second for 90 s'],
    [rate(1, 5_400), '1 per second for 90 min'],
    [rate(1, 7_200), '1 per second for 2 h'],
    [
      stages([
        [30, 10],
        [120, 200],
      ]),
      'ramp 0 → 10/s in 30 s → 200/s in 2 min',
    ],
    [
      stages(
        [
          [0, 50],
          [60, 50],
          [1.5, 0],
        ],
        'poisson',
      ),
      'ramp 0 → 50/s at once, held for 1 min → 0 in 1.5 s, Poisson arrivals',
    ],
    [
      closed({ requests: 1_000, thinkTime: fromMillis(100) }),
      '20 at a time until 1,000 requests, 100 ms think time',
    ],
    [
      closed({ duration: fromSeconds(30), thinkTime: micros(500) }),
      '20 at a time for 30 s, 500 µs think time',
    ],
    [
      closed({ concurrency: 1, requests: 1, duration: fromSeconds(30) }),
      '1 at a time until 1 request or 30 s',
    ],
  ])('%#: one phrase', (load, phrase) => {
    expect(describeLoad(load)).toBe(phrase)
  })
})
