import { evaluateAll } from '../gates/evaluate-all.ts'
import type { Behind, SettingResult } from '../model/comparison.ts'
import type { ComparisonPlan, Setting } from '../model/comparison-plan.ts'
import { type FateFacts, fateOf } from './fate.ts'
import { needsHomes } from './homes.ts'
import { seriesOf } from './series.ts'
import { createSettingSource } from './setting-source.ts'
import type { SettingTally } from './setting-tally.ts'

export interface ResultFacts extends Omit<FateFacts, 'warm' | 'wantsMemory'> {
  readonly plan: ComparisonPlan
  readonly behind?: Behind | undefined
}

/** What a comparison says of one setting. */
export function settingResult(
  setting: Setting,
  tally: SettingTally,
  { plan, errors, behind, ...facts }: ResultFacts,
): SettingResult {
  const { design, goals, base } = plan
  const { seed } = base
  const warm = seriesOf(tally.warm, { start: 'warm', wanted: design.warm, seed })
  const cold = seriesOf(tally.cold, { start: 'cold', wanted: design.cold, seed })
  const hasSamples = warm.accepted + cold.accepted > 0
  return {
    setting,
    fate: fateOf(tally, {
      ...facts,
      warm,
      errors,
      wantsMemory: plan.staging === 'in-place' && !needsHomes(plan),
    }),
    warm,
    cold,
    errors,
    versions: [...tally.versions].sort(),
    ...(behind && { behind }),
    limits: hasSamples ? evaluateAll(goals.limits, createSettingSource(tally, seed)) : [],
  }
}
