/**
 * The distribution function of a percentile's rank as a share of the sample: how much of the percentile lies at or
 * below the share `u` of the sorted values, from 0 to 1. It is 0 up to `from` and 1 beyond `to`.
 */
export interface Smoothing {
  readonly from: number
  readonly to: number
  readonly below: (u: number) => number
}

const cells = 1_024

/** So many standard deviations of Beta hold all of it that a double can tell. */
const reach = 8

/**
 * Weights of Harrell and Davis (A new distribution-free quantile estimator, Biometrika 69, 1982): Beta with the
 * parameters (n + 1)p and (n + 1)(1 - p), integrated by the midpoint rule. Between its cells it is a straight line.
 * Throws RangeError outside (0, 100) or without values.
 */
export function harrellDavis(percentile: number, n: number): Smoothing {
  if (!(percentile > 0 && percentile < 100)) throw new RangeError(`has no weights: p${percentile}`)
  if (!(n >= 1)) throw new RangeError(`no weights for ${n} values`)
  const share = percentile / 100
  const deviation = Math.sqrt((share * (1 - share)) / (n + 2))
  const from = Math.max(0, share - reach * deviation)
  const to = Math.min(1, share + reach * deviation)
  const step = (to - from) / cells
  const sums = runningShares(
    densities((n + 1) * share - 1, (n + 1) * (1 - share) - 1, (cell) => from + (cell + 0.5) * step),
  )
  return {
    from,
    to,
    below(u) {
      if (u <= from) return 0
      if (u >= to) return 1
      const place = (u - from) / step
      const cell = Math.floor(place)
      const left = sums[cell] ?? 1
      return left + (place - cell) * ((sums[cell + 1] ?? 1) - left)
    },
  }
}

/** Of Beta up to a common factor; by logarithms, since the powers themselves underflow. */
function densities(a: number, b: number, at: (cell: number) => number): Float64Array {
  const logs = new Float64Array(cells).map((_, cell) => a * Math.log(at(cell)) + b * Math.log1p(-at(cell)))
  const highest = logs.reduce((most, log) => Math.max(most, log), -Infinity)
  return logs.map((log) => Math.exp(log - highest))
}

function runningShares(densities: Float64Array): Float64Array {
  const sums = new Float64Array(cells + 1)
  for (const [cell, density] of densities.entries()) sums[cell + 1] = (sums[cell] ?? 0) + density
  const total = sums[cells] ?? 1
  return sums.map((sum) => sum / total)
}
