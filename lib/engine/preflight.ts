import { estimateCost } from '../cost/estimate.ts'
import { pricesFor } from '../cost/price-book.ts'
import type { Load, Plan } from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'
import { toSeconds } from '../model/time.ts'
import { peakArrivalsAtOnce, peakPerSecond, plannedArrivals } from '../shapes/index.ts'
import { createRandom } from '../stats/prng.ts'

/** What is known of a real target before the first send. */
export interface PreflightTarget {
  readonly facts: TargetFacts
  readonly functionTimeoutSeconds?: number
  readonly limits?: { readonly unreservedConcurrency: number }
}

export interface Preflight {
  /** One line that says what is about to happen. */
  readonly announcement: string
  /** Why it is not done without the user's word; empty when nothing speaks against it. */
  readonly objections: readonly string[]
}

/** Where the function's configuration can't be read. */
const assumed = { memoryMb: 1024, timeoutSeconds: 1 }

/** No answer comes back faster, so a closed loop that ends by time can't send more than this lets it. */
const fastestAnswerSeconds = 0.01

/** Weighs a plan against a real account: how much, how many at once, for how much money at the most. */
export function preflight(plan: Plan, target: PreflightTarget): Preflight {
  const phases = plan.phases.map(({ load }, index) => ({
    load,
    invocations: mostArrivals(load, plan.seed, index),
  }))
  const timeout = target.functionTimeoutSeconds ?? assumed.timeoutSeconds
  const peak = Math.max(...phases.map((phase) => mostAtOnce(phase, timeout, plan.maxInFlight)))
  const cost = mostCost(phases, target, timeout)
  const { facts } = target
  const announcement =
    `About to fire up to ${count(sumOf(phases))} invocations, up to ${count(peak)} at once, ` +
    `at ${facts.function} in ${facts.region ?? 'an unknown region'}: ${cost.says}`
  return {
    announcement,
    objections: [...costObjection(cost.usd, plan), ...concurrencyObjection(peak, target)],
  }
}

function mostArrivals(load: Load, seed: number, phase: number): number {
  const planned = plannedArrivals(load, createRandom(seed, phase))
  if (planned !== undefined || load.kind !== 'closed') return planned ?? 0
  const byTime = Math.ceil(
    (load.concurrency * toSeconds(load.duration ?? load.thinkTime)) / fastestAnswerSeconds,
  )
  return Math.min(byTime, load.requests ?? Infinity)
}

interface Phase {
  readonly load: Load
  /** The most that it can send. */
  readonly invocations: number
}

/** An open loop keeps sending while earlier invocations may still run into their timeout. */
function mostAtOnce({ load, invocations }: Phase, timeoutSeconds: number, maxInFlight: number): number {
  const atOnce = peakArrivalsAtOnce(load)
  if (load.kind === 'closed') return Math.min(invocations, atOnce)
  const most = Math.min(invocations, maxInFlight)
  if (load.kind === 'burst') {
    const overlapping = Math.ceil(timeoutSeconds / Math.max(toSeconds(load.every), 0.001))
    return Math.min(most, atOnce * Math.max(1, overlapping))
  }
  return Math.min(most, Math.max(1, Math.ceil(peakPerSecond(load) * timeoutSeconds)))
}

interface MostCost {
  readonly usd: number | undefined
  readonly says: string
}

/** Every invocation runs until its timeout; a closed loop can't be billed for more than its own time. */
function mostCost(
  phases: readonly Phase[],
  { facts, functionTimeoutSeconds }: PreflightTarget,
  timeout: number,
): MostCost {
  const prices = facts.region === undefined ? undefined : pricesFor(facts.region, facts.architecture)
  if (!prices)
    return {
      usd: undefined,
      says: `its cost is unknown, no price is known for ${facts.region ?? 'its region'}.`,
    }
  const memoryMb = facts.memoryMb ?? assumed.memoryMb
  const invocations = sumOf(phases)
  const seconds = phases.reduce((sum, phase) => sum + billedSeconds(phase, timeout), 0)
  const billedMsEach = invocations === 0 ? 0 : (seconds * 1_000) / invocations
  const usd = estimateCost({ invocations, memoryMb, billedMsEach, prices })
  const known = facts.memoryMb !== undefined && functionTimeoutSeconds !== undefined
  const basis = known
    ? `if every one runs into its ${timeout} s timeout at ${memoryMb} MB`
    : `assuming ${timeout} s each at ${memoryMb} MB, as the function's configuration could not be read`
  return { usd, says: `up to ${money(usd)} ${basis}, INIT not counted (list price ${prices.stamp.date}).` }
}

function billedSeconds({ load, invocations }: Phase, timeout: number): number {
  const byTimeout = invocations * timeout
  if (load.kind !== 'closed' || load.duration === undefined) return byTimeout
  // Each loop has one invocation at a time, and the last may begin just before the end.
  return Math.min(byTimeout, load.concurrency * (toSeconds(load.duration) + timeout))
}

function costObjection(usd: number | undefined, { pricing: { maxCost } }: Plan): string[] {
  if (usd === undefined) return ['what it costs is unknown; fire anyway with --yes']
  if (usd <= maxCost) return []
  return [
    `it may cost ${money(usd)}, more than --max-cost $${maxCost}; raise that, or fire anyway with --yes`,
  ]
}

function concurrencyObjection(peak: number, { limits }: PreflightTarget): string[] {
  if (!limits || peak <= limits.unreservedConcurrency / 2) return []
  const has = `more than half of the ${count(limits.unreservedConcurrency)} that the account has unreserved in this region`
  return [
    `up to ${count(peak)} at once is ${has}, and other functions would be throttled; fire anyway with --yes`,
  ]
}

const sumOf = (phases: readonly Phase[]): number =>
  phases.reduce((sum, { invocations }) => sum + invocations, 0)
const count = (value: number): string => value.toLocaleString('en-US')
/** Rounded up, so that what is above a limit never reads like it, and what is "up to" is. */
const money = (usd: number): string => `$${(Math.ceil(usd * 100 - 1e-9) / 100).toFixed(2)}`
