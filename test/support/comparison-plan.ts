import type { ComparisonPlan, Design, Setting } from '../../lib/model/comparison-plan.ts'
import type { Plan } from '../../lib/model/plan.ts'
import { micros } from '../../lib/model/time.ts'
import { planWith } from './stored-plan.ts'

export interface ComparisonOverrides extends Partial<Omit<ComparisonPlan, 'base' | 'design'>> {
  readonly base?: Partial<Plan>
  readonly design?: Partial<Design>
}

/** 10 warm samples in 2 blocks and 4 cold ones in 2 bursts, of each of three memory sizes, unless it says more. */
export function comparisonPlanWith({ base, design, ...more }: ComparisonOverrides = {}): ComparisonPlan {
  return {
    schema: 'coldburst/comparison-plan@1',
    base: planWith({ phases: [{ name: 'load', discard: false, load: loop(1, 5) }], ...base }),
    settings: memorySettings(128, 256, 512),
    staging: 'versions',
    design: { warm: 10, warmPerBlock: 5, cold: 4, coldPerBlock: 2, mostWarm: 10, ...design },
    goals: { weight: 0.5, limits: [], tolerance: 0.05 },
    ...more,
  }
}

export const memorySettings = (...sizes: readonly number[]): Setting[] =>
  sizes.map((memoryMb) => ({ name: `${memoryMb} MB`, memoryMb }))

/** A closed loop without pauses. */
export const loop = (concurrency: number, requests: number) =>
  ({ kind: 'closed', concurrency, requests, thinkTime: micros(0) }) as const
