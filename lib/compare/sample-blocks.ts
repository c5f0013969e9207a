import type { Block } from '../model/block.ts'
import type { DistributionMetric } from '../model/distribution.ts'
import type { Blocks } from '../stats/bootstrap.ts'
import type { RoundTally, Sample, StartTally } from './setting-tally.ts'

/** Reads one number of a sample; undefined where it is not known. */
export type ReadSample = (sample: Sample) => number | undefined

export const metricOf =
  (metric: DistributionMetric): ReadSample =>
  ({ metrics }) =>
    metrics[metric]

/**
 * One number of all samples, in the blocks that are resampled together. Warm ones by round, because what drifts
 * touches a whole round; every cold one for itself, because it was the first of an environment of its own.
 */
export function blocksOf(tally: StartTally, start: Block['start'], read: ReadSample): Blocks {
  const rounds = inOrder(tally).map(({ samples }) => known(samples, read))
  return start === 'warm' ? rounds.filter(({ length }) => length > 0) : rounds.flat().map((value) => [value])
}

/** The rounds of all settings, in order: the places in which `pairedBlocks` puts them. */
export function roundsOf(tallies: readonly StartTally[]): number[] {
  return [...new Set(tallies.flatMap(({ rounds }) => [...rounds.keys()]))].sort((a, b) => a - b)
}

/** A block for each of the rounds, so that two settings can be compared round by round; empty where it has none. */
export function pairedBlocks(tally: StartTally, rounds: readonly number[], read: ReadSample): Blocks {
  return rounds.map((round) => known(tally.rounds.get(round)?.samples ?? [], read))
}

const inOrder = ({ rounds }: StartTally): RoundTally[] =>
  [...rounds].sort(([a], [b]) => a - b).map(([, round]) => round)

const known = (samples: readonly Sample[], read: ReadSample): number[] =>
  samples.map(read).filter((value) => value !== undefined)
