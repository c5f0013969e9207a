import type { BlockSeries } from '../diff/block-series.ts'
import { differencesOf } from '../diff/differences.ts'
import type { SettingDifferences } from '../model/comparison.ts'
import type { Setting } from '../model/comparison-plan.ts'
import type { Blocks } from '../stats/bootstrap.ts'
import { blocksOf, metricOf, pairedBlocks, roundsOf } from './sample-blocks.ts'
import { readCost } from './series.ts'
import type { SettingTally, StartTally } from './setting-tally.ts'

export interface Side {
  readonly setting: Setting
  readonly tally: SettingTally
}

/** Every later setting against the first, metric by metric; those without samples are left out. */
export function differencesFrom(sides: readonly Side[], seed: number): SettingDifferences[] {
  const [baseline, ...candidates] = sides
  if (baseline === undefined || !hasSamples(baseline)) return []
  const rounds = roundsOf(sides.map(({ tally }) => tally.warm))
  const series = seriesOf(baseline, rounds)
  return candidates.filter(hasSamples).map((candidate) => ({
    baseline: baseline.setting.name,
    candidate: candidate.setting.name,
    differences: differencesOf(series, seriesOf(candidate, rounds), { seed, paired: true }),
  }))
}

const hasSamples = ({ tally }: Side): boolean => tally.warm.accepted > 0

function seriesOf({ tally: { warm, cold } }: Side, rounds: readonly number[]): BlockSeries[] {
  return [
    { metric: 'response_time', start: 'warm', blocks: pairedBlocks(warm, rounds, metricOf('response_time')) },
    { metric: 'duration', start: 'warm', blocks: pairedBlocks(warm, rounds, metricOf('duration')) },
    {
      metric: 'billed_duration',
      start: 'warm',
      blocks: pairedBlocks(warm, rounds, metricOf('billed_duration')),
    },
    {
      metric: 'init_duration',
      start: 'cold',
      blocks: blocksOf(cold, 'cold', metricOf('init_duration')),
      independent: true,
    },
    { metric: 'cost_per_million', start: 'all', blocks: pairedBlocks(warm, rounds, readCost) },
    { metric: 'error_rate', start: 'all', blocks: errorsOf(warm, rounds) },
  ]
}

const errorsOf = ({ rounds: tallied }: StartTally, rounds: readonly number[]): Blocks =>
  rounds.map((round) => tallied.get(round)?.errors ?? [])
