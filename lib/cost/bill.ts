import type { Sent } from '../model/observation.ts'
import { interruptedCode, type Outcome } from '../model/outcome.ts'
import type { Architecture } from '../model/plan.ts'
import type { Bill, BillItem, Cost } from '../model/run.ts'
import { type BillingFacts, type BillingRule, billedUnder } from './billing-rules.ts'
import { exactTotal } from './exact-sum.ts'
import { addUsage, emptyUsage, gbSeconds, type Usage } from './usage.ts'
import { type Prices, pricesFor } from './price-book.ts'

export interface BillOptions extends BillingFacts {
  readonly region?: string | undefined
  readonly architecture: Architecture
  readonly rule: BillingRule
  /** Used for invocations whose REPORT does not say its Memory Size. */
  readonly memoryMb?: number | undefined
  /** The bill is what AWS would charge; it decides only how an absent price is explained. */
  readonly emulated: boolean
}

/** Sums up a bill while observations pass by; nothing of an observation is kept. */
export interface BillRecorder {
  /** `discarded`: of a phase that is left out of the numbers; it is paid for all the same. */
  add(sent: Sent, options: { readonly discarded: boolean }): void
  finish(): Cost
}

/** Starts a bill: request charge and GB-seconds at list price, before the free tier. */
export function createBill(options: BillOptions): BillRecorder {
  const counted = emptyUsage()
  const discarded = emptyUsage()
  return {
    add(sent, phase) {
      if (!isCharged(sent.outcome)) return
      const billed = billedUnder(options.rule, sent, options)
      // The rules differ in nothing but INIT.
      const other =
        sent.markers.report?.initDuration === undefined
          ? billed
          : billedUnder(otherRuleOf(options.rule), sent, options)
      const memoryMb = sent.markers.report?.memorySizeMb ?? options.memoryMb
      addUsage(phase.discarded ? discarded : counted, { memoryMb, billed, other })
    },
    finish() {
      const prices =
        options.region === undefined ? undefined : pricesFor(options.region, options.architecture)
      if (prices === undefined) return { kind: 'absent', why: whyAbsent(options) }
      return billOf(prices, options.rule, counted, discarded)
    },
  }
}

/**
 * Whether AWS charges for an invocation. It ran, or nobody waited for its end: the function runs on after its
 * caller gave up. Throttled and refused ones cost nothing; of broken connections nobody knows, so they are left out.
 */
export function isCharged(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'ok':
    case 'function-error':
    case 'timed-out':
      return true
    case 'transport-error':
      return outcome.code === interruptedCode
    case 'throttled':
    case 'service-error':
    case 'dropped':
      return false
    default:
      return outcome satisfies never
  }
}

const otherRuleOf = (rule: BillingRule): BillingRule => (rule === 'current' ? 'legacy' : 'current')

function whyAbsent({ region, architecture, emulated }: BillOptions): string {
  if (region !== undefined) {
    return `no confirmed list price in USD is known for ${architecture} in the region ${region}`
  }
  return emulated
    ? 'no region is known; say which with --region to see what AWS would charge there'
    : 'no region is known; say which with --region'
}

function billOf(prices: Prices, rule: BillingRule, counted: Usage, discarded: Usage): Bill {
  const items = [
    ...itemsOf('', counted, prices),
    ...(discarded.requests > 0 ? warmUpItems(discarded, prices) : []),
  ]
  const total = items.reduce((sum, { amount }) => sum + amount, 0)
  const perInvocation = costOfOne(counted, prices)
  return {
    kind: 'bill',
    currency: 'USD',
    priceBook: prices.stamp,
    region: prices.region,
    architecture: prices.architecture,
    rule,
    items,
    total,
    ...(perInvocation !== undefined && { perMillion: perInvocation * 1_000_000, perInvocation }),
    gbSeconds: gbSeconds(counted.megabyteMicros),
    ...otherRuleTotal(prices, rule, [counted, discarded]),
    billedFrom: {
      reported: counted.reported + discarded.reported,
      computed: counted.computed + discarded.computed,
      unknown: counted.unknown + discarded.unknown,
    },
  }
}

const warmUpItems = (usage: Usage, prices: Prices): readonly BillItem[] => itemsOf('warm-up ', usage, prices)

function itemsOf(prefix: string, usage: Usage, prices: Prices): readonly BillItem[] {
  return [
    item(`${prefix}requests`, usage.requests, 'request', prices.perRequest),
    item(`${prefix}duration`, gbSeconds(usage.megabyteMicros), 'GB-second', prices.perGbSecond),
  ]
}

const item = (name: string, quantity: number, unit: string, unitPrice: number): BillItem => ({
  name,
  quantity,
  unit,
  unitPrice,
  amount: quantity * unitPrice,
})

/** Mean over the invocations whose duration is known: counting the others as free would make a slow run cheap. */
function costOfOne(usage: Usage, prices: Prices): number | undefined {
  const known = usage.reported + usage.computed
  if (known === 0) return undefined
  return prices.perRequest + (gbSeconds(usage.megabyteMicros) * prices.perGbSecond) / known
}

function otherRuleTotal(
  prices: Prices,
  rule: BillingRule,
  usages: readonly Usage[],
): Pick<Bill, 'otherRule'> {
  // Two totals can be compared only if they are about the same invocations.
  if (usages.some(({ otherUnknown }) => otherUnknown > 0)) return {}
  if (usages.every((usage) => exactTotal(usage.megabyteMicros) === exactTotal(usage.otherMegabyteMicros)))
    return {}
  const total = usages.reduce(
    (sum, usage) =>
      sum + usage.requests * prices.perRequest + gbSeconds(usage.otherMegabyteMicros) * prices.perGbSecond,
    0,
  )
  return { otherRule: { rule: otherRuleOf(rule), total } }
}
