import type { Comparative } from '../model/comparison.ts'
import type { Setting } from '../model/comparison-plan.ts'
import { type SpeedMetric, speedMetricOf, type TellsSpeed } from '../model/speed-metric.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Blocks, compareBlocks, estimate, type Statistic } from '../stats/bootstrap.ts'
import { blocksOf, metricOf, pairedBlocks, roundsOf, type ReadSample } from './sample-blocks.ts'
import { readCost } from './series.ts'
import type { StartTally } from './setting-tally.ts'
import { sharedRounds, tellsApart } from './shared-rounds.ts'

/** A setting that takes part: it has warm samples, and few enough of its invocations failed. */
export interface Contestant {
  readonly setting: Setting
  readonly warm: StartTally
  /** Of the plan's limits. */
  readonly limits: readonly Verdict[]
}

/** What settings are ranked by. */
export type Criterion = 'cost' | 'time'

export interface Entrant {
  readonly setting: Setting
  readonly limits: readonly Verdict[]
  /**
   * The 50th percentile, µs; absent for all where it is not known for all. One that the sample is too small to tell is
   * not known: the setting may be the fastest or the slowest. Nor is one of which no difference can be shown.
   */
  readonly time?: number
  /** USD per million, the mean; absent for all where it is not known for all, or no difference can be shown. */
  readonly cost?: number
}

/** One of which both are known, so that it can be weighed against others. */
export type Weighable = Entrant & Required<Pick<Entrant, Criterion>>

/** All of them, or none where it is not known what they cost or how fast they are. */
export function weighable(entrants: readonly Entrant[]): readonly Weighable[] {
  const known = entrants.filter(isWeighable)
  return known.length === entrants.length ? known : []
}

const isWeighable = (entrant: Entrant): entrant is Weighable =>
  entrant.time !== undefined && entrant.cost !== undefined

/** All settings that take part, and how two of them compare. */
export interface Field {
  /** In the plan's order. */
  readonly entrants: readonly Entrant[]
  /** What their time is. */
  readonly speedBy: SpeedMetric
  /** The fewest that two of them both have samples in: too few show no difference. Undefined where there are no two. */
  readonly rounds: number | undefined
  /** `other` beside `first`, round by round. */
  compare(by: Criterion, first: Entrant, other: Entrant): Comparative
}

/** Undefined when nobody takes part. Time is what `speedMetricOf` says. */
export function createField(contestants: readonly Contestant[], seed: number): Field | undefined {
  const rounds = roundsOf(contestants.map(({ warm }) => warm))
  const speedBy = speedOf(contestants, rounds, seed)
  const readTime = readTimes[speedBy]
  const sides = contestants.map((contestant) => sideOf(contestant, rounds, readTime, seed))
  if (sides.length === 0) return undefined
  const timed = isKnown(sides, 'time')
  const priced = isKnown(sides, 'cost')
  const blocks = new Map<string, Side>(sides.map((side) => [side.setting.name, side]))
  const sampled = ({ setting }: Entrant, by: Criterion): Blocks => blocks.get(setting.name)?.blocks[by] ?? []
  return {
    entrants: sides.map(({ setting, limits, time, cost }) => ({
      setting,
      limits,
      ...(timed && time !== undefined && { time }),
      ...(priced && cost !== undefined && { cost }),
    })),
    speedBy,
    rounds: sharedRounds(contestants.map(({ warm }) => roundsWithSamples(warm))),
    compare: once((by, first, other) => {
      if (first === other) return itself(first)
      const options = { seed, paired: true }
      const compared = compareBlocks(sampled(first, by), sampled(other, by), statistics[by], options)
      const { relative = 0, relativeInterval: interval, verdict = 'unknown' } = compared ?? {}
      return { setting: other.setting.name, relative, ...(interval && { interval }), verdict }
    }),
  }
}

/** Whether it is so of all of them, and what they differ in can be shown. */
const isKnown = (sides: readonly Side[], by: Criterion): boolean =>
  sides.every((side) => side[by] !== undefined) && areToldApart(sides.map(({ blocks }) => blocks[by]))

const areToldApart = (each: readonly Blocks[]): boolean => tellsApart(sharedRounds(each.map(filled)))

const filled = (blocks: Blocks): Set<number> =>
  new Set([...blocks.keys()].filter((round) => (blocks[round]?.length ?? 0) > 0))

const roundsWithSamples = ({ rounds }: StartTally): Set<number> =>
  new Set([...rounds].flatMap(([round, { samples }]) => (samples.length > 0 ? [round] : [])))

/** Rankings and recommendation ask for the same pairs, and each costs thousands of draws. */
function once(compare: Field['compare']): Field['compare'] {
  const known = new Map<string, Comparative>()
  return (by, first, other) => {
    const key = JSON.stringify([by, first.setting.name, other.setting.name])
    const found = known.get(key) ?? compare(by, first, other)
    known.set(key, found)
    return found
  }
}

const statistics: Readonly<Record<Criterion, Statistic>> = {
  cost: { kind: 'mean' },
  time: { kind: 'percentile', percentile: 50 },
}

interface Side extends Entrant {
  readonly blocks: Readonly<Record<Criterion, Blocks>>
}

function sideOf(
  { setting, warm, limits }: Contestant,
  rounds: readonly number[],
  readTime: ReadSample,
  seed: number,
): Side {
  const blocks = { cost: pairedBlocks(warm, rounds, readCost), time: pairedBlocks(warm, rounds, readTime) }
  const time = valueOf(blocks.time, statistics.time, seed)
  const cost = valueOf(blocks.cost, statistics.cost, seed)
  return { setting, limits, ...(time !== undefined && { time }), ...(cost !== undefined && { cost }), blocks }
}

/** The value alone, where it may be printed: one replicate is the fewest that can be asked for. */
function valueOf(blocks: Blocks, statistic: Statistic, seed: number): number | undefined {
  const found = estimate(blocks, statistic, { seed, replicates: 1 })
  return found?.resolved === true ? found.value : undefined
}

const readTimes: Readonly<Record<SpeedMetric, ReadSample>> = {
  duration: metricOf('duration'),
  responseTime: metricOf('response_time'),
}

function speedOf(contestants: readonly Contestant[], rounds: readonly number[], seed: number): SpeedMetric {
  const tells = contestants.map((contestant) => tellsSpeed(contestant, seed))
  return speedMetricOf(tells, (metric) =>
    areToldApart(contestants.map(({ warm }) => pairedBlocks(warm, rounds, readTimes[metric]))),
  )
}

function tellsSpeed({ warm }: Contestant, seed: number): TellsSpeed {
  const of = (metric: SpeedMetric) =>
    estimate(blocksOf(warm, 'warm', readTimes[metric]), statistics.time, { seed, replicates: 1 })
  return { duration: of('duration'), responseTime: of('responseTime') }
}

const itself = ({ setting: { name } }: Entrant): Comparative => ({
  setting: name,
  relative: 0,
  interval: { low: 0, high: 0 },
  verdict: 'level',
})
