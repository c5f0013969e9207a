import { plannedBlocks } from '../compare/schedule.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import type { Load } from '../model/plan.ts'
import { type Micros, micros } from '../model/time.ts'

/**
 * How long the schedules of all planned warm blocks take together, one after the other. It is less than the whole: how
 * long answers and changes take is not known ahead, and closed loops and single bursts take nothing else.
 */
export function scheduledTime({ base, design, settings }: ComparisonPlan): Micros {
  const block = base.phases.reduce((sum, { load }) => sum + lengthOf(load), 0)
  return micros(block * plannedBlocks(design, 'warm') * settings.length)
}

function lengthOf(load: Load): number {
  switch (load.kind) {
    case 'burst':
      return (load.repeat - 1) * load.every
    case 'rate':
      return load.duration
    case 'stages':
      return load.stages.reduce((sum, { duration }) => sum + duration, 0)
    case 'closed':
      return 0
    default:
      return load satisfies never
  }
}
