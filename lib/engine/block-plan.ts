import type { Block } from '../model/block.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { PhasePlan, Plan, TargetPlan } from '../model/plan.ts'
import { micros } from '../model/time.ts'
import { peakArrivalsAtOnce } from '../shapes/index.ts'

/** What one block fires: the plan of an ordinary run, at the place its setting is at. */
export function blockPlan(
  { base, design }: ComparisonPlan,
  { start, round }: Pick<Block, 'start' | 'round'>,
  qualifier: string | undefined,
): Plan {
  return {
    ...base,
    // Settings of one round get the same payloads at the same instants; another round gets others.
    seed: seedOf(base.seed, round),
    target: at(base.target, qualifier),
    phases: start === 'cold' ? [coldBurst(design.coldPerBlock)] : warmPhases(base),
    // They are about a setting, not about the handful of samples in a block.
    thresholds: [],
  }
}

/** Beyond the largest integer that is exact it begins again at 0. */
const seedOf = (seed: number, round: number): number =>
  seed <= Number.MAX_SAFE_INTEGER - round ? seed + round : round - (Number.MAX_SAFE_INTEGER - seed) - 1

function at(own: TargetPlan, qualifier: string | undefined): TargetPlan {
  const { qualifier: _, ...target } = own
  return defined({ ...target, qualifier })
}

const coldBurst = (size: number): PhasePlan => ({
  name: 'cold burst',
  discard: false,
  load: { kind: 'burst', size, repeat: 1, every: micros(0) },
})

/**
 * The load, after as many invocations at once as it has at once: they open the connections, and start the
 * environments where a change of `$LATEST`, or a long wait, has left none.
 */
function warmPhases({ phases }: Plan): PhasePlan[] {
  const atOnce = Math.max(...phases.map(({ load }) => peakArrivalsAtOnce(load)), 1)
  const warmUp: PhasePlan = {
    name: 'warm-up',
    discard: true,
    load: { kind: 'closed', concurrency: atOnce, requests: atOnce, thinkTime: micros(0) },
  }
  return [warmUp, ...phases]
}
