/** A straight line through the points of one series, kept as running sums. `x` counts from 1. */
export interface Trend {
  count: number
  meanX: number
  meanY: number
  /** Sums of squared, and of multiplied, deviations from the means. */
  sumXX: number
  sumXY: number
  sumYY: number
  firstY: number
  highestY: number
  /** The `x` at which `y` last rose above all before. */
  lastRiseX: number
  lastX: number
}

export function emptyTrend(): Trend {
  return {
    count: 0,
    meanX: 0,
    meanY: 0,
    sumXX: 0,
    sumXY: 0,
    sumYY: 0,
    firstY: 0,
    highestY: -Infinity,
    lastRiseX: 0,
    lastX: 0,
  }
}

/** Adds one point; the update of means and sums is Welford's, which keeps small slopes on large values exact. */
export function addPoint(trend: Trend, x: number, y: number): void {
  trend.count++
  const dx = x - trend.meanX
  const dy = y - trend.meanY
  trend.meanX += dx / trend.count
  trend.meanY += dy / trend.count
  trend.sumXX += dx * (x - trend.meanX)
  trend.sumXY += dx * (y - trend.meanY)
  trend.sumYY += dy * (y - trend.meanY)
  trend.lastX = x
  if (trend.count === 1) trend.firstY = y
  if (y > trend.highestY) {
    trend.highestY = y
    trend.lastRiseX = x
  }
}

/** Least-squares slope; undefined below two different `x`. */
export function slope(trend: Trend): number | undefined {
  return trend.sumXX > 0 ? trend.sumXY / trend.sumXX : undefined
}

/** The part of the variance of `y` that the line explains, 0 to 1; 0 where nothing varies. */
export function explained(trend: Trend): number {
  const whole = trend.sumXX * trend.sumYY
  return whole > 0 ? (trend.sumXY * trend.sumXY) / whole : 0
}

/** The line's `y` at `x`. */
export function lineAt(trend: Trend, x: number): number {
  return trend.meanY + (slope(trend) ?? 0) * (x - trend.meanX)
}
