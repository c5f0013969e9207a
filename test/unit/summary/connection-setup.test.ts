import { describe, expect, it } from 'vitest'
import type { Health } from '../../../lib/model/run.ts'
import { fromMillis } from '../../../lib/model/time.ts'
import { connectionSetupNote, connectionSetupReason } from '../../../lib/summary/connection-setup.ts'
import { millisDistribution } from '../../fixtures/example-run.ts'
import { doubtsWith, type SaidDoubts } from '../../support/doubts.ts'

const reason = (said: SaidDoubts): string | undefined => connectionSetupReason(doubtsWith(said))
const note = (said: SaidDoubts): string | undefined => connectionSetupNote(doubtsWith(said))

const setup = (
  count: number,
  millis: number,
  more: Partial<NonNullable<Health['connections']>> = {},
): Pick<Health, 'connectionSetup' | 'connections'> => ({
  connectionSetup: millisDistribution(count, [1, millis, 90], [millis, 60, 70, 80, 90], {
    intervals: { p50: { low: millis } },
    unresolved: count < 11 ? ['p50'] : [],
  }),
  connections: { ahead: 1_000 - count, inCall: count, failed: 0, closedByPeer: 0, ...more },
})

describe('connections that were set up inside of measured calls', () => {
  it('are nothing where there were none', () => {
    expect(reason({})).toBeUndefined()
    expect(note({})).toBeUndefined()
  })

  it('make a run invalid where they are many and slow', () => {
    expect(reason({ health: setup(11, 31) })).toBe(
      'too few sockets were open when they were needed: 11 of 1,000 invocations have the set-up of their ' +
        'connection in their time, 31 ms (median, limit 10 ms); warm up with --warmup 10s, or lower the rate',
    )
    expect(reason({ health: setup(11, 31), loads: ['burst'] })).toMatch(/or lower the burst size$/)
    expect(note({ health: setup(11, 31) })).toBeUndefined()
  })

  it('are told with the connections that could not be opened', () => {
    expect(reason({ health: setup(11, 31, { failed: 40 }) })).toMatch(
      /; 40 connections could not be opened at all: raise this machine's limit on open files, or send less at once$/,
    )
    expect(reason({ health: setup(11, 31, { failed: 1 }) })).toContain('; 1 connection could not')
  })

  it.each<[string, SaidDoubts, string]>([
    [
      'few',
      { health: setup(10, 31) },
      '10 of 1,000 invocations have the set-up of their connection in their time, at most 90 ms.',
    ],
    [
      'one',
      { health: setup(1, 31) },
      '1 of 1,000 invocations has the set-up of its connection in its time, at most 90 ms.',
    ],
    [
      'fast',
      { health: setup(500, 3.1) },
      '500 of 1,000 invocations have the set-up of their connection in their time, 3.1 ms (median).',
    ],
    [
      'little beside the service time',
      { health: setup(500, 31), medianServiceTime: fromMillis(310) },
      '500 of 1,000 invocations have the set-up of their connection in their time, 31 ms (median).',
    ],
    [
      'wanted',
      { health: setup(500, 31), firing: { prewarm: false } },
      '500 of 1,000 invocations have the set-up of their connection in their time, 31 ms (median), with --no-prewarm.',
    ],
    [
      'needed because the other side closes them',
      { health: setup(500, 31, { closedByPeer: 1_490 }) },
      '500 of 1,000 invocations have the set-up of their connection in their time, 31 ms (median); the other side closed 1,490 connections.',
    ],
  ])('are a note where they are %s', (_, said, sentence) => {
    expect(reason(said)).toBeUndefined()
    expect(note(said)).toBe(sentence)
  })

  it('are no reason where they are too few to settle the median', () => {
    const { connectionSetup, connections } = setup(20, 31)
    const unsettled = { ...connectionSetup!, intervals: { p50: { low: 9_000, high: 60_000 } } }
    expect(reason({ health: { connectionSetup: unsettled, connections: connections! } })).toBeUndefined()
  })

  it('may be slower beside local environments, which take the same cores', () => {
    expect(reason({ health: setup(500, 90), sharesCores: true })).toBeUndefined()
    expect(reason({ health: setup(500, 101), sharesCores: true })).toContain('limit 100 ms')
  })
})
