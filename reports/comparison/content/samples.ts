import type { Comparison, Series, Unfit } from '../../../lib/model/comparison.ts'
import { formatCount } from '../../quantities.ts'

/** How a setting came by its samples; a text is empty where there is nothing to say. */
export interface SampleLine {
  readonly setting: string
  readonly warm: string
  readonly cold: string
  readonly discarded: string
  readonly failed: string
}

/** A line for each setting that was fired at and did not simply get what was wanted. */
export const sampleLines = ({ settings }: Comparison): readonly SampleLine[] =>
  settings
    .filter(({ fate, warm, cold }) => fate.kind !== 'skipped' && (isRemarkable(warm) || isRemarkable(cold)))
    .map(({ setting, warm, cold }) => ({
      setting: setting.name,
      warm: acceptedOf(warm),
      cold: acceptedOf(cold),
      discarded: [...discardedWords(warm, 'warm'), ...discardedWords(cold, 'cold')].join(', '),
      failed: failedWords(warm, cold),
    }))

/** What there is to say of all the others: «6 settings have all their samples, and none was discarded». */
export function sampleSummary(comparison: Comparison): string {
  const fired = comparison.settings.filter(({ fate }) => fate.kind !== 'skipped').length
  const quiet = fired - sampleLines(comparison).length
  if (fired === 0) return 'none were taken'
  const which =
    quiet === fired
      ? fired === 1
        ? 'the setting has'
        : `all ${formatCount(fired)} settings have`
      : quiet === 0
        ? 'no setting has'
        : `${formatCount(quiet)} of ${formatCount(fired)} settings ${quiet === 1 ? 'has' : 'have'}`
  return `${which} what was wanted without one discarded or failed`
}

const isRemarkable = ({ wanted, accepted, discarded, failed }: Series): boolean =>
  accepted < wanted || failed > 0 || discarded.some(({ count }) => count > 0)

const acceptedOf = ({ wanted, accepted }: Series): string =>
  wanted === 0 && accepted === 0 ? '' : `${formatCount(accepted)} of ${formatCount(wanted)}`

const discardedWords = ({ discarded }: Series, meant: 'warm' | 'cold'): readonly string[] =>
  discarded
    .filter(({ count }) => count > 0)
    .map(({ why, count }) => `${formatCount(count)} ${unfitWords[why]} where ${meant} was meant`)

const unfitWords: Readonly<Record<Unfit, string>> = {
  warm: 'warm',
  cold: 'cold',
  reinitialized: 'reinitialized',
  unverified: 'unverified',
  'other-version': 'of another version',
  'other-memory': 'of another memory size',
}

function failedWords(warm: Series, cold: Series): string {
  const parts = [
    ...(warm.failed > 0 ? [`${formatCount(warm.failed)} warm`] : []),
    ...(cold.failed > 0 ? [`${formatCount(cold.failed)} cold`] : []),
  ]
  return parts.join(', ')
}
