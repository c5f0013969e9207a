import { mostBlocks, plannedBlocks } from '../compare/schedule.ts'
import { type Prices, pricesFor } from '../cost/price-book.ts'
import type { Block } from '../model/block.ts'
import type { ComparisonPlan, Setting } from '../model/comparison-plan.ts'
import { blockPlan } from './block-plan.ts'
import type { PreflightTarget } from './preflight.ts'
import { assumed, sumOf, weighPhases, worstCost } from './worst-case.ts'

/** The longest that AWS lets a function run (docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html). */
const longestTimeoutSeconds = 900

const starts = ['warm', 'cold'] as const

/** USD that one block costs if every invocation runs into its timeout; 0 where no price is known. */
export function worstBlockCost(
  plan: ComparisonPlan,
  target: PreflightTarget,
  setting: Setting,
  block: Pick<Block, 'start' | 'round'>,
): number {
  const prices = pricesAt(target, setting)
  if (prices === undefined) return 0
  return worstCost(weighPhases(blockPlan(plan, block, undefined)), {
    timeoutSeconds: target.functionTimeoutSeconds ?? longestTimeoutSeconds,
    memoryMb: setting.memoryMb ?? target.facts.memoryMb ?? assumed.memoryMb,
    prices,
  })
}

/** The prices at which a setting's invocations are billed. */
export function pricesAt({ facts }: PreflightTarget, { architecture }: Setting): Prices | undefined {
  return facts.region === undefined ? undefined : pricesFor(facts.region, architecture ?? facts.architecture)
}

/** How much a comparison fires. */
export interface ComparisonSize {
  /** Of one setting, warm-ups included. */
  readonly warm: number
  readonly cold: number
  /** Of all settings together. */
  readonly planned: number
  /** The same where as many samples as may be have to be repeated, or `--until` goes on to its end. */
  readonly most: number
}

/** Invocations that a comparison plans, and the most that it may come to. */
export function sizeOf(plan: ComparisonPlan): ComparisonSize {
  const { design, settings } = plan
  const [warm = 0, cold = 0] = starts.map((start) => plannedBlocks(design, start) * invocations(plan, start))
  const open = design.until === undefined ? design : { ...design, warm: design.mostWarm }
  const most = starts.reduce((sum, start) => sum + mostBlocks(open, start) * invocations(plan, start), 0)
  return { warm, cold, planned: settings.length * (warm + cold), most: settings.length * most }
}

const invocations = (plan: ComparisonPlan, start: Block['start']): number =>
  sumOf(weighPhases(blockPlan(plan, { start, round: 0 }, undefined)))
