import type { ReportFields } from '../model/markers.ts'
import type { Sent } from '../model/observation.ts'
import type { PricingPlan } from '../model/plan.ts'
import { type Micros, micros } from '../model/time.ts'

/**
 * Whether INIT is billed. `current` bills it always, since 2025-08-01; `legacy` is the rule before that
 * (AWS Compute Blog, «AWS Lambda standardizes billing for INIT Phase», 2025-04-29).
 */
export type BillingRule = PricingPlan['initBilling']

export interface BillingFacts {
  /** `nodejs22.x`, `provided.al2023`, `image`, …: the legacy rule billed INIT of custom runtimes and images. */
  readonly runtime?: string | undefined
}

export interface BilledDuration {
  readonly micros: Micros
  readonly from: 'reported' | 'computed'
}

/** What a rule bills one invocation for; undefined where its markers do not say enough. */
export function billedUnder(
  rule: BillingRule,
  sent: Pick<Sent, 'markers'>,
  facts: BillingFacts,
): BilledDuration | undefined {
  const { report, probe } = sent.markers
  // Managed Instances are paid for by the instance, not by the millisecond.
  if (report === undefined || probe?.initializationType === 'lambda-managed-instances') return undefined
  if (report.initDuration === undefined) return withoutInit(report)
  const billsInit =
    rule === 'current' || legacyBillsInit(report.initDuration, probe?.initializationType, facts)
  return withInit(report, report.initDuration, billsInit)
}

/** Warm, reinitialized and restored invocations: there both rules say the same. */
function withoutInit(report: ReportFields): BilledDuration | undefined {
  if (report.billedDuration !== undefined) return { micros: report.billedDuration, from: 'reported' }
  if (report.duration === undefined) return undefined
  const restored = report.restoreDuration !== undefined || report.billedRestoreDuration !== undefined
  if (!restored) return computed(ceilToMillis(report.duration))
  // Of a restore only a part is billed, and nothing else tells how large that part is.
  if (report.billedRestoreDuration === undefined) return undefined
  return computed(ceilToMillis(report.duration) + report.billedRestoreDuration)
}

function withInit(report: ReportFields, init: Micros, billsInit: boolean): BilledDuration | undefined {
  const { duration, billedDuration } = report
  if (duration === undefined) {
    // A line is most likely printed under today's rule; without Duration it can't be turned into the other.
    return billsInit && billedDuration !== undefined
      ? { micros: billedDuration, from: 'reported' }
      : undefined
  }
  const invokeOnly = ceilToMillis(duration)
  // One ceil of the sum: 62.14 + 162.08 ms is billed as 225 ms, not as 63 + 163.
  const initIncluded = ceilToMillis(duration + init)
  const expected = billsInit ? initIncluded : invokeOnly
  if (billedDuration === undefined) return computed(expected)
  // Which rule the line was printed under is read from the line: printed fractions are rounded and old bills were
  // cut or counted in 100 ms, so the nearer sum decides.
  const saysInitIncluded = Math.abs(billedDuration - initIncluded) < Math.abs(billedDuration - invokeOnly)
  const asPrinted = saysInitIncluded === billsInit || billedDuration === expected
  return asPrinted ? { micros: billedDuration, from: 'reported' } : computed(expected)
}

/** The exceptions of the rule before 2025-08-01 (AWS Compute Blog, as above; runtimes and images since ever). */
function legacyBillsInit(init: Micros, initializationType: string | undefined, facts: BillingFacts): boolean {
  const customRuntime = facts.runtime?.startsWith('provided') === true || facts.runtime === 'image'
  return customRuntime || initializationType === 'provisioned-concurrency' || init > initLimit
}

/** On demand, an INIT past this is run again inside the invocation and so billed with it. */
const initLimit = 10_000_000

/** Exact because times are integer microseconds. */
const ceilToMillis = (time: number): number => Math.ceil(time / 1_000) * 1_000

const computed = (time: number): BilledDuration => ({ micros: micros(time), from: 'computed' })
