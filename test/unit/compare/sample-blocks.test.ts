import { expect, it } from 'vitest'
import { blocksOf, metricOf, pairedBlocks, roundsOf } from '../../../lib/compare/sample-blocks.ts'
import { createTally, type SettingTally } from '../../../lib/compare/setting-tally.ts'
import { blockWith, loadPhase, reported } from '../../support/sampled.ts'

/** Durations in ms by round; a cold start is one of 100 ms of INIT more. */
function inRounds(start: 'warm' | 'cold', rounds: Readonly<Record<number, readonly number[]>>): SettingTally {
  const tally = createTally()
  for (const [round, durations] of Object.entries(rounds)) {
    const sent = durations.map((duration) => reported({ duration, ...(start === 'cold' && { init: 100 }) }))
    tally.addBlock(blockWith({ start, round: Number(round) }), [loadPhase], sent)
  }
  return tally
}

const duration = metricOf('duration')

it('warm samples are resampled round by round, in the order of rounds, without empty ones', () => {
  const { warm } = inRounds('warm', { 7: [3], 2: [1, 2], 5: [] })
  expect(blocksOf(warm, 'warm', duration)).toEqual([[1_000, 2_000], [3_000]])
})

it('cold samples are resampled one by one', () => {
  const { cold } = inRounds('cold', { 0: [1, 2], 3: [3] })
  expect(blocksOf(cold, 'cold', duration)).toEqual([[1_000], [2_000], [3_000]])
})

it('two settings are put side by side round by round, with nothing where one was not fired at', () => {
  const [a, b] = [inRounds('warm', { 0: [1], 3: [2] }).warm, inRounds('warm', { 3: [4], 9: [5] }).warm]
  const rounds = roundsOf([a, b])
  expect(rounds).toEqual([0, 3, 9])
  expect(pairedBlocks(a, rounds, duration)).toEqual([[1_000], [2_000], []])
  expect(pairedBlocks(b, rounds, duration)).toEqual([[], [4_000], [5_000]])
})
