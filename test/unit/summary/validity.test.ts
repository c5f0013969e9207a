import { describe, expect, it } from 'vitest'
import type { Counts, DistinctError } from '../../../lib/model/run.ts'
import { fromMillis, micros } from '../../../lib/model/time.ts'
import { judgeValidity, latenessNote, type ValidityInput } from '../../../lib/summary/validity.ts'
import { counts, millisDistribution } from '../../fixtures/example-run.ts'

type Said = Partial<Omit<ValidityInput, 'counts'>> & { counts?: Partial<Counts> }

const input = (said: Said): ValidityInput => ({
  health: { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [] },
  errors: [],
  sharesCores: false,
  damagedLines: 0,
  ...said,
  counts: counts({ sent: 1_000, ok: 1_000, ...said.counts }),
})

const note = (said: Said): string | undefined => latenessNote(input(said))

function judge(said: Said): readonly string[] {
  const verdict = judgeValidity(input(said))
  expect(verdict.valid).toBe(verdict.reasons.length === 0)
  return verdict.reasons
}

const lagP99 = (p99: number) => ({
  late: { sent: 0, dropped: 0 },
  capHits: 0,
  burstSkew: [],
  scheduleLag: millisDistribution(200, [0, 1, p99], [0, 0, 0, p99, p99], {
    intervals: { p99: { low: p99 } },
  }),
})

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
    expect(judge({ counts: { sent: 30, ok: 0 } })).toEqual([
      'nothing succeeded: 30 sent, none answered without an error',
    ])
  })

  it('is valid when one of many succeeded: the rest is for thresholds', () => {
    expect(judge({ counts: { sent: 30, ok: 1, timedOut: 29 } })).toEqual([])
  })

  it('is invalid when sends were later than 10 ms at p99', () => {
    expect(judge({ health: lagP99(10) })).toEqual([])
    expect(judge({ health: lagP99(10.1) })).toEqual([
      'sends were late: schedule lag p99 10.1 ms of 200 sends, limit 10.0 ms; ' +
        'lower the rate or the burst size, or give this machine less to do',
    ])
  })

  it('may be late by a tenth of the median service time where that is more', () => {
    const medianServiceTime = fromMillis(300)
    expect(judge({ health: lagP99(30), medianServiceTime })).toEqual([])
    expect(judge({ health: lagP99(31), medianServiceTime })[0]).toContain('limit 30.0 ms')
  })

  it('is not called late for a few sends that do not settle its p99', () => {
    const scheduleLag = millisDistribution(20, [0, 2, 40], [0, 5, 9, 40, 40], {
      intervals: { p99: { low: 9 } },
    })
    expect(
      judge({ health: { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [], scheduleLag } }),
    ).toEqual([])
  })

  it('may be later beside local environments, which take the same cores, and says so', () => {
    const medianServiceTime = fromMillis(300)
    const beside = { sharesCores: true, medianServiceTime }
    expect(judge({ health: lagP99(45), ...beside })).toEqual([])
    expect(note({ health: lagP99(45), ...beside })).toBe(
      "The environments shared this machine's cores with the sends, and sends were late: " +
        'schedule lag p99 45.0 ms of 200 sends, limit 30.0 ms.',
    )
    expect(note({ health: lagP99(29), ...beside })).toBeUndefined()
    expect(judge({ health: lagP99(301), ...beside })[0]).toContain('limit 300.0 ms')
    expect(note({ health: lagP99(301), ...beside })).toBeUndefined()
    expect(judge({ health: lagP99(101), sharesCores: true })[0]).toContain('limit 100.0 ms')
  })

  it('is invalid when more than one in a hundred arrivals were dropped', () => {
    expect(judge({ counts: { sent: 990, ok: 990, dropped: 10 } })).toEqual([])
    expect(judge({ counts: { sent: 989, ok: 989, dropped: 11 } })[0]).toMatch(
      /^11 of 1000 arrivals were dropped .*--max-in-flight/,
    )
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
    expect(
      judge({ counts: { ok: 0, sent: 10, dropped: 90 }, health: lagP99(99), damagedLines: 1 }),
    ).toHaveLength(4)
  })
})
