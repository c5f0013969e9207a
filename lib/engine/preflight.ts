import { pricesFor } from '../cost/price-book.ts'
import type { Plan } from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'
import { assumed, mostInFlight, sumOf, type WeighedPhase, weighPhases, worstCost } from './worst-case.ts'

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

/** Weighs a plan against a real account: how much, how many at once, for how much money at the most. */
export function preflight(plan: Plan, target: PreflightTarget): Preflight {
  const phases = weighPhases(plan)
  const timeout = target.functionTimeoutSeconds ?? assumed.timeoutSeconds
  const peak = mostInFlight(plan, timeout)
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

interface MostCost {
  readonly usd: number | undefined
  readonly says: string
}

/** Every invocation runs until its timeout; a closed loop can't be billed for more than its own time. */
function mostCost(
  phases: readonly WeighedPhase[],
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
  const usd = worstCost(phases, { timeoutSeconds: timeout, memoryMb, prices })
  const known = facts.memoryMb !== undefined && functionTimeoutSeconds !== undefined
  const basis = known
    ? `if every one runs into its ${timeout} s timeout at ${memoryMb} MB`
    : `assuming ${timeout} s each at ${memoryMb} MB, as the function's configuration could not be read`
  return {
    usd,
    says: `up to ${roundedUp(usd)} ${basis}, INIT not counted (list price ${prices.stamp.date}).`,
  }
}

function costObjection(usd: number | undefined, { pricing: { maxCost } }: Plan): string[] {
  if (usd === undefined) return ['what it costs is unknown; fire anyway with --yes']
  if (usd <= maxCost) return []
  return [
    `it may cost ${roundedUp(usd)}, more than --max-cost $${maxCost}; raise that, or fire anyway with --yes`,
  ]
}

/** Why so many at once are not fired without the user's word; empty when nothing speaks against it. */
export function concurrencyObjection(peak: number, { limits }: Pick<PreflightTarget, 'limits'>): string[] {
  if (!limits || peak <= limits.unreservedConcurrency / 2) return []
  const has = `more than half of the ${count(limits.unreservedConcurrency)} that the account has unreserved in this region`
  return [
    `up to ${count(peak)} at once is ${has}, and other functions would be throttled; fire anyway with --yes`,
  ]
}

const count = (value: number): string => value.toLocaleString('en-US')
/** USD in cents, rounded up, so that what is above a limit never reads like it, and what is "up to" is. */
export const roundedUp = (usd: number): string => `$${(Math.ceil(usd * 100 - 1e-9) / 100).toFixed(2)}`
