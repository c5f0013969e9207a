import type { Sent } from '../../model/observation.ts'
import type { Row } from '../../model/selftest.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, sentIn, usualFloor } from '../measured.ts'
import {
  andersonDarling,
  andersonDarlingLimit,
  kolmogorovSmirnov,
  kolmogorovSmirnovLimit,
} from '../oracle/exponential.ts'
import { countPer, furthest, gapsOf, latenesses, variation } from '../oracle/spacing.ts'
import { compare } from '../rows.ts'

/** Arrivals as the server sees them, of each way to space them. */
export const arrivalSpacing: Check = {
  id: 'A12',
  title: 'Arrivals are spaced as planned, seen from the server',
  setup: 'Poisson 100/s for 4 s; uniform 100/s for 3 s; 3 bursts of 50, 400 ms apart; Poisson again',
  async run(bench) {
    const acts = [{ requests: Infinity, delays: [0] }]
    const whole = await bench.fire({ acts, profile: { seed, phases: [poisson('4s'), uniform, bursts] } })
    const again = await bench.fire({ acts, profile: { seed, phases: [poisson('1s')] } })
    const other = await bench.fire({ acts, profile: { seed: seed + 1, phases: [poisson('1s')] } })
    return [...compareSpacing(whole), ...compareSeeds(whole, again, other)]
  },
}

const seed = 20_261
export const spacingOfA12 = {
  poissonPerSecond: 100,
  uniformPerSecond: 100,
  uniformSeconds: 3,
  bursts: 3,
  burstSize: 50,
} as const

const poisson = (duration: string) => ({
  name: 'poisson',
  rate: { per: `${spacingOfA12.poissonPerSecond}/s`, for: duration, arrivals: 'poisson' as const },
})
const uniform = {
  name: 'uniform',
  rate: { per: `${spacingOfA12.uniformPerSecond}/s`, for: `${spacingOfA12.uniformSeconds}s` },
}
const bursts = {
  name: 'bursts',
  burst: { size: spacingOfA12.burstSize, repeat: spacingOfA12.bursts, every: '400ms' },
}

/** Each phase drains before the next one begins, so the server's book is in their order. */
export function compareSpacing(measured: Measured): readonly Row[] {
  const planned = [0, 1, 2].map((phase) => sentIn(measured, phase))
  const [first = [], second = [], third = []] = planned
  const arrived = measured.served.map(({ receivedAt }) => receivedAt)
  const uniformFrom = first.length
  const burstsFrom = uniformFrom + second.length
  return [
    countRow('arrivals at the server', first.length + second.length + third.length, arrived.length),
    ...uniformRows(arrived.slice(uniformFrom, burstsFrom), measured),
    behindRow('uniform', second, arrived.slice(uniformFrom, burstsFrom), measured),
    ...poissonRows(first, arrived.slice(0, uniformFrom)),
    behindRow('Poisson', first, arrived.slice(0, uniformFrom), measured),
    ...burstRows(arrived.slice(burstsFrom), measured),
  ]
}

function uniformRows(arrived: readonly number[], { noise }: Measured): readonly Row[] {
  const { uniformPerSecond, uniformSeconds } = spacingOfA12
  const gap = 1_000_000 / uniformPerSecond
  // From half a gap before the first, so that being early or late by less does not move one across an edge.
  const perTenth = countPer(arrived, (arrived[0] ?? 0) - gap / 2, 100_000, uniformSeconds * 10)
  const late = noise.at(99)
  return [
    compare({
      what: 'uniform: variation of gaps',
      unit: 'number',
      relation: 'at-most',
      claimed: 0.15,
      measured: variation(gapsOf(arrived)),
      tolerance: 0,
      noise: late / gap,
    }),
    compare({
      what: 'uniform: in each 100 ms',
      unit: 'count',
      claimed: uniformPerSecond / 10,
      measured: furthest(perTenth, uniformPerSecond / 10),
      tolerance: 1,
      noise: Math.ceil(noise.at(100) / gap),
      noiseBothWays: true,
    }),
  ]
}

function poissonRows(planned: readonly Sent[], arrived: readonly number[]): readonly Row[] {
  const mean = 1_000_000 / spacingOfA12.poissonPerSecond
  const gaps = gapsOf(arrived)
  const row = { unit: 'number' as const, relation: 'at-most' as const, tolerance: 0 }
  return [
    compare({
      ...row,
      what: 'Poisson: Anderson-Darling',
      claimed: andersonDarlingLimit,
      measured: andersonDarling(gapsOf(planned.map(({ scheduledAt }) => scheduledAt)), mean),
    }),
    compare({
      ...row,
      what: 'Poisson: Kolmogorov-Smirnov',
      claimed: kolmogorovSmirnovLimit(gaps.length),
      measured: kolmogorovSmirnov(gaps, mean),
      // A timer's millisecond moves the shortest gaps by that share of the mean.
      tolerance: usualFloor / mean / 3,
    }),
  ]
}

/** A schedule that drifts falls behind further and further, while its gaps look even. */
function behindRow(
  label: string,
  planned: readonly Sent[],
  arrived: readonly number[],
  { noise }: Measured,
): Row {
  const late = latenesses(
    arrived,
    planned.map(({ scheduledAt }) => scheduledAt),
  )
  return compare({
    what: `${label}: furthest behind its plan`,
    unit: 'µs',
    relation: 'at-most',
    claimed: 5_000,
    measured: late.length === 0 ? undefined : Math.max(...late),
    tolerance: 0,
    noise: noise.at(100),
  })
}

function burstRows(arrived: readonly number[], { noise }: Measured): readonly Row[] {
  const { bursts: count, burstSize } = spacingOfA12
  const starts = Array.from({ length: count }, (_, k) => arrived.slice(k * burstSize, (k + 1) * burstSize))
  const spreads = starts.map((burst) => Math.max(...burst) - Math.min(...burst))
  const apart = gapsOf(starts.map((burst) => Math.min(...burst)))
  return [
    compare({
      what: 'bursts: spread at the server',
      unit: 'µs',
      relation: 'at-most',
      claimed: 10_000,
      measured: Math.max(...spreads),
      tolerance: 0,
      noise: noise.at(100),
    }),
    compare({
      what: 'bursts: from one to the next',
      unit: 'µs',
      claimed: 400_000,
      measured: furthest(apart, 400_000),
      tolerance: 2 * usualFloor,
      noise: noise.at(100),
      noiseBothWays: true,
    }),
  ]
}

/** The beginning of a longer run with the same seed is the shorter run; with another seed it is not. */
export function compareSeeds(whole: Measured, again: Measured, other: Measured): readonly Row[] {
  const offsets = (measured: Measured): number[] => {
    const instants = sentIn(measured, 0).map(({ scheduledAt }) => scheduledAt)
    return instants.map((at) => at - (instants[0] ?? at))
  }
  const differing = (sample: readonly number[]): number => {
    const expected = offsets(whole)
    return sample.filter((at, index) => at !== expected[index]).length
  }
  const [same, different] = [offsets(again), offsets(other)]
  return [
    countRow('same seed: other instants', 0, same.length > 1 ? differing(same) : undefined),
    compare({
      what: 'other seed: other instants',
      unit: 'count',
      relation: 'at-least',
      claimed: different.length - 1,
      measured: differing(different),
      // Two of them may be alike by chance.
      tolerance: 2,
    }),
  ]
}
