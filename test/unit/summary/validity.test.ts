import { describe, expect, it } from 'vitest'
import type { DistinctError } from '../../../lib/model/run.ts'
import { micros } from '../../../lib/model/time.ts'
import { judgeValidity } from '../../../lib/summary/validity.ts'
import { doubtsWith, lagP99, type SaidDoubts } from '../../support/doubts.ts'

function judge(said: SaidDoubts): readonly string[] {
  const verdict = judgeValidity(doubtsWith(said))
  expect(verdict.valid).toBe(verdict.reasons.length === 0)
  return verdict.reasons
}

const error = (more: Partial<DistinctError>): DistinctError => ({
  outcome: 'transport-error',
  name: 'ECONNRESET',
  count: 1,
  firstAt: micros(0),
  lastAt: micros(0),
  ...more,
})

describe('a run', () => {
  it('is valid when nothing speaks against it', () => {
    expect(judge({})).toEqual([])
  })

  it('is invalid when nothing was sent', () => {
    expect(judge({ counts: { sent: 0, ok: 0 } })).toEqual(['nothing was sent'])
  })

  it('is invalid when nothing succeeded, with the most frequent error', () => {
    const errors = [
      error({ outcome: 'service-error', name: 'ResourceNotFoundException', message: 'no hello' }),
    ]
    expect(judge({ counts: { sent: 30, ok: 0, serviceError: 30 }, errors })).toEqual([
      'nothing succeeded: 30 sent, none answered without an error; most often ResourceNotFoundException: no hello',
    ])
    expect(judge({ counts: { sent: 3_000, ok: 0 } })).toEqual([
      'nothing succeeded: 3,000 sent, none answered without an error',
    ])
  })

  it('is valid when one of many succeeded: the rest is for thresholds', () => {
    expect(judge({ counts: { sent: 30, ok: 1, timedOut: 29 } })).toEqual([])
  })

  it('is invalid when more than one in a hundred arrivals were dropped at the cap', () => {
    expect(judge({ counts: { sent: 990, ok: 990, dropped: 10 }, health: { capHits: 10 } })).toEqual([])
    expect(judge({ counts: { sent: 989, ok: 989, dropped: 11 }, health: { capHits: 11 } })).toEqual([
      '11 of 1,000 arrivals were dropped at the cap on invocations in flight (limit 1 %); ' +
        'raise --max-in-flight or lower the rate',
    ])
  })

  it('is not blamed on the cap where arrivals were dropped because they were late', () => {
    const health = { capHits: 1, late: { sent: 0, dropped: 100 } }
    const reasons = judge({ counts: { sent: 899, dropped: 101 }, health })
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).not.toContain('--max-in-flight')
  })

  it('is invalid when both kinds of dropping are too many only together', () => {
    const health = { capHits: 7, late: { sent: 0, dropped: 8 } }
    expect(judge({ counts: { sent: 985, dropped: 15 }, health })).toEqual([
      '7 of 1,000 arrivals were dropped at the cap on invocations in flight, and 8 because they were late ' +
        '(limit 1 %); raise --max-in-flight or lower the rate',
    ])
  })

  it('is invalid when this machine ran out of sockets or ports', () => {
    const errors = [
      error({}),
      error({ name: 'EADDRNOTAVAIL', count: 7 }),
      error({ name: 'EMFILE', count: 2 }),
    ]
    expect(judge({ errors })).toEqual([
      'this machine ran out of sockets or ports: 9 sends failed with EADDRNOTAVAIL; ' +
        'raise its limit on open files, or send less at once',
    ])
    expect(judge({ errors: [error({ outcome: 'function-error', name: 'EMFILE' })] })).toEqual([])
  })

  it("is invalid when this machine's cap on environments refused more than one in a hundred", () => {
    const refused = (count: number) => [error({ outcome: 'service-error', name: 'LocalCapException', count })]
    expect(judge({ errors: refused(10) })).toEqual([])
    expect(judge({ errors: refused(16), counts: { sent: 20, ok: 4 } })).toEqual([
      '16 of 20 invocations were refused by the cap on environments of this machine; ' +
        'raise --max-environments, or send less at once',
    ])
  })

  it('is invalid when its files were changed', () => {
    expect(judge({ damagedLines: 2 })).toEqual([
      "2 lines of the stored observations can't be read: the files were changed after the run",
    ])
  })

  it('is told all that is wrong with it', () => {
    const counts = { ok: 0, sent: 10, dropped: 90 }
    const health = { ...lagP99(99), capHits: 90 }
    expect(judge({ counts, health, damagedLines: 1 })).toHaveLength(4)
  })
})
