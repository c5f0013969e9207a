import { estimateCost } from '../cost/estimate.ts'
import type { Prices } from '../cost/price-book.ts'
import type { Load, Plan } from '../model/plan.ts'
import { toSeconds } from '../model/time.ts'
import { peakArrivalsAtOnce, peakPerSecond, plannedArrivals } from '../shapes/index.ts'
import { createRandom } from '../stats/prng.ts'

/** Where the function's configuration can't be read. */
export const assumed = { memoryMb: 1024, timeoutSeconds: 1 }

/** No answer comes back faster, so a closed loop that ends by time can't send more than this lets it. */
const fastestAnswerSeconds = 0.01

export interface WeighedPhase {
  readonly load: Load
  /** The most that it can send. */
  readonly invocations: number
}

/** The phases of a plan with the most that each can send. */
export const weighPhases = ({ phases, seed }: Plan): readonly WeighedPhase[] =>
  phases.map(({ load }, index) => ({ load, invocations: mostArrivals(load, seed, index) }))

export const sumOf = (phases: readonly WeighedPhase[]): number =>
  phases.reduce((sum, { invocations }) => sum + invocations, 0)

function mostArrivals(load: Load, seed: number, phase: number): number {
  const planned = plannedArrivals(load, createRandom(seed, phase))
  if (planned !== undefined || load.kind !== 'closed') return planned ?? 0
  const byTime = Math.ceil(
    (load.concurrency * toSeconds(load.duration ?? load.thinkTime)) / fastestAnswerSeconds,
  )
  return Math.min(byTime, load.requests ?? Infinity)
}

/** The most invocations that a plan can have in flight, if each runs for as long as it may. */
export const mostInFlight = (plan: Plan, timeoutSeconds: number): number =>
  Math.max(...weighPhases(plan).map((phase) => mostAtOnce(phase, timeoutSeconds, plan.maxInFlight)))

/** An open loop keeps sending while earlier invocations may still run into their timeout. */
function mostAtOnce(
  { load, invocations }: WeighedPhase,
  timeoutSeconds: number,
  maxInFlight: number,
): number {
  const atOnce = peakArrivalsAtOnce(load)
  if (load.kind === 'closed') return Math.min(invocations, atOnce)
  const most = Math.min(invocations, maxInFlight)
  if (load.kind === 'burst') {
    const overlapping = Math.ceil(timeoutSeconds / Math.max(toSeconds(load.every), 0.001))
    return Math.min(most, atOnce * Math.max(1, overlapping))
  }
  return Math.min(most, Math.max(1, Math.ceil(peakPerSecond(load) * timeoutSeconds)))
}

export interface WorstCase {
  readonly timeoutSeconds: number
  readonly memoryMb: number
  readonly prices: Prices
}

/** USD if every invocation runs until its timeout; a closed loop can't be billed for more than its own time. */
export function worstCost(
  phases: readonly WeighedPhase[],
  { timeoutSeconds, memoryMb, prices }: WorstCase,
): number {
  const invocations = sumOf(phases)
  const seconds = phases.reduce((sum, phase) => sum + billedSeconds(phase, timeoutSeconds), 0)
  const billedMsEach = invocations === 0 ? 0 : (seconds * 1_000) / invocations
  return estimateCost({ invocations, memoryMb, billedMsEach, prices })
}

function billedSeconds({ load, invocations }: WeighedPhase, timeout: number): number {
  const byTimeout = invocations * timeout
  if (load.kind !== 'closed' || load.duration === undefined) return byTimeout
  // Each loop has one invocation at a time, and the last may begin just before the end.
  return Math.min(byTimeout, load.concurrency * (toSeconds(load.duration) + timeout))
}
