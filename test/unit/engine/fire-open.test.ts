import { describe, expect, it } from 'vitest'
import { emptyRoom } from '../../../lib/engine/room.ts'
import type { Load } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds } from '../../../lib/model/time.ts'
import { planWith } from '../../support/stored-plan.ts'
import { VirtualFiring } from '../../support/virtual-firing.ts'

const ms = fromMillis
const s = fromSeconds
const bursts = (size: number, repeat: number, every = s(2)): Load => ({ kind: 'burst', size, repeat, every })
const rate = (perSecond: number, duration = s(1)): Load => ({
  kind: 'rate',
  perSecond,
  duration,
  arrivals: 'uniform',
})
const repeat = <T>(times: number, value: T): T[] => Array.from({ length: times }, () => value)

describe('an open loop', () => {
  it('sends every burst at its own instant, however slow the target is', async () => {
    const { sent } = await new VirtualFiring({
      loads: [bursts(3, 3)],
      behaviour: { answers: () => s(60) },
    }).toTheEnd()
    const expected = [...repeat(3, s(0)), ...repeat(3, s(2)), ...repeat(3, s(4))]
    expect(sent.map(({ scheduledAt }) => scheduledAt)).toEqual(expected)
    expect(sent.map(({ sentAt }) => sentAt)).toEqual(expected)
    expect(sent.map(({ endedAt }) => endedAt)).toEqual(expected.map((at) => at + s(60)))
  })

  it('keeps an absolute schedule after the start it was given', async () => {
    const { sent } = await new VirtualFiring({
      loads: [bursts(1, 100, ms(333))],
      startsAfter: () => ms(20),
    }).toTheEnd()
    expect(sent).toHaveLength(100)
    expect(sent.map(({ sentAt }) => sentAt)).toEqual(sent.map(({ seq }) => ms(20 + 333 * seq)))
  })

  it('drops and records an arrival that finds as many in flight as allowed', async () => {
    const firing = await new VirtualFiring({
      loads: [bursts(5, 2)],
      plan: { maxInFlight: 3 },
    }).toTheEnd()
    expect(firing.sent.map(({ seq }) => seq)).toEqual([0, 1, 2, 5, 6, 7])
    expect(firing.observations.filter(({ outcome }) => outcome.kind === 'dropped')).toEqual([
      { seq: 3, phase: 0, share: 0, scheduledAt: s(0), outcome: { kind: 'dropped', reason: 'in-flight' } },
      { seq: 4, phase: 0, share: 0, scheduledAt: s(0), outcome: { kind: 'dropped', reason: 'in-flight' } },
      { seq: 8, phase: 0, share: 0, scheduledAt: s(2), outcome: { kind: 'dropped', reason: 'in-flight' } },
      { seq: 9, phase: 0, share: 0, scheduledAt: s(2), outcome: { kind: 'dropped', reason: 'in-flight' } },
    ])
    expect(firing.flight).toMatchObject({ sent: 6, inFlight: 0 })
    expect(firing.room.peak).toBe(3)
    expect(firing.target.requests.filter(({ discarded }) => discarded)).toHaveLength(4)
  })

  it('sends again as soon as there is room, with one in flight at the most', async () => {
    const firing = await new VirtualFiring({
      loads: [rate(10)],
      plan: { maxInFlight: 1 },
      behaviour: { answers: () => ms(250) },
    }).toTheEnd()
    // Arrivals at 0, 100, …, 900 ms; each one in flight takes the place of the next two.
    expect(firing.sent.map(({ seq }) => seq)).toEqual([0, 3, 6, 9])
    expect(firing.droppedSeqs).toEqual([1, 2, 4, 5, 7, 8])
  })

  it('drops what is more than 10 ms late where the plan says so, and says why', async () => {
    const { firing: means } = planWith()
    // The 65th arrival, due at 1 s, can't be prepared before 1.25 s; those due until then wait behind it.
    const { sent, observations } = await new VirtualFiring({
      loads: [rate(64, s(2))],
      plan: { firing: { ...means, onLate: 'drop' } },
      behaviour: { preparation: (n) => (n === 64 ? ms(1_250) : 0) },
    }).toTheEnd()
    const dropped = observations.filter(({ outcome }) => outcome.kind === 'dropped')
    // 1 s to 1.25 s: those due in the last 10 ms are sent.
    expect(dropped.map(({ seq }) => seq)).toEqual(Array.from({ length: 16 }, (_, n) => 64 + n))
    for (const { outcome } of dropped) expect(outcome).toEqual({ kind: 'dropped', reason: 'late' })
    expect(sent).toHaveLength(112)
    for (const { sentAt, scheduledAt } of sent) expect(sentAt - scheduledAt).toBeLessThanOrEqual(ms(10))
  })

  it('counts what was sent late', async () => {
    const { flight } = await new VirtualFiring({
      loads: [rate(64, s(2))],
      behaviour: { preparation: (n) => (n === 64 ? ms(1_250) : 0) },
    }).toTheEnd()
    expect(flight.late).toBe(16)
  })

  it('shares the room in flight among the shares of a plan', async () => {
    const inFlight = emptyRoom()
    const three = [0, 1, 2].map(async (index) => {
      const share = { index, of: 3 }
      return new VirtualFiring({
        loads: [bursts(9, 1)],
        plan: { maxInFlight: 4 },
        share,
        inFlight,
      }).toTheEnd()
    })
    const shares = await Promise.all(three)
    expect(shares.flatMap(({ sent }) => sent)).toHaveLength(4)
    expect(shares.flatMap(({ droppedSeqs }) => droppedSeqs)).toHaveLength(5)
    expect(Math.max(...shares.map(({ room }) => room.peak))).toBe(4)
  })

  it('drops nothing of bursts that just fit, however they fall on the shares', async () => {
    // The second burst has numbers 100 to 199: the second of three shares fires 34 of them, of the first burst 33.
    const firing = new VirtualFiring({
      loads: [bursts(100, 3)],
      plan: { maxInFlight: 100 },
      share: { index: 1, of: 3 },
    })
    expect((await firing.toTheEnd()).droppedSeqs).toEqual([])
  })

  it('gives its place back when it drops an arrival as late', async () => {
    const { firing: means } = planWith()
    const { sent } = await new VirtualFiring({
      loads: [rate(64, s(2))],
      plan: { firing: { ...means, onLate: 'drop' }, maxInFlight: 2 },
      behaviour: { preparation: (n) => (n === 64 ? ms(1_250) : 0) },
    }).toTheEnd()
    expect(sent).toHaveLength(112)
  })

  it('sends late what could not be prepared in time, with its planned instant, and the next on time again', async () => {
    // Arrivals 1/64 s apart. The 65th is due at 1 s and can only be prepared after the first was sent.
    const { sent } = await new VirtualFiring({
      loads: [rate(64, s(2))],
      behaviour: { preparation: (n) => (n === 64 ? ms(1_250) : 0) },
    }).toTheEnd()
    expect(sent.map(({ scheduledAt }) => scheduledAt)).toEqual(
      Array.from({ length: 128 }, (_, seq) => seq * 15_625),
    )
    for (const { seq, scheduledAt, sentAt } of sent) {
      // Those due between 1 s and 1.25 s had to wait behind it.
      expect(sentAt).toBe(seq >= 64 && seq < 80 ? ms(1_250) : scheduledAt)
    }
  })

  it('ends at once, having been started, when nothing is to be sent', async () => {
    const firing = await new VirtualFiring({ loads: [rate(10, s(0))] }).toTheEnd()
    expect(firing.observations).toEqual([])
    expect(firing.starts).toHaveLength(1)
  })
})
