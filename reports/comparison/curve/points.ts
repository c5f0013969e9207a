import type { Comparison } from '../../../lib/model/comparison.ts'
import type { Interval } from '../../../lib/model/verdict.ts'
import {
  costOf,
  measuredSettings,
  rankingOf,
  recommendedName,
  warmP50,
  warmTimes,
} from '../content/standings.ts'

/** A setting in the plane of price and speed. Time is µs, cost USD for a million warm invocations. */
export interface CurvePoint {
  readonly name: string
  readonly memoryMb?: number
  /** What else than memory it sets: points of one series differ in memory alone. */
  readonly series: string
  readonly time: number
  readonly timeInterval: Interval
  readonly cost: number
  readonly costInterval: Interval
  readonly onFront: boolean
  readonly recommended: boolean
  /** Warm samples. */
  readonly count: number
}

/** Every setting of which both are known, in the plan's order. */
export const curvePoints = (comparison: Comparison): readonly CurvePoint[] =>
  measuredSettings(comparison).flatMap((result) => {
    const { setting, warm } = result
    const { name, memoryMb, ...rest } = setting
    const [time, cost] = [warmP50(comparison, name), costOf(comparison, name)]
    if (time === undefined || cost === undefined || time < 0 || cost < 0) return []
    return [
      {
        name,
        ...(memoryMb !== undefined && { memoryMb }),
        series: memoryMb === undefined ? name : seriesName(rest),
        time,
        timeInterval: warmTimes(comparison, result)?.p50.interval ?? {},
        cost,
        costInterval: warm.costPerMillion?.interval ?? {},
        onFront: rankingOf(comparison)?.front.includes(name) ?? false,
        recommended: recommendedName(comparison) === name,
        count: warm.accepted,
      },
    ]
  })

/** The Pareto front from the fastest to the cheapest. */
export const frontOf = (points: readonly CurvePoint[]): readonly CurvePoint[] =>
  points.filter(({ onFront }) => onFront).toSorted((a, b) => a.time - b.time || a.cost - b.cost)

/** What a setting sets besides memory: `arm64`, `LOG_LEVEL=debug`; empty where it is nothing. */
export const seriesName = ({
  architecture,
  environment,
  qualifier,
}: Pick<Comparison['settings'][number]['setting'], 'architecture' | 'environment' | 'qualifier'>): string =>
  [
    ...(architecture === undefined ? [] : [architecture]),
    ...Object.entries(environment ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(qualifier === undefined ? [] : [qualifier]),
  ].join(' ')
