import { describe, expect, it } from 'vitest'
import type { Load } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds, micros } from '../../../lib/model/time.ts'
import type { Target } from '../../../lib/targets/target.ts'
import { FakeTarget } from '../../support/fake-target.ts'
import { VirtualFiring } from '../../support/virtual-firing.ts'

const ms = fromMillis
const s = fromSeconds
const bursts = (size: number, repeat: number, every = s(2)): Load => ({ kind: 'burst', size, repeat, every })
const rate = (perSecond: number, duration: number): Load => ({
  kind: 'rate',
  perSecond,
  duration: micros(duration),
  arrivals: 'uniform',
})

describe('requests of an open loop', () => {
  it('are all prepared before the instant of their burst, however large it is', async () => {
    const { target, starts } = await new VirtualFiring({
      loads: [bursts(1_000, 3, s(30))],
      startsAfter: () => ms(20),
    }).toTheEnd()
    expect(target.fired).toHaveLength(3_000)
    const { startAt } = starts[0]!
    for (const [n, { preparedAt, firedAt }] of target.requests.entries()) {
      expect(firedAt).toBe(startAt + Math.floor(n / 1_000) * s(30))
      expect(preparedAt).toBeLessThan(firedAt!)
    }
  })

  it('are never prepared more than 60 s ahead, as signatures expire', async () => {
    const { target } = await new VirtualFiring({ loads: [bursts(2, 5, s(90))] }).toTheEnd()
    expect(target.fired).toHaveLength(10)
    for (const { preparedAt, firedAt } of target.requests) {
      expect(firedAt! - preparedAt).toBeLessThanOrEqual(s(60))
    }
  })

  it('are not awaited before the start when the first is due long after it', async () => {
    const quietAtFirst: Load = {
      kind: 'stages',
      stages: [
        { duration: s(300), perSecond: 0 },
        { duration: s(0), perSecond: 1 },
        { duration: s(3), perSecond: 1 },
      ],
      arrivals: 'uniform',
    }
    const { sent, starts, target } = await new VirtualFiring({ loads: [quietAtFirst] }).toTheEnd()
    expect(starts).toEqual([{ phase: 0, readyAt: 0, startAt: 0 }])
    expect(sent.map(({ sentAt }) => sentAt)).toEqual([s(300), s(301), s(302)])
    expect(target.requests[0]!.preparedAt).toBeGreaterThanOrEqual(s(240))
  })

  it('are held ready for at most 64 arrivals, and all that share the last one’s instant', async () => {
    const held: number[] = []
    const firing = new VirtualFiring({
      loads: [rate(1_000, s(1)), bursts(10, 20), bursts(100, 3)],
      target: (clock) => countHeld(new FakeTarget(clock), held),
    })
    await firing.clock.run(firing.ended)
    const [steady, small, large] = [held.slice(0, 1_000), held.slice(1_000, 1_200), held.slice(1_200)]
    // One more than the magazine holds: the one that has been taken and waits for its instant.
    expect(Math.max(...steady)).toBe(65)
    // 64 arrivals reach into the seventh burst, which is prepared whole.
    expect(Math.max(...small)).toBe(70)
    // The second burst begins to be prepared when 63 of the first are left to send.
    expect(Math.max(...large)).toBeLessThanOrEqual(100 + 64)
  })

  it('are discarded when firing is drained, none of them fired', async () => {
    const firing = new VirtualFiring({ loads: [bursts(10, 2, s(10))], behaviour: { answers: () => s(1) } })
    await firing.clock.advanceTo(s(5))
    firing.drain.abort()
    await firing.toTheEnd()
    expect(firing.sent).toHaveLength(10)
    expect(firing.target.waiting).toBe(0)
    expect(firing.target.requests.filter(({ discarded }) => discarded)).toHaveLength(10)
    expect(firing.clock.now()).toBe(s(5))
  })

  it.each([
    ['when there is no room', rate(1_000, s(10)), 0],
    ['while a signature would be too old', bursts(1, 3, s(200)), s(20)],
    ['while one of them is in preparation', rate(10, s(600)), ms(5)],
  ])('do not keep a drained run from ending %s', async (_, load, at) => {
    const firing = new VirtualFiring({
      loads: [load],
      behaviour: { preparation: (n) => (n === 1 && at === ms(5) ? ms(10) : 0) },
    })
    await firing.clock.advanceTo(micros(at))
    firing.drain.abort()
    await firing.toTheEnd()
    expect(firing.target.waiting).toBe(0)
    expect(firing.clock.now()).toBeLessThan(s(21))
  })

  it('are not prepared any further when firing is drained before the start', async () => {
    const firing = new VirtualFiring({
      loads: [rate(1_000, s(3_600))],
      behaviour: { preparation: () => ms(1) },
    })
    await firing.clock.advanceTo(ms(10))
    firing.drain.abort()
    await firing.toTheEnd()
    expect(firing.target.requests.length).toBeLessThanOrEqual(12)
    expect(firing.target.waiting).toBe(0)
    expect(firing.observations).toEqual([])
  })

  it.each([
    ['the first', 0],
    ['a later one', 100],
  ])('bring a bug in preparing %s to whoever fires', async (_, failing) => {
    const firing = new VirtualFiring({
      loads: [rate(50, s(10))],
      target: (clock) => failingAt(new FakeTarget(clock), failing),
    })
    await expect(firing.clock.run(firing.ended)).rejects.toThrow('a bug')
  })
})

/** Notes before each preparation how many requests are held ready, the new one included. */
function countHeld(target: FakeTarget, held: number[]): Target {
  return target.preparing(async (body) => {
    held.push(target.waiting + 1)
    return target.prepare(body)
  })
}

function failingAt(target: FakeTarget, failing: number): Target {
  return target.preparing(async (body) => {
    if (target.requests.length === failing) throw new Error('a bug')
    return target.prepare(body)
  })
}
