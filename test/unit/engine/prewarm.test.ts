import { describe, expect, it } from 'vitest'
import { connectionsAhead } from '../../../lib/engine/prewarm.ts'
import type { Load } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds, micros } from '../../../lib/model/time.ts'
import { planWith } from '../../support/stored-plan.ts'
import { VirtualFiring } from '../../support/virtual-firing.ts'

const s = fromSeconds
const alone = { index: 0, of: 1 }
const burst: Load = { kind: 'burst', size: 100, repeat: 3, every: s(10) }
const rate = (perSecond: number): Load => ({
  kind: 'rate',
  perSecond,
  duration: s(10),
  arrivals: 'uniform',
})
const ramp: Load = {
  kind: 'stages',
  stages: [
    { duration: s(10), perSecond: 80 },
    { duration: s(10), perSecond: 20 },
  ],
  arrivals: 'uniform',
}
const closed: Load = { kind: 'closed', concurrency: 20, requests: 100, thinkTime: micros(0) }

describe('connections opened before a phase', () => {
  it.each([
    ['a burst: one for each invocation', burst, alone, 10_000, 100],
    ['a closed loop: one for each that is in flight', closed, alone, 10_000, 20],
    ['a rate: what a second brings', rate(49.5), alone, 10_000, 50],
    ['a rate below one a second: one', rate(0.1), alone, 10_000, 1],
    ['a high rate: 256', rate(5_000), alone, 10_000, 256],
    ['a ramp: what a second of its highest rate brings', ramp, alone, 10_000, 80],
    ['a closed loop, which no cap holds: all of it', closed, alone, 5, 20],
    ['a rate: no more than may be in flight', rate(49.5), alone, 30, 30],
    ['the first of three shares of a burst', burst, { index: 0, of: 3 }, 10_000, 34],
    ['the last of three shares of a burst', burst, { index: 2, of: 3 }, 10_000, 33],
  ])('for %s', (_, load, share, maxInFlight, expected) => {
    expect(connectionsAhead(load, share, maxInFlight)).toBe(expected)
  })

  it('are there before a phase begins and before each later burst', async () => {
    const { target } = await new VirtualFiring({
      loads: [burst],
      startsAfter: () => fromMillis(20),
    }).toTheEnd()
    // 1 s and 4 ms for each connection before the bursts at 10.02 s and 20.02 s.
    expect(target.prewarmed).toEqual([
      { count: 100, at: 0 },
      { count: 100, at: s(10.02 - 1.4), lead: s(1.4) },
      { count: 100, at: s(20.02 - 1.4), lead: s(1.4) },
    ])
  })

  it('are as many as the share has invocations in each burst', async () => {
    const three = [0, 1, 2].map(async (index) => {
      const share = { index, of: 3 }
      return new VirtualFiring({ loads: [burst], share }).toTheEnd()
    })
    const counts = (await Promise.all(three)).map(({ target }) => target.prewarmed.map(({ count }) => count))
    // Of the numbers 0 to 99, 100 to 199 and 200 to 299, by their remainder when divided by three.
    expect(counts).toEqual([
      [34, 33, 33],
      [33, 34, 33],
      [33, 33, 34],
    ])
  })

  it('of bursts close together are opened again half way between them', async () => {
    const { target } = await new VirtualFiring({
      loads: [{ kind: 'burst', size: 5, repeat: 3, every: s(1) }],
    }).toTheEnd()
    expect(target.prewarmed.map(({ at }) => at)).toEqual([0, s(0.5), s(1.5)])
  })

  it('are left out where the plan says so', async () => {
    const { firing: means } = planWith()
    const firing = await new VirtualFiring({
      loads: [burst, closed],
      plan: { firing: { ...means, prewarm: false } },
    }).toTheEnd()
    expect(firing.target.prewarmed).toEqual([])
    expect(firing.sent).toHaveLength(400)
  })

  it('hold nothing up that is drained', async () => {
    const firing = new VirtualFiring({ loads: [burst] })
    await firing.clock.advanceTo(s(5))
    firing.drain.abort()
    await firing.toTheEnd()
    expect(firing.target.prewarmed).toEqual([{ count: 100, at: 0 }])
    expect(firing.clock.now()).toBe(s(5))
  })
})
