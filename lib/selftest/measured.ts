import { isSent, type Observation, type Sent } from '../model/observation.ts'
import type { Distribution, DistributionMetric } from '../model/distribution.ts'
import type { PhaseSummary, Run } from '../model/run.ts'
import type { NumberRow } from '../model/selftest.ts'
import type { Noise } from './noise/noise.ts'
import { quantile } from './oracle/quantile.ts'
import { permilles } from './oracle/quantile.ts'
import { compare } from './rows.ts'
import type { Served } from './server/messages.ts'

/** What one run of the product said, and what else was seen meanwhile. */
export interface Measured {
  readonly run: Pick<Run, 'phases' | 'counts' | 'validity' | 'health' | 'errors' | 'distributions' | 'notes'>
  readonly observations: readonly Observation[]
  /** The server's own book. */
  readonly served: readonly Served[]
  readonly noise: Noise
}

/** One of the percentiles that reports print, or the maximum. */
export type Point = keyof typeof permilles | 'max'

/** How close a percentile has to come to the one that theory gives: the larger of both parts. */
export interface Closeness {
  readonly relative: number
  /** µs: the way there and back, and what timers round. */
  readonly floor: number
}

/** What a loopback connection and a timer add to each invocation on a quiet machine, µs. */
export const usualFloor = 1_500

/** Rows for percentiles of a metric as the run's document has it, against those of the values theory gives. */
export function percentileRows(
  label: string,
  claimed: readonly number[],
  measured: Distribution | undefined,
  points: readonly Point[],
  { relative, floor }: Closeness,
  noise: Noise,
): NumberRow[] {
  return points.map((point) => {
    const value = quantile(claimed, point === 'max' ? 1_000 : permilles[point]) ?? NaN
    return compare({
      what: `${label} ${point.replace('_', '.')}`,
      unit: 'µs',
      claimed: value,
      measured: measured?.[point],
      tolerance: Math.max(value * relative, floor),
      noise: noise.at(point === 'max' ? 100 : permilles[point] / 10),
    })
  })
}

export const countRow = (what: string, claimed: number, measured: number | undefined): NumberRow =>
  compare({ what, unit: 'count', claimed, measured, tolerance: 0 })

/** The document's distribution of all starts in one phase. */
export const inPhase = (
  { run }: Pick<Measured, 'run'>,
  index: number,
  metric: DistributionMetric,
): Distribution | undefined => run.phases[index]?.distributions[metric]?.all

export const phaseOf = ({ run }: Measured, index: number): PhaseSummary | undefined => run.phases[index]

/** What was sent in a phase, in order of the planned instants. */
export const sentIn = ({ observations }: Pick<Measured, 'observations'>, phase: number): Sent[] =>
  observations
    .filter(isSent)
    .filter((sent) => sent.phase === phase)
    .toSorted((a, b) => a.scheduledAt - b.scheduledAt || a.seq - b.seq)
