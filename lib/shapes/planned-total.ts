import type { Plan } from '../model/plan.ts'
import { createRandom } from '../stats/prng.ts'
import { plannedArrivals } from './index.ts'

/** Arrivals of all phases together; undefined where one ends by time and nobody knows how many fit in. */
export function plannedTotal({ phases, seed }: Plan): number | undefined {
  let total = 0
  for (const [phase, { load }] of phases.entries()) {
    const planned = plannedArrivals(load, createRandom(seed, phase))
    if (planned === undefined) return undefined
    total += planned
  }
  return total
}
