import type { Fate, NothingToRecommend, SettingResult } from '../model/comparison.ts'
import { countInWords } from '../summary/in-words.ts'

/** Why there is nothing to recommend where no setting was measured: what became of each. */
export function nobodyMeasured(
  settings: readonly Pick<SettingResult, 'setting' | 'fate'>[],
): NothingToRecommend {
  const each = settings.map(({ setting, fate }) => `${setting.name} ${whatBecame(fate)}`)
  return { kind: 'none', why: `No setting was measured: ${each.join('; ')}.` }
}

function whatBecame(fate: Fate): string {
  switch (fate.kind) {
    case 'measured':
      return 'was measured'
    case 'failing':
      return `failed in ${countInWords(fate.failed)} of ${countInWords(fate.of)} invocations, warm-ups included, most often with ${fate.name}`
    case 'skipped':
      return `was skipped: ${withoutStop(fate.why)}`
    case 'unmeasured':
      return `has no sample: ${withoutStop(fate.why)}`
    default:
      return fate satisfies never
  }
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '')
