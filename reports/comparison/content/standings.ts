import type {
  Comparative,
  Comparison,
  Percentiles,
  Ranking,
  SettingResult,
  Standing,
} from '../../../lib/model/comparison.ts'
import { tellsApart } from '../../../lib/compare/shared-rounds.ts'
import type { Estimate } from '../../../lib/model/difference.ts'
import { type SpeedMetric, speedMetricOf } from '../../../lib/model/speed-metric.ts'

/** What a report asks of a comparison again and again. Of one that was measured alone nothing is said by rank. */
export const rankingOf = (comparison: Comparison): Ranking | undefined =>
  measuredSettings(comparison).length === 1 ? undefined : comparison.recommendation.ranking

/** Absent where one is both the cheapest and the fastest: whatever the weight, it would be the balanced one, too. */
export const balancedOf = ({ cheapest, fastest, balanced }: Ranking): Standing | undefined =>
  cheapest !== undefined && cheapest.setting === fastest?.setting ? undefined : balanced

/** Whether nothing is known of any difference, and so nobody is called anything. */
export const hasTooFewRounds = (ranking: Ranking | undefined): boolean => !tellsApart(ranking?.rounds)

/** Whether anybody is held against the cheapest or the fastest. */
export const isRanked = (comparison: Comparison): boolean => {
  const ranking = rankingOf(comparison)
  return ranking !== undefined && !hasTooFewRounds(ranking)
}

/** The setting to take; undefined where nothing is recommended. */
export const recommendedName = ({ recommendation }: Comparison): string | undefined =>
  recommendation.kind === 'recommended' ? recommendation.setting : undefined

export const resultOf = ({ settings }: Comparison, name: string): SettingResult | undefined =>
  settings.find(({ setting }) => setting.name === name)

/** Those that can be recommended, in the plan's order. */
export const measuredSettings = ({ settings }: Comparison): readonly SettingResult[] =>
  settings.filter(({ fate }) => fate.kind === 'measured')

/** Whether there are figures of it. One that fails too often may have good samples all the same. */
export const hasFigures = ({ fate, warm }: SettingResult): boolean =>
  fate.kind === 'measured' || (fate.kind === 'failing' && warm.accepted > 0)

/** The one that the ranking goes by; where nobody is ranked, what those have of which there are figures. */
export const speedMetric = ({ recommendation: { ranking }, settings }: Comparison): SpeedMetric =>
  ranking?.speedBy ??
  speedMetricOf(
    settings.filter(hasFigures).map(({ warm: { duration, responseTime } }) => ({
      duration: duration?.p50,
      responseTime: responseTime?.p50,
    })),
    // Where nobody is ranked nobody is told apart, whatever the metric.
    () => true,
  )

export const speedNames: Readonly<Record<SpeedMetric, string>> = {
  duration: 'Duration',
  responseTime: 'response time',
}

/** How long a warm invocation takes, by the metric of the comparison. */
export const warmTimes = (comparison: Comparison, result: SettingResult): Percentiles | undefined =>
  result.warm[speedMetric(comparison)]

/** The 50th percentile of it, µs; undefined where the sample is too small. */
export function warmP50(comparison: Comparison, name: string): number | undefined {
  const result = resultOf(comparison, name)
  return result && known(warmTimes(comparison, result)?.p50)
}

/** USD for a million warm invocations; undefined where it is not known. */
export const costOf = (comparison: Comparison, name: string): number | undefined =>
  known(resultOf(comparison, name)?.warm.costPerMillion)

/** What may be printed of an estimate. */
export const known = (estimate: Estimate | undefined): number | undefined =>
  estimate?.resolved === true && Number.isFinite(estimate.value) ? estimate.value : undefined

export const comparativeOf = (comparatives: readonly Comparative[], name: string): Comparative | undefined =>
  comparatives.find(({ setting }) => setting === name)

/** Both were compared with the first of the ranking, not with each other: where their intervals are apart, so are they. */
export function isShownHigher(ranked: readonly Comparative[], high: string, low: string): boolean {
  const higher = comparativeOf(ranked, high)
  const [least, most] = [higher?.interval?.low, comparativeOf(ranked, low)?.interval?.high]
  return higher?.verdict === 'higher' && least !== undefined && most !== undefined && least > most
}
