import type { BillOptions } from './cost/bill.ts'
import { defined } from './model/defined.ts'
import { isSent, type Observation } from './model/observation.ts'
import type { Plan } from './model/plan.ts'
import type { TargetFacts } from './model/run.ts'
import type { StoredRun } from './store/run-folder.ts'

/** The embedded local Lambda has AWS's price as an estimate: that of its first region. */
const estimateRegion = 'us-east-1'

/** By what facts a run's invocations are billed. */
export const billedAs = (plan: Plan, facts: TargetFacts): BillOptions =>
  defined({
    region: facts.kind === 'local' ? estimateRegion : facts.region,
    architecture: facts.architecture,
    rule: plan.pricing.initBilling,
    memoryMb: facts.memoryMb,
    runtime: facts.runtime,
    emulated: facts.emulated,
  })

/**
 * Whether the target tells of INIT at all, so that its silence means something: AWS and the embedded local
 * Lambda do; another endpoint does when it did so anywhere in the run.
 */
export async function reportsInit(stored: StoredRun): Promise<boolean> {
  const { facts } = stored.plan
  if (facts.kind === 'local' || !facts.emulated) return true
  for await (const batch of stored.batches()) if (batch.some(showsInit)) return true
  return false
}

const showsInit = (observation: Observation): boolean =>
  isSent(observation) && observation.markers.report?.initDuration !== undefined
