import type { Growth } from '../model/run.ts'
import { type Trend, explained, lineAt, slope } from './trend.ts'

export const bytesPerMb = 1_048_576

/**
 * Growth of one thing over the lives of environments, or undefined unless at least half of those that served
 * often enough grow steadily. `limitMb` is where it ends: the size of /tmp, or of the memory.
 */
export function findGrowth(of: Growth['of'], trends: Iterable<Trend>, limitMb: number): Growth | undefined {
  const judged = [...trends].filter((trend) => trend.count >= rules[of].invocations)
  const growing = judged.filter((trend) => growsSteadily(trend, of))
  if (growing.length === 0 || growing.length * 2 < judged.length) return undefined
  const bytesPerInvocation = median(growing.map((trend) => slope(trend) ?? 0))
  const start = median(growing.map((trend) => lineAt(trend, 1)))
  const limitBytes = limitMb * bytesPerMb
  // /tmp is looked at when an invocation begins, memory when it has ended: there the first step is in `start`.
  const steps = (limitBytes - start) / bytesPerInvocation + (of === 'memory' ? 1 : 0)
  return {
    of,
    bytesPerInvocation: Math.round(bytesPerInvocation),
    limitBytes,
    // The rounding keeps 42.000000001 steps from becoming 43.
    fullAfter: Math.max(1, Math.ceil(Number(steps.toFixed(6)))),
    environments: growing.length,
  }
}

/**
 * Node's heap rises for its first ten invocations or so whatever the function does, by up to 7 MB, and where
 * buffers become garbage by more, but then stays (measured with Node 20). So memory needs more invocations than
 * /tmp, a larger rise, and no level stretch at the end: REPORT gives whole MB, hence three equal values in a row
 * still fit 0.5 MB per invocation.
 */
const rules = {
  tmp: { invocations: 3, leastRise: 0 },
  memory: { invocations: 10, leastRise: 8 * bytesPerMb },
} as const

const leastSlope = 0.5 * bytesPerMb
// A single jump of three values (nothing, then full) explains 0.75.
const leastExplained = 0.9
const longestLevel = 2

function growsSteadily(trend: Trend, of: Growth['of']): boolean {
  return (
    // 2 % below, because whole MB don't add up to the exact half.
    (slope(trend) ?? 0) >= leastSlope * 0.98 &&
    explained(trend) >= leastExplained &&
    trend.highestY - trend.firstY >= rules[of].leastRise &&
    trend.lastX - trend.lastRiseX <= longestLevel
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
