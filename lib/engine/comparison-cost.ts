import { mostBlocks, plannedBlocks } from '../compare/schedule.ts'
import { type Prices, pricesFor } from '../cost/price-book.ts'
import type { Block } from '../model/block.ts'
import type { ComparisonPlan, Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { FoundSetting } from '../settings/stage.ts'
import { blockFacts } from './block-facts.ts'
import { blockPlan } from './block-plan.ts'
import type { PreflightTarget } from './preflight.ts'
import { assumed, sumOf, weighPhases, worstCost } from './worst-case.ts'

/** The longest that AWS lets a function run (docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html). */
export const longestTimeoutSeconds = 900

const starts = ['warm', 'cold'] as const

/** What the invocations of a setting are billed by before any has been seen. */
export interface Terms {
  readonly memoryMb: number
  /** Absent where no price is known. */
  readonly prices?: Prices
  /** Absent where it could not be read. */
  readonly timeoutSeconds?: number
}

/** A setting that is there already is billed as what it was found to be, another as what it makes of `$LATEST`. */
export function termsOf(
  { base }: Pick<ComparisonPlan, 'base'>,
  { facts, functionTimeoutSeconds }: PreflightTarget,
  setting: Setting,
  found: readonly FoundSetting[],
): Terms {
  const own = found.find((one) => one.setting === setting.name)
  const { region, memoryMb = assumed.memoryMb, architecture } = blockFacts(facts, setting, own ?? {}, base)
  return defined({
    memoryMb,
    prices: region === undefined ? undefined : pricesFor(region, architecture),
    timeoutSeconds: own === undefined ? functionTimeoutSeconds : own.timeoutSeconds,
  })
}

/** USD that one block costs if every invocation runs into its timeout; 0 where no price is known. */
export function worstBlockCost(
  plan: ComparisonPlan,
  { memoryMb, prices, timeoutSeconds = longestTimeoutSeconds }: Terms,
  block: Pick<Block, 'start' | 'round'>,
): number {
  if (prices === undefined) return 0
  return worstCost(weighPhases(blockPlan(plan, block, undefined)), { timeoutSeconds, memoryMb, prices })
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
