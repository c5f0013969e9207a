/** What speed means in a comparison: one metric for all settings, because the two can't be compared. */
export type SpeedMetric = 'duration' | 'responseTime'

/** Whether the p50 of each can be told of a setting; absent where no sample has one. */
export type TellsSpeed = Readonly<Partial<Record<SpeedMetric, { readonly resolved: boolean } | undefined>>>

/** Duration, unless only response time tells the p50 of every setting, or some setting has no Duration at all. */
export function speedMetricOf(settings: readonly TellsSpeed[]): SpeedMetric {
  const resolves = (metric: SpeedMetric): boolean =>
    settings.every((setting) => setting[metric]?.resolved === true)
  if (resolves('duration')) return 'duration'
  if (resolves('responseTime')) return 'responseTime'
  return settings.every(({ duration }) => duration !== undefined) ? 'duration' : 'responseTime'
}
