import type { Load, Stage } from '../model/plan.ts'
import { toSeconds } from '../model/time.ts'

/** How many arrivals a load means to send; undefined for a closed loop that ends by time. */
export function expectedArrivals(load: Load): number | undefined {
  switch (load.kind) {
    case 'burst':
      return load.size * load.repeat
    case 'rate':
      return load.perSecond * toSeconds(load.duration)
    case 'stages':
      return areaUnder(load.stages)
    case 'closed':
      return load.requests
    default:
      return load satisfies never
  }
}

/** How many invocations a load may ask for at about the same time; with a rate, what comes within a second. */
export function aboutAtOnce(load: Load): number {
  switch (load.kind) {
    case 'burst':
      return load.size
    case 'rate':
      return Math.ceil(load.perSecond)
    case 'stages':
      return Math.max(1, ...load.stages.map(({ perSecond }) => Math.ceil(perSecond)))
    case 'closed':
      return load.concurrency
    default:
      return load satisfies never
  }
}

function areaUnder(stages: readonly Stage[]): number {
  return stages.reduce((sum, { duration, perSecond }, i) => {
    const from = stages[i - 1]?.perSecond ?? 0
    return sum + ((from + perSecond) / 2) * toSeconds(duration)
  }, 0)
}
