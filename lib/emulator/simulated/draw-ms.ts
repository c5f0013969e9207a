import type { Draws, Purpose } from './draws.ts'
import type { Distribution } from './model.ts'

/** One time out of a distribution, ms: what the draws say for this purpose. */
export function drawMs(distribution: Distribution, draws: Draws, purpose: Purpose): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.ms
    case 'uniform': {
      const { fromMs, toMs } = distribution
      return fromMs + draws.uniform(purpose) * (toMs - fromMs)
    }
    case 'lognormal': {
      const { medianMs, p99Ms } = distribution
      return medianMs * (p99Ms / medianMs) ** (standardNormal(draws, purpose) / NORMAL_P99)
    }
    case 'samples': {
      const { ms } = distribution
      return ms[Math.floor(draws.uniform(purpose) * ms.length)] ?? 0
    }
    default:
      return distribution satisfies never
  }
}

/** The 99th percentile of the standard normal distribution. */
const NORMAL_P99 = 2.3263478740408408

/** By Box and Muller (1958): exact, from two uniform numbers. */
function standardNormal(draws: Draws, purpose: Purpose): number {
  // 1 - u is never 0, so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log1p(-draws.uniform(purpose, 0)))
  return radius * Math.cos(2 * Math.PI * draws.uniform(purpose, 1))
}
