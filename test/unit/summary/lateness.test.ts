import { describe, expect, it } from 'vitest'
import type { Health, SampledHealth } from '../../../lib/model/run.ts'
import { fromMillis, fromSeconds, micros } from '../../../lib/model/time.ts'
import { latenessNotes, latenessReason } from '../../../lib/summary/lateness.ts'
import { millisDistribution } from '../../fixtures/example-run.ts'
import { doubtsWith, lagP99, type SaidDoubts } from '../../support/doubts.ts'

const reason = (said: SaidDoubts): string | undefined => latenessReason(doubtsWith(said))
const notes = (said: SaidDoubts): readonly string[] => latenessNotes(doubtsWith(said))

const lowered = 'lower the rate, or give this machine less to do'

const delayP99 = (millis: number, count = 2_000): Pick<Health, 'eventLoopDelay'> => ({
  eventLoopDelay: { count, p99: fromMillis(millis), max: fromMillis(millis) },
})

const sampled = (more: Partial<SampledHealth> = {}): Pick<Health, 'sampled'> => ({
  sampled: {
    samples: 10,
    firingThread: { mean: 0.1, max: 0.2 },
    processCores: { mean: 0.1, max: 0.2 },
    machine: { mean: 0.2, max: 0.3 },
    mostSentPerSecond: 8_093,
    longestDelay: { took: micros(900), by: fromSeconds(3) },
    ...more,
  },
})

describe('a run whose sends were late', () => {
  it('is invalid past 10 ms at p99', () => {
    expect(reason({ health: lagP99(10) })).toBeUndefined()
    expect(reason({ health: lagP99(10.1) })).toBe(
      `sends were late (schedule lag p99 10.1 ms of 5,000 sends, limit 10 ms): ${lowered}`,
    )
  })

  it('may be late by a tenth of the median service time where that is more', () => {
    const medianServiceTime = fromMillis(300)
    expect(reason({ health: lagP99(30), medianServiceTime })).toBeUndefined()
    expect(reason({ health: lagP99(31), medianServiceTime })).toContain('limit 30 ms')
  })

  it('is not doubted for a few sends that do not settle its p99', () => {
    const scheduleLag = millisDistribution(20, [0, 2, 40], [0, 5, 9, 40, 40], {
      intervals: { p99: { low: 9 } },
    })
    expect(reason({ health: { scheduleLag } })).toBeUndefined()
  })

  it('may be later beside local environments, which take the same cores, and says so', () => {
    const beside = { sharesCores: true, medianServiceTime: fromMillis(300) }
    expect(reason({ health: lagP99(45), ...beside })).toBeUndefined()
    expect(notes({ health: lagP99(45), ...beside })).toEqual([
      "The environments shared this machine's cores with the firing thread, and sends were late " +
        '(schedule lag p99 45 ms of 5,000 sends, limit 30 ms).',
    ])
    expect(notes({ health: lagP99(29), ...beside })).toEqual([])
    expect(reason({ health: lagP99(301), ...beside })).toContain('limit 300 ms')
    expect(notes({ health: lagP99(301), ...beside })).toEqual([])
    expect(reason({ health: lagP99(101), sharesCores: true })).toContain('limit 100 ms')
  })
})

describe('the reason of lateness', () => {
  const busy = { firingThread: { mean: 0.9, max: 1 }, processCores: { mean: 1, max: 1.1 } }
  const late = 'sends were late (schedule lag p99 31 ms of 5,000 sends, limit 10 ms)'

  it.each<[what: string, said: SaidDoubts, sentence: string]>([
    [
      'a busy firing thread, with the rate it managed and one thread more',
      { health: sampled(busy) },
      `the firing thread was 100 % busy and ${late}: lower the rate below 8,000/s or add --threads 2`,
    ],
    [
      'the busiest of several firing threads',
      { health: sampled({ ...busy, firingThread: { mean: 0.9, max: 0.966 } }), firing: { threads: 2 } },
      `a firing thread was 97 % busy and ${late}: lower the rate below 8,000/s or write --threads 3`,
    ],
    [
      'a busy firing thread where the machine has no core left',
      { health: sampled({ ...busy, machine: { mean: 0.9, max: 1 } }) },
      `the firing thread was 100 % busy and ${late}: lower the rate below 8,000/s; this machine has no core left for another firing thread`,
    ],
    [
      'as many busy firing threads as there are cores',
      { health: sampled(busy), firing: { threads: 4 } },
      `a firing thread was 100 % busy and ${late}: lower the rate below 8,000/s; this machine has no core left for another firing thread`,
    ],
    [
      'as many busy firing threads as there may be',
      { health: sampled(busy), firing: { threads: 64 }, cpus: 128 },
      `a firing thread was 100 % busy and ${late}: lower the rate below 8,000/s`,
    ],
    [
      'a busy firing thread under bursts alone',
      { health: sampled(busy), loads: ['burst', 'closed'] },
      `the firing thread was 100 % busy and ${late}: lower the burst size or add --threads 2`,
    ],
    [
      'a busy firing thread under ramps and bursts',
      { health: sampled(busy), loads: ['stages', 'burst'] },
      `the firing thread was 100 % busy and ${late}: lower the rate or the burst size or add --threads 2`,
    ],
    [
      'a busy firing thread that sent nothing in any second',
      { health: sampled({ ...busy, mostSentPerSecond: 0.4 }) },
      `the firing thread was 100 % busy and ${late}: lower the rate or add --threads 2`,
    ],
    [
      'a machine that others keep busy',
      { health: sampled({ machine: { mean: 0.9, max: 0.97 }, processCores: { mean: 0.5, max: 1.24 } }) },
      `the machine was 97 % busy (1.2 of 4 cores were coldburst's) and ${late}: stop other programs, lower the rate below 8,000/s, or take a larger machine`,
    ],
    [
      'a machine that the environments keep busy',
      {
        sharesCores: true,
        loads: ['burst'],
        health: {
          ...lagP99(131),
          ...sampled({ machine: { mean: 0.9, max: 1 }, processCores: { mean: 0.1, max: 0.3 } }),
        },
      },
      "the machine was 100 % busy (0.3 of 4 cores were coldburst's) and sends were late (schedule lag p99 131 ms of 5,000 sends, limit 100 ms): stop other programs, start fewer environments, lower the burst size, or take a larger machine",
    ],
    [
      'a firing thread that others leave no core',
      { health: sampled({ ...busy, machine: { mean: 1, max: 1 }, processCores: { mean: 0.3, max: 0.5 } }) },
      `the machine was 100 % busy (0.5 of 4 cores were coldburst's) and ${late}: stop other programs, lower the rate below 8,000/s, or take a larger machine`,
    ],
    [
      'a busy firing thread that caught up faster than the plan asks for',
      { health: sampled({ ...busy, mostSentPerSecond: 10_400 }) },
      `the firing thread was 100 % busy and ${late}: lower the rate or add --threads 2`,
    ],
    [
      'a busy firing thread under ramps',
      { health: sampled(busy), loads: ['stages'] },
      `the firing thread was 100 % busy and ${late}: lower the rate below 8,000/s or add --threads 2`,
    ],
    [
      'a burst that takes too long to write',
      {
        loads: ['burst'],
        health: {
          ...sampled(),
          burstSkew: [
            { phase: 0, at: micros(0), size: 5_000, skew: fromMillis(32) },
            { phase: 0, at: micros(9), size: 100, skew: fromMillis(2) },
          ],
        },
      },
      `a burst of 5,000 took 32 ms to write and ${late}: lower the burst size or add --threads 2`,
    ],
    [
      'a standstill of an idle firing thread',
      { health: sampled({ longestDelay: { took: fromMillis(2_310), by: fromSeconds(12) } }) },
      `the firing thread stood still for 2.31 s in the second up to 12 s and ${late}: this process was stopped or the machine paused, so run it again undisturbed`,
    ],
    [
      'a long standstill, however busy the machine was',
      {
        health: {
          ...lagP99(900),
          ...sampled({
            machine: { mean: 1, max: 1 },
            longestDelay: { took: fromMillis(1_002), by: fromSeconds(4) },
          }),
        },
      },
      'the firing thread stood still for 1 s in the second up to 4 s and sends were late (schedule lag p99 900 ms of 5,000 sends, limit 10 ms): this process was stopped or the machine paused, so run it again undisturbed',
    ],
    [
      'connections that are opened within a burst',
      {
        loads: ['burst'],
        firing: { prewarm: false },
        health: {
          ...sampled(),
          connectionSetup: millisDistribution(300, [1, 20, 40], [20, 30, 35, 40, 40]),
          burstSkew: [{ phase: 0, at: micros(0), size: 300, skew: fromMillis(32) }],
        },
      },
      `a burst of 300 took 32 ms to connect and write and ${late}: leave out --no-prewarm, or lower the burst size`,
    ],
    [
      'nothing that the samples tell, with the rate that was managed',
      { health: sampled() },
      `${late}: lower the rate below 8,000/s, or give this machine less to do`,
    ],
    ['nothing where there are no samples', {}, `${late}: ${lowered}`],
  ])('names %s', (_, said, sentence) => {
    expect(reason({ ...said, health: { ...lagP99(31), ...said.health } })).toBe(sentence)
  })

  it('blames no burst that was late as a whole', () => {
    const burstSkew = [{ phase: 0, at: micros(0), size: 50, skew: fromMillis(11) }]
    expect(reason({ loads: ['burst'], health: { ...lagP99(31), burstSkew } })).toBe(
      `${late}: lower the burst size, or give this machine less to do`,
    )
  })
})

describe('arrivals dropped as late', () => {
  it('make a run invalid past one in a hundred', () => {
    const dropped = (count: number): SaidDoubts => ({
      counts: { sent: 1_000 - count, dropped: count },
      health: { late: { sent: 0, dropped: count } },
    })
    expect(reason(dropped(10))).toBeUndefined()
    expect(reason(dropped(11))).toBe(
      `11 of 1,000 arrivals were dropped because they were over 10 ms late (limit 1 %): ${lowered}`,
    )
  })
})

describe('a firing thread whose event loop was held up', () => {
  it('makes a run with a schedule invalid past 10 ms at p99, and is told beside late sends', () => {
    expect(reason({ health: delayP99(10) })).toBeUndefined()
    const stamped = 'answers were stamped late (event-loop delay p99 12.5 ms of 2,000, limit 10 ms)'
    expect(reason({ health: delayP99(12.5) })).toBe(`${stamped}: ${lowered}`)
    expect(
      reason({
        health: { ...delayP99(12.5), ...lagP99(31), ...sampled({ firingThread: { mean: 1, max: 1 } }) },
      }),
    ).toBe(
      'the firing thread was 100 % busy, sends were late (schedule lag p99 31 ms of 5,000 sends, limit 10 ms) ' +
        `and ${stamped}: lower the rate below 8,000/s or add --threads 2`,
    )
  })

  it('is a note where there is no schedule', () => {
    const said = { loads: ['closed'], health: delayP99(12.5) } as const
    expect(reason(said)).toBeUndefined()
    expect(notes(said)).toEqual([
      'The firing thread was held up at times: answers were stamped late (event-loop delay p99 12.5 ms of ' +
        '2,000, limit 10 ms).',
    ])
  })

  it('is not judged by fewer than five delays beyond the p99', () => {
    expect(reason({ health: delayP99(12.5, 499) })).toBeUndefined()
    expect(reason({ health: delayP99(12.5, 500) })).toBeDefined()
    expect(
      reason({ health: { eventLoopDelay: { p99: fromMillis(99), max: fromMillis(99) } } }),
    ).toBeUndefined()
  })

  it('has softer limits beside local environments', () => {
    expect(reason({ health: delayP99(99), sharesCores: true })).toBeUndefined()
    expect(notes({ health: delayP99(99), sharesCores: true })[0]).toContain('p99 99 ms')
    expect(reason({ health: delayP99(101), sharesCores: true })).toContain('limit 100 ms')
  })
})

describe('a single stall', () => {
  const stalled = (millis: number) =>
    sampled({ longestDelay: { took: fromMillis(millis), by: fromSeconds(7) } })

  it('is a note past 50 ms', () => {
    expect(notes({ health: stalled(50) })).toEqual([])
    expect(notes({ health: stalled(80) })).toEqual([
      'The firing thread was held up for 80 ms once, in the second up to 7 s: answers that came meanwhile were ' +
        'stamped late.',
    ])
  })

  it('is none where the run is invalid for it', () => {
    expect(notes({ health: { ...stalled(80), ...lagP99(60) } })).toEqual([])
  })
})
