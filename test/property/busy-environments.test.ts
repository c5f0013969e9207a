import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { micros } from '../../lib/model/time.ts'
import { BusyEnvironments } from '../../lib/summary/busy-environments.ts'
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
