import type { Difference } from '../model/difference.ts'
import type { Interval } from '../model/verdict.ts'

/** The 97.5 % point of the standard normal distribution. */
const z = 1.959963984540054

/**
 * A difference of shares with an interval that is right for rare events too. Resampled blocks tell how much the
 * shares vary from block to block, but where nothing happened in any block they say that nothing can. Agresti and
 * Caffo's interval, which adds one success and one failure to each side, knows that; it takes invocations as
 * independent, which they are not. The wider end of both is taken. Source: Agresti and Caffo, «Simple and effective
 * confidence intervals for proportions and differences of proportions», The American Statistician 54 (2000), 280.
 */
export function widened(difference: Difference): Difference {
  const { baseline, candidate, absoluteInterval: resampled, verdict } = difference
  if (verdict === 'unknown' || resampled === undefined) return difference
  const counted = agrestiCaffo(baseline, candidate)
  const absoluteInterval = { low: lower(resampled, counted), high: higher(resampled, counted) }
  // Per cent of a share would be a ratio of small numbers, whose interval is of little use.
  const { relativeInterval: _, ...rest } = difference
  return { ...rest, absoluteInterval, verdict: verdictOf(absoluteInterval) }
}

interface Ends {
  readonly low: number
  readonly high: number
}

interface Proportion {
  readonly value: number
  readonly n: number
}

function agrestiCaffo(baseline: Proportion, candidate: Proportion): Ends {
  const [first, second] = [adjusted(baseline), adjusted(candidate)]
  const middle = second.value - first.value
  const margin = z * Math.sqrt(variance(first) + variance(second))
  return { low: Math.max(-1, middle - margin), high: Math.min(1, middle + margin) }
}

const adjusted = ({ value, n }: Proportion): Proportion => ({ value: (value * n + 1) / (n + 2), n: n + 2 })
const variance = ({ value, n }: Proportion): number => (value * (1 - value)) / n

const lower = ({ low = -1 }: Interval, counted: Ends): number => Math.min(low, counted.low)
const higher = ({ high = 1 }: Interval, counted: Ends): number => Math.max(high, counted.high)

function verdictOf({ low, high }: Ends): Difference['verdict'] {
  if (low > 0) return 'higher'
  return high < 0 ? 'lower' : 'level'
}
