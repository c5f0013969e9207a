import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { micros } from '../../lib/model/time.ts'
import { BusyEnvironments } from '../../lib/summary/busy-environments.ts'
import { PeakOverlap } from '../../lib/summary/peak-overlap.ts'
import { createRandom } from '../../lib/stats/prng.ts'
import { sentInMillis } from '../support/observations.ts'

interface Interval {
  readonly start: number
  readonly length: number
}

/** Straight from the definition: at each start, count those that have begun and are not over. */
const naivePeak = (intervals: readonly Interval[]): number =>
  Math.max(
    0,
    ...intervals.map(
      ({ start: at }) => intervals.filter(({ start, length }) => start <= at && at < start + length).length,
    ),
  )

describe('the peak of busy environments', () => {
  it('is what counting at every start gives', () => {
    // Few different instants, so that many touch.
    const interval = fc.record({ start: fc.nat({ max: 30 }), length: fc.nat({ max: 12 }) })
    fc.assert(
      fc.property(fc.array(fc.array(interval, { maxLength: 60 }), { maxLength: 3 }), (phases) => {
        const busy = new BusyEnvironments()
        for (const [phase, intervals] of phases.entries()) {
          for (const { start, length } of intervals) {
            const times = { sentAt: micros(start), endedAt: micros(start + length) }
            busy.add({ ...sentInMillis({ phase }), ...times })
          }
        }
        expect(busy.peak()).toBe(Math.max(0, ...phases.map(naivePeak)))
      }),
      { numRuns: 500 },
    )
  })
})

const peakOf = (intervals: readonly Interval[]): number => {
  const overlap = new PeakOverlap()
  for (const { start, length } of intervals) overlap.add(start, start + length)
  return overlap.peak
}

const byEnd = (intervals: readonly Interval[]): Interval[] =>
  intervals.toSorted((a, b) => a.start + a.length - b.start - b.length)

const intervals = fc
  .record({ times: fc.integer({ min: 1, max: 400 }), longest: fc.integer({ min: 1, max: 300 }) })
  .chain(({ times, longest }) =>
    fc.array(fc.record({ start: fc.nat({ max: times }), length: fc.nat({ max: longest }) }), {
      maxLength: 300,
      size: 'max',
    }),
  )

describe('the peak of intervals that come in the order of their ends', () => {
  it('is what counting at every start gives', () => {
    fc.assert(
      fc.property(intervals, (drawn) => {
        expect(peakOf(byEnd(drawn))).toBe(naivePeak(drawn))
      }),
      { numRuns: 500 },
    )
  })

  it('is never higher than that where they come in another order', () => {
    fc.assert(
      fc.property(intervals, (drawn) => {
        expect(peakOf(drawn)).toBeLessThanOrEqual(naivePeak(drawn))
      }),
    )
  })

  it('is right over many more intervals than are held, few and many at once', () => {
    const random = createRandom(7)
    for (const longest of [3, 40, 900]) {
      const drawn = Array.from({ length: 20_000 }, (_, index) => {
        const length = Math.round(random.exponential() * longest)
        return { start: index * 2 - length, length }
      })
      expect(peakOf(drawn)).toBe(sweptPeak(drawn))
    }
  })
})

/** Over all starts and ends in order of time, ends first. */
function sweptPeak(all: readonly Interval[]): number {
  const steps = all
    .filter(({ length }) => length > 0)
    .flatMap(({ start, length }) => [
      [start, 1],
      [start + length, -1],
    ])
  steps.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
  let now = 0
  return steps.reduce((peak, [, step]) => Math.max(peak, (now += step!)), 0)
}

describe('invocations of several shares, which end almost in order', () => {
  it('peak as they do in order', () => {
    const random = createRandom(8)
    const sent = Array.from({ length: 6_000 }, (_, index) => {
      const end = 1_000_000 + index * 10
      return { ...sentInMillis(), sentAt: micros(end - random.exponential() * 2_000), endedAt: micros(end) }
    })
    const shuffled = sent
      .map((one, index) => ({ one, place: index + random.exponential() * 40 }))
      .sort((a, b) => a.place - b.place)
    const peak = (list: readonly (typeof sent)[number][]): number => {
      const busy = new BusyEnvironments()
      for (const one of list) busy.add(one)
      return busy.peak()
    }
    expect(peak(shuffled.map(({ one }) => one))).toBe(peak(sent))
    expect(peak(sent)).toBe(
      sweptPeak(sent.map(({ sentAt, endedAt }) => ({ start: sentAt, length: endedAt - sentAt }))),
    )
  })
})
