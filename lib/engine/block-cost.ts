import { billedUnder } from '../cost/billing-rules.ts'
import { createBill } from '../cost/bill.ts'
import { pricesFor } from '../cost/price-book.ts'
import { defined } from '../model/defined.ts'
import { isSent, type Observation, type Sent, serviceTime } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import { toSeconds } from '../model/time.ts'
import type { StoredPlan } from '../store/run-folder.ts'

/** USD that the invocations of a block cost, warm-ups too; 0 where no price is known. */
export function blockCost(stored: StoredPlan, observations: readonly Observation[]): number {
  const { facts, plan } = stored
  const rule = plan.pricing.initBilling
  const { region, architecture, memoryMb, runtime, emulated } = facts
  const bill = createBill(defined({ region, architecture, rule, memoryMb, runtime, emulated }))
  const sent = observations.filter(isSent)
  for (const one of sent) bill.add(one, { discarded: false })
  const cost = bill.finish()
  if (cost.kind === 'absent') return 0
  const untold = sent.filter((one) => billedUnder(rule, one, defined({ runtime })) === undefined)
  return cost.total + untold.reduce((sum, one) => sum + atMost(one, stored), 0)
}

/** An invocation that did not say what it is billed for can't have run for longer than it was waited for. */
function atMost(sent: Sent, { facts: { region, architecture, memoryMb } }: StoredPlan): number {
  const prices = region === undefined ? undefined : pricesFor(region, architecture)
  if (prices === undefined || memoryMb === undefined || !mayHaveRun(sent)) return 0
  return (memoryMb / 1_024) * toSeconds(serviceTime(sent)) * prices.perGbSecond
}

/** Also one whose connection broke, or that was given up: of that the function hears nothing, and goes on. */
const mayHaveRun = ({ outcome }: Sent): boolean =>
  ran(outcome) || outcome.kind === 'timed-out' || outcome.kind === 'transport-error'
