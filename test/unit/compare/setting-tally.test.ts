import { describe, expect, it } from 'vitest'
import { createTally, isFailing, isHopeless } from '../../../lib/compare/setting-tally.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { droppedInMillis } from '../../support/observations.ts'
import { arm64Bill, blockWith, loadPhase, reported, tallyOf } from '../../support/sampled.ts'

const ok = reported({ duration: 10 })
const failed: Sent = { ...ok, outcome: { kind: 'function-error', errorType: 'Error', handled: false } }
const throttled: Sent = { ...ok, outcome: { kind: 'throttled', reason: 'Rate' } }
const interrupted: Sent = { ...ok, outcome: { kind: 'transport-error', code: 'INTERRUPTED' } }
const warmUp = { ...loadPhase, name: 'warm-up', discard: true }

const many = <T>(count: number, of: T): T[] => Array.from({ length: count }, () => of)

describe('a tally of one setting', () => {
  it('counts what was accepted, discarded and failed, each kind of start by itself', () => {
    const tally = createTally()
    const cold = reported({ duration: 10, init: 50 })
    tally.addBlock(blockWith({ version: '1' }), [loadPhase], [ok, ok, cold, failed, throttled])
    tally.addBlock(blockWith({ start: 'cold', round: 1 }), [loadPhase], [cold, ok])
    expect(tally.warm).toMatchObject({ blocks: 1, fired: 5, accepted: 2, failed: 2 })
    expect([...tally.warm.discarded]).toEqual([['cold', 1]])
    expect(tally.cold).toMatchObject({ blocks: 1, fired: 2, accepted: 1, failed: 0 })
    expect(tally.counts).toMatchObject({ sent: 7, ok: 5, functionError: 1, throttled: 1 })
    expect([...tally.versions]).toEqual(['1'])
  })

  it('keeps the numbers of a sample with its price', () => {
    const tally = tallyOf({ memoryMb: 1_024, warm: [[99.5]] }, arm64Bill)
    const [sample] = tally.warm.rounds.get(0)?.samples ?? []
    expect(sample).toMatchObject({
      start: 'warm',
      metrics: { duration: 99_500, response_time: 104_500, billed_duration: 100_000 },
      billedMs: 100,
    })
    // 0.1 GB-s × 13.3334 per million, and 0.20 for the requests.
    expect(sample?.costPerMillion).toBeCloseTo(1.53334, 10)
  })

  it('leaves warm-ups, interrupted and dropped invocations out of what it judges by', () => {
    const tally = createTally()
    const inLoad = (sent: Sent): Sent => ({ ...sent, phase: 1 })
    tally.addBlock(
      blockWith(),
      [warmUp, loadPhase],
      [failed, inLoad(ok), inLoad(interrupted), droppedInMillis(0, { phase: 1 })],
    )
    expect(tally.warm).toMatchObject({ fired: 1, accepted: 1, failed: 0 })
    expect(tally).toMatchObject({ invocations: 3, failures: 1, counts: { sent: 1, dropped: 1 } })
  })

  it('judges a setting by no invocation that never got to it', () => {
    const tally = createTally()
    const lost: Sent = { ...ok, outcome: { kind: 'transport-error', code: 'ECONNREFUSED' } }
    tally.addBlock(blockWith(), [loadPhase], [ok, ...many(12, lost)])
    expect(tally.warm).toMatchObject({ fired: 1, accepted: 1, failed: 0 })
    expect(tally).toMatchObject({ failures: 0, counts: { sent: 1 } })
    expect([isFailing(tally), isHopeless(tally)]).toEqual([false, false])
  })

  it('knows which invocations of a round were errors, and that a throttle is none', () => {
    const tally = createTally()
    tally.addBlock(blockWith({ round: 4 }), [loadPhase], [ok, failed, throttled])
    expect(tally.warm.rounds.get(4)?.errors).toEqual([0, 1, 0])
  })

  it('counts samples of $LATEST that named no environment: nothing that is no sample, and no other version', () => {
    const tally = createTally()
    const latest = (sent: Sent, phase = 1): Sent => ({
      ...sent,
      phase,
      markers: { ...sent.markers, executedVersion: '$LATEST' },
    })
    const probe = { from: 'payload', environmentId: 'e', processId: 'p', call: 2 } as const
    const named: Sent = { ...ok, markers: { ...ok.markers, probe } }
    const cold = reported({ duration: 10, init: 50 })
    tally.addBlock(
      blockWith({ version: '$LATEST' }),
      [warmUp, loadPhase],
      [latest(ok, 0), latest({ ...ok, outcome: { kind: 'timed-out' } }, 0)].concat(
        [ok, ok, named, cold, failed, throttled, interrupted].map((sent) => latest(sent)),
      ),
    )
    tally.addBlock(blockWith({ version: '1' }), [loadPhase], [ok])
    expect(tally.warm).toMatchObject({ accepted: 4, failed: 2 })
    expect(tally.nameless).toBe(2)
  })

  it('counts the environments of warm samples, and does not know them where one named none', () => {
    const tally = createTally()
    const from = (environmentId: string, more = {}): Sent => {
      const probe = { from: 'payload', environmentId, processId: environmentId, call: 2 } as const
      return { ...ok, markers: { ...ok.markers, probe }, ...more }
    }
    tally.addBlock(
      blockWith(),
      [warmUp, loadPhase],
      [from('w'), ...['a', 'b', 'a'].map((id) => from(id, { phase: 1 }))],
    )
    tally.addBlock(blockWith({ start: 'cold', round: 1 }), [loadPhase], [from('c')])
    tally.addBlock(blockWith({ round: 2 }), [loadPhase], [from('d', { outcome: failed.outcome })])
    expect(tally.warmEnvironments).toBe(2)
    tally.addBlock(blockWith({ round: 3 }), [loadPhase], [ok])
    expect(tally.warmEnvironments).toBeUndefined()
  })

  it('passes over observations of phases that its block does not have', () => {
    const tally = createTally()
    tally.addBlock(blockWith(), [loadPhase], [{ ...ok, phase: 3 }])
    expect(tally).toMatchObject({ invocations: 0, warm: { fired: 0 } })
  })
})

describe('a setting', () => {
  it('is hopeless when its first ten invocations failed, and no others came', () => {
    const hopeless = (...sent: readonly Sent[]): boolean => {
      const tally = createTally()
      tally.addBlock(blockWith(), [loadPhase], sent)
      return isHopeless(tally)
    }
    expect(hopeless(...many(9, failed))).toBe(false)
    expect(hopeless(...many(10, failed))).toBe(true)
    expect(hopeless(...many(10, failed), ok)).toBe(false)
  })

  it('is failing when more than one in twenty of its invocations failed', () => {
    const failing = (failures: number): boolean => {
      const tally = createTally()
      tally.addBlock(blockWith(), [loadPhase], [...many(failures, failed), ...many(100 - failures, ok)])
      return isFailing(tally)
    }
    expect([failing(5), failing(6)]).toEqual([false, true])
  })
})
