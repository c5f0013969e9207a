import type { Load } from '../model/plan.ts'

/**
 * Into how many blocks the invocations of a phase without bursts are cut. Those that follow one another are not
 * independent, so stretches of them are resampled, long against what ties neighbours together and many enough for an
 * interval. Sources: Carlstein, «The use of subseries values for estimating the variance of a general statistic from
 * a stationary sequence», Annals of Statistics 14 (1986), 1171; Künsch, «The jackknife and the bootstrap for general
 * stationary observations», Annals of Statistics 17 (1989), 1217; of performance tests, where it is the machine and
 * not the request that is to be resampled: Bakshy and Frachtenberg, «Design and Analysis of Benchmarking Experiments
 * for Distributed Internet Services», WWW 2015.
 */
export const stretches = 20

/** Of very many bursts neighbours are taken together: more blocks make no interval better. */
const mostBlocks = 200

/** Into how many blocks a phase is cut, and into which of them an arrival of its schedule falls. */
export interface Places {
  readonly blocks: number
  readonly blockOf: (seq: number) => number
}

/**
 * By the schedule and not by what was fired of it: a run that was interrupted has its beginning in the same blocks as
 * a whole one. Undefined of a closed loop, which has no schedule.
 */
export function placesOf(load: Load, planned = 0): Places | undefined {
  if (load.kind === 'closed') return undefined
  if (load.kind !== 'burst')
    return { blocks: stretches, blockOf: (seq) => Math.floor((seq * stretches) / planned) }
  const { size, repeat } = load
  const blocks = Math.min(repeat, mostBlocks)
  return { blocks, blockOf: (seq) => Math.floor((Math.floor(seq / size) * blocks) / repeat) }
}
