import type { Share, Workload } from '../model/arrival.ts'
import type { Load } from '../model/plan.ts'
import type { Random } from '../stats/prng.ts'
import { burst } from './burst.ts'
import { closed } from './closed.ts'
import { rate } from './rate.ts'
import type { Shape } from './shape.ts'
import { stages } from './stages.ts'

/** One phrase for people, for example `3 bursts of 10, 6 s apart`. */
export const describeLoad = (load: Load): string => shapeOf(load).describe()

/**
 * What one share fires of a load. Arrivals are made one by one and can be iterated again from the start.
 * `random` is copied, never advanced. Throws RangeError for a share that does not exist.
 */
export const workload = (load: Load, share: Share, random: Random): Workload =>
  shapeOf(load).workload(share, random)

/**
 * Arrivals of all shares together; undefined for a closed loop that time can end, and for Poisson arrivals
 * when `random` (the one given to `workload`) is left out.
 */
export const plannedArrivals = (load: Load, random?: Random): number | undefined =>
  shapeOf(load).planned(random)

/** The most arrivals that are planned for one instant: a burst's size, a closed loop's concurrency. */
export const peakArrivalsAtOnce = (load: Load): number => shapeOf(load).peakAtOnce

/** The highest rate a load reaches by its plan; 0 where arrivals are not paced. */
export const peakPerSecond = (load: Load): number => shapeOf(load).peakPerSecond

function shapeOf(load: Load): Shape {
  switch (load.kind) {
    case 'burst':
      return burst(load)
    case 'rate':
      return rate(load)
    case 'stages':
      return stages(load)
    case 'closed':
      return closed(load)
    default:
      return load satisfies never
  }
}
