import { describe, expect, it } from 'vitest'
import { createField } from '../../../lib/compare/field.ts'
import { createTally, type StartTally } from '../../../lib/compare/setting-tally.ts'
import { sentInMillis } from '../../support/observations.ts'
import { blockWith, loadPhase, memorySetting, reported } from '../../support/sampled.ts'

/** 20 rounds of five, all as long; of each round so many have a REPORT line. Their caller waits 5 ms more. */
function warmOf(duration: number, reports: number, roundsWithReports = 20): StartTally {
  const tally = createTally()
  const probe = { from: 'payload', environmentId: 'e', processId: 'p', call: 2 } as const
  const silent = sentInMillis({ at: 0, end: duration + 5, markers: { executedVersion: '1', probe } })
  const said = reported({ duration }, { markers: { probe } })
  for (let round = 0; round < 20; round += 1) {
    const sent = Array.from({ length: 5 }, (_, index) =>
      index < reports && round < roundsWithReports ? said : silent,
    )
    tally.addBlock(blockWith({ round }), [loadPhase], sent)
  }
  return tally.warm
}

/** ms. */
function timesOf(...tallies: readonly StartTally[]): (number | undefined)[] {
  const contestants = tallies.map((warm, index) => ({
    setting: memorySetting(128 << index),
    warm,
    limits: [],
  }))
  const { entrants = [] } = createField(contestants, 1) ?? {}
  return entrants.map(({ time }) => time && time / 1_000)
}

describe('the time by which settings are ranked', () => {
  it('is Duration where every setting has enough of it', () => {
    expect(timesOf(warmOf(100, 5), warmOf(50, 1))).toEqual([100, 50])
  })

  it('is response time where one has samples enough, and hardly a Duration', () => {
    const few = createTally()
    few.addBlock(blockWith({ round: 0 }), [loadPhase], [reported({ duration: 50 })])
    const hardly: StartTally = {
      ...warmOf(50, 0),
      rounds: new Map([...warmOf(50, 0).rounds, [20, few.warm.rounds.get(0)!]]),
    }
    expect(timesOf(warmOf(100, 5), hardly)).toEqual([105, 55])
  })

  it('is response time where Durations are many and of few rounds, which show no difference', () => {
    // 25 Durations tell a p50, and take five rounds.
    expect(timesOf(warmOf(100, 5, 5), warmOf(50, 5, 5))).toEqual([105, 55])
    expect(timesOf(warmOf(100, 5, 6), warmOf(50, 5, 6))).toEqual([100, 50])
  })

  it('is not known where one has too few samples', () => {
    const few = createTally()
    few.addBlock(blockWith(), [loadPhase], [reported({ duration: 50 })])
    expect(timesOf(warmOf(100, 5), few.warm)).toEqual([undefined, undefined])
  })
})
