import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClosedLoad } from '../../../lib/model/plan.ts'
import { fromMillis, fromSeconds } from '../../../lib/model/time.ts'
import { FakeTarget } from '../../support/fake-target.ts'
import { VirtualFiring } from '../../support/virtual-firing.ts'

const ms = fromMillis
const s = fromSeconds
const closed = (load: Partial<ClosedLoad>): ClosedLoad => ({
  kind: 'closed',
  concurrency: 2,
  thinkTime: s(0),
  ...load,
})

describe('a closed loop', () => {
  it('keeps its concurrency in flight and sends the next when one has ended', async () => {
    const firing = await new VirtualFiring({
      loads: [closed({ concurrency: 2, requests: 6 })],
      behaviour: { answers: (n) => (n === 0 ? ms(500) : ms(100)) },
    }).toTheEnd()
    const bySeq = firing.sent.toSorted((a, b) => a.seq - b.seq)
    // The first takes 500 ms; beside it the other loop sends one after the other.
    expect(bySeq.map(({ sentAt }) => sentAt)).toEqual([0, 0, 100, 200, 300, 400].map(ms))
    expect(bySeq.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
    expect(firing.room.peak).toBe(2)
  })

  it('has no schedule to be late for: an invocation is planned when it is sent', async () => {
    const { sent } = await new VirtualFiring({
      loads: [closed({ requests: 10 })],
      behaviour: { preparation: () => ms(3) },
    }).toTheEnd()
    expect(sent).toHaveLength(10)
    for (const { scheduledAt, sentAt } of sent) expect(sentAt).toBe(scheduledAt)
  })

  it('lets other work go on between invocations that fail at once', async () => {
    let launched = 0
    const firing = new VirtualFiring({
      loads: [closed({ concurrency: 2, requests: 10_000 })],
      target: (clock) =>
        new FakeTarget(clock).preparing(() => ({
          fire: async () => {
            launched += 1
            const at = clock.now()
            const outcome = { kind: 'transport-error', code: 'ERR_INVALID_CHAR' } as const
            return { sentAt: at, endedAt: at, bytesIn: 0, markers: {}, outcome }
          },
          discard: () => undefined,
        })),
    })
    await new Promise(setImmediate)
    expect(launched).toBe(2)
    firing.drain.abort()
    expect((await firing.toTheEnd()).sent.length).toBeLessThan(10)
  })

  it('sends nothing once its time is over, and waits for what is in flight', async () => {
    const firing = await new VirtualFiring({
      loads: [closed({ concurrency: 1, duration: s(1) })],
      behaviour: { answers: () => ms(300) },
    }).toTheEnd()
    expect(firing.sent.map(({ sentAt }) => sentAt)).toEqual([0, 300, 600, 900].map(ms))
    expect(firing.clock.now()).toBe(ms(1_200))
    expect(firing.target.waiting).toBe(0)
  })

  it('ends at whichever comes first of requests and time', async () => {
    const byRequests = await new VirtualFiring({
      loads: [closed({ concurrency: 1, requests: 2, duration: s(1) })],
      behaviour: { answers: () => ms(300) },
    }).toTheEnd()
    expect(byRequests.sent).toHaveLength(2)
  })

  it('thinks in many loops at once without a warning of Node’s', async () => {
    const warnings: Error[] = []
    const keep = (warning: Error): void => void warnings.push(warning)
    process.on('warning', keep)
    onTestFinished(() => void process.off('warning', keep))
    await new VirtualFiring({
      loads: [closed({ concurrency: 50, requests: 100, thinkTime: ms(50) })],
    }).toTheEnd()
    await new Promise(setImmediate)
    expect(warnings).toEqual([])
  })

  it('thinks between the end of one invocation and the next', async () => {
    const { sent } = await new VirtualFiring({
      loads: [closed({ concurrency: 1, requests: 3, thinkTime: ms(50) })],
      behaviour: { answers: () => ms(100) },
    }).toTheEnd()
    expect(sent.map(({ sentAt }) => sentAt)).toEqual([0, 150, 300].map(ms))
  })

  it('does not think when there is nothing to send after it', async () => {
    const byRequests = await new VirtualFiring({
      loads: [closed({ concurrency: 2, requests: 3, thinkTime: s(60) })],
      behaviour: { answers: () => s(1) },
    }).toTheEnd()
    // Two at 0 s; one loop sends the third at 61 s, and the other must not think on.
    expect(byRequests.clock.now()).toBe(s(62))

    const byTime = await new VirtualFiring({
      loads: [closed({ duration: s(5), thinkTime: s(60) })],
      behaviour: { answers: () => s(1) },
    }).toTheEnd()
    expect(byTime.clock.now()).toBe(s(5))
  })

  it('discards what was prepared when its time has run out meanwhile', async () => {
    const firing = await new VirtualFiring({
      loads: [closed({ concurrency: 3, duration: ms(10) })],
      behaviour: { preparation: () => ms(20) },
    }).toTheEnd()
    expect(firing.observations).toEqual([])
    expect(firing.target.requests.map(({ discarded }) => discarded)).toEqual([true, true, true])
  })

  it.each([
    ['thinking', s(30)],
    ['an invocation in flight', ms(500)],
  ])('is drained in the middle of %s: nothing more is sent', async (_, at) => {
    const firing = new VirtualFiring({
      loads: [closed({ concurrency: 1, requests: 100, thinkTime: s(60) })],
      behaviour: { answers: () => s(1) },
    })
    await firing.clock.advanceTo(at)
    firing.drain.abort()
    await firing.toTheEnd()
    expect(firing.sent).toHaveLength(1)
    expect(firing.sent[0]!.outcome.kind).toBe('ok')
    expect(firing.clock.now()).toBe(at === s(30) ? s(30) : s(1))
  })

  it('brings a bug in preparing to whoever fires', async () => {
    const firing = new VirtualFiring({
      loads: [closed({ requests: 10 })],
      target: (clock) => {
        const target = new FakeTarget(clock)
        const prepare = async (): Promise<never> => {
          throw new Error('a bug')
        }
        return target.preparing(prepare)
      },
    })
    await expect(firing.clock.run(firing.ended)).rejects.toThrow('a bug')
  })

  it('ends at once for a share that has no part of its concurrency', async () => {
    const firing = await new VirtualFiring({
      loads: [closed({ concurrency: 2, requests: 10 })],
      share: { index: 2, of: 3 },
    }).toTheEnd()
    expect(firing.observations).toEqual([])
    expect(firing.starts).toHaveLength(1)
  })
})
