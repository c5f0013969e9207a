import type { Fate, NothingToRecommend, SettingResult } from '../model/comparison.ts'
import { failureWords } from './failure-words.ts'
import { countInWords } from '../summary/in-words.ts'

/** Why there is nothing to recommend where no setting takes part: what became of each. */
export function nobodyMeasured(
  settings: readonly Pick<SettingResult, 'setting' | 'fate' | 'warm'>[],
): NothingToRecommend {
  const each = settings.map(({ setting, fate }) => `${setting.name} ${whatBecame(fate)}`)
  // Of one that fails too often there may be figures, so it was measured.
  const measured = settings.some(({ warm }) => warm.accepted > 0)
  const opening = measured ? 'No setting was measured with few enough failures' : 'No setting was measured'
  return { kind: 'none', why: `${opening}: ${each.join('; ')}.` }
}

function whatBecame(fate: Fate): string {
  switch (fate.kind) {
    case 'measured':
      return 'was measured'
    case 'failing':
      return `failed in ${countInWords(fate.failed)} of ${countInWords(fate.of)} invocations, warm-ups included, most often with ${failureWords(fate)}`
    case 'skipped':
      return `was skipped: ${withoutStop(fate.why)}`
    case 'unmeasured':
      return `has no sample: ${withoutStop(fate.why)}`
    default:
      return fate satisfies never
  }
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '')
