import { describe, expect, it } from 'vitest'
import type { Load } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds } from '../../../lib/model/time.ts'
import { planWith } from '../../support/stored-plan.ts'
import { VirtualFiring } from '../../support/virtual-firing.ts'

const ms = fromMillis
const s = fromSeconds
const burst = (size: number, repeat = 1): Load => ({ kind: 'burst', size, repeat, every: s(2) })
const closed = (requests: number): Load => ({ kind: 'closed', concurrency: 1, requests, thinkTime: s(0) })

describe('a share of a plan', () => {
  it('starts a phase when the one before has drained', async () => {
    const { starts, observations } = await new VirtualFiring({
      loads: [burst(2), closed(2), burst(1)],
      behaviour: { answers: () => s(10) },
      startsAfter: () => ms(20),
    }).toTheEnd()
    const [first, second, third] = [ms(20), ms(10_040), ms(30_060)]
    expect(starts.map(({ startAt }) => startAt)).toEqual([first, second, third])
    expect(starts.map(({ readyAt }) => readyAt)).toEqual([first, second, third].map((at) => at - ms(20)))
    expect(observations.map(({ phase, seq }) => [phase, seq])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [2, 0],
    ])
  })

  it('fires and records discarded phases like any other', async () => {
    const warmUp = { name: 'warm-up', discard: true, load: burst(3) }
    const real = { name: 'bursts', discard: false, load: burst(2) }
    const { sent } = await new VirtualFiring({ plan: { phases: [warmUp, real] } }).toTheEnd()
    expect(sent.map(({ phase }) => phase)).toEqual([0, 0, 0, 1, 1])
  })

  it('gives invocations up after the timeout of the plan', async () => {
    const { sent } = await new VirtualFiring({
      loads: [burst(2)],
      plan: { timeout: s(3) },
      behaviour: { answers: (n) => (n === 0 ? s(60) : s(1)) },
    }).toTheEnd()
    expect(sent.map(({ outcome, endedAt }) => [outcome.kind, endedAt])).toEqual([
      ['ok', s(1)],
      ['timed-out', s(3)],
    ])
  })

  it('sends nothing more when drained, and records what was in flight as it ended', async () => {
    const firing = new VirtualFiring({
      loads: [burst(2, 10), burst(5)],
      behaviour: { answers: () => s(7) },
    })
    await firing.clock.advanceTo(s(3))
    firing.drain.abort()
    await firing.toTheEnd()
    expect(firing.sent.map(({ scheduledAt, endedAt }) => [scheduledAt, endedAt])).toEqual([
      [s(0), s(7)],
      [s(0), s(7)],
      [s(2), s(9)],
      [s(2), s(9)],
    ])
    expect(firing.starts).toHaveLength(1)
  })

  it('gives up what is in flight when aborted, and records that', async () => {
    const firing = new VirtualFiring({
      loads: [burst(2, 10), burst(5)],
      behaviour: { answers: () => s(700) },
    })
    await firing.clock.advanceTo(s(3))
    firing.drain.abort()
    await firing.clock.advanceTo(s(5))
    firing.abort.abort()
    await firing.toTheEnd()
    expect(firing.sent).toHaveLength(4)
    for (const { outcome, endedAt } of firing.sent) {
      expect(outcome).toEqual({ kind: 'transport-error', code: 'INTERRUPTED' })
      expect(endedAt).toBe(s(5))
    }
  })

  it('sends nothing and asks for no start when it is drained before it began', async () => {
    const drain = AbortSignal.abort()
    const firing = new VirtualFiring({ loads: [burst(2)], drain })
    await firing.toTheEnd()
    expect(firing.target.requests).toEqual([])
    expect(firing.starts).toEqual([])
  })

  it('sends the payload that an arrival’s number chose', async () => {
    const payloads = ['{"a":1}', '{"b":22}']
    const half = { weight: 1, bytes: 7, sha256: '' }
    const { sent, target } = await new VirtualFiring({
      plan: planWith({ payloads: [half, half] }),
      payloads,
      loads: [burst(20)],
    }).toTheEnd()
    const bodies = target.requests.map(({ body }) => body)
    expect(new Set(bodies)).toEqual(new Set(payloads))
    expect(sent.map(({ seq, bytesOut }) => [seq, bytesOut])).toEqual(
      bodies.map((body, n) => [n, body.length]),
    )
  })

  it('keeps the logs of three examples of an error, and none of a success', async () => {
    const { sent } = await new VirtualFiring({
      loads: [burst(10)],
      behaviour: {
        log: 'boom',
        outcome: (n) =>
          n < 5
            ? { kind: 'function-error', errorType: 'Error', handled: false }
            : { kind: 'ok', status: 200 },
      },
    }).toTheEnd()
    expect(sent.filter(({ log }) => log === 'boom').map(({ seq }) => seq)).toEqual([0, 1, 2])
  })
})
