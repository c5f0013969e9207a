import type { Comparison, Recommendation } from '../model/comparison.ts'
import { listInWords } from '../summary/in-words.ts'

/**
 * The same recommendation, or nothing where it would be a judgement on numbers that can't be believed, or on some
 * settings before others had a sample.
 */
export function withhold(
  recommendation: Recommendation,
  { validity, ended, settings }: Pick<Comparison, 'validity' | 'ended' | 'settings'>,
): Recommendation {
  if (recommendation.kind === 'none') return recommendation
  const { ranking } = recommendation
  if (!validity.valid) {
    return { kind: 'none', why: 'The comparison is invalid, so it recommends nothing.', ranking }
  }
  const missing = settings.filter(({ fate }) => fate.kind === 'unmeasured').map(({ setting }) => setting.name)
  if (ended === 'completed' || missing.length === 0) return recommendation
  return { kind: 'none', why: `The comparison ended before ${listInWords(missing)} had samples.`, ranking }
}
