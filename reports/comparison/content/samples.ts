import type { Comparison, Series, Unfit } from '../../../lib/model/comparison.ts'
import { formatCount, plural } from '../../quantities.ts'

/** How a setting came by its samples. */
export interface SampleLine {
  readonly setting: string
  readonly says: string
}

/** A line for each setting that was fired at and did not simply get what was wanted. */
export const sampleLines = ({ settings }: Comparison): readonly SampleLine[] =>
  settings
    .filter(({ fate, warm, cold }) => fate.kind !== 'skipped' && (isRemarkable(warm) || isRemarkable(cold)))
    .map(({ setting, warm, cold }) => ({
      setting: setting.name,
      says: [...seriesWords(warm, 'warm'), ...seriesWords(cold, 'cold')].join('; '),
    }))

/** What there is to say of all the others. */
export function sampleSummary(comparison: Comparison): string {
  const fired = comparison.settings.filter(({ fate }) => fate.kind !== 'skipped').length
  const quiet = fired - sampleLines(comparison).length
  if (fired === 0) return 'none were taken'
  // What was cut short has no wrong invocations, only fewer of them.
  if (quiet < fired)
    return `${quiet === 0 ? 'none' : formatCount(quiet)} of ${plural(fired, 'setting')} simply got what was wanted`
  const which =
    fired === 1 ? 'the one setting' : fired === 2 ? 'both settings' : `all ${formatCount(fired)} settings`
  return `at ${which} every invocation was what it should be`
}

const isRemarkable = ({ wanted, accepted, discarded, failed }: Series): boolean =>
  accepted < wanted || failed > 0 || discarded.some(({ count }) => count > 0)

/** «20 of 20 cold, 1 failed, 4 discarded and repeated (3 warm, 1 of another version)» */
function seriesWords(series: Series, kind: 'warm' | 'cold'): readonly string[] {
  const { wanted, accepted, failed } = series
  if (wanted === 0 && accepted === 0) return []
  const discarded = series.discarded.filter(({ count }) => count > 0)
  const all = discarded.reduce((sum, { count }) => sum + count, 0)
  const whys = discarded.map(({ why, count }) => `${formatCount(count)} ${unfitWords[why]}`)
  return [
    [
      accepted > wanted
        ? `${formatCount(accepted)} ${kind}, ${formatCount(wanted)} wanted`
        : `${formatCount(accepted)} of ${formatCount(wanted)} ${kind}`,
      ...(failed > 0 ? [`${formatCount(failed)} failed${kind === 'warm' ? ' besides warm-ups' : ''}`] : []),
      ...(all > 0 ? [`${formatCount(all)} discarded (${whys.join(', ')})`] : []),
    ].join(', '),
  ]
}

const unfitWords: Readonly<Record<Unfit, string>> = {
  warm: 'warm',
  cold: 'cold',
  reinitialized: 'reinitialized',
  unverified: 'unverified',
  'other-version': 'of another version',
  'other-memory': 'of another memory size',
  'other-setting': 'perhaps of another setting',
}
