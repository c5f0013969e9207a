/** What speed means in a comparison: one metric for all settings, because the two can't be compared. */
export type SpeedMetric = 'duration' | 'responseTime'

/** Whether the p50 of each can be told of a setting; absent where no sample has one. */
export type TellsSpeed = Readonly<Partial<Record<SpeedMetric, { readonly resolved: boolean } | undefined>>>

/**
 * Duration, unless only response time tells the p50 of every setting and what they differ in, or some setting has no
 * Duration at all. `tellsApart`: whether differences in a metric can be shown.
 */
export function speedMetricOf(
  settings: readonly TellsSpeed[],
  tellsApart: (metric: SpeedMetric) => boolean,
): SpeedMetric {
  const tells = (metric: SpeedMetric): boolean =>
    settings.every((setting) => setting[metric]?.resolved === true) && tellsApart(metric)
  if (tells('duration')) return 'duration'
  if (tells('responseTime')) return 'responseTime'
  return settings.every(({ duration }) => duration !== undefined) ? 'duration' : 'responseTime'
}
