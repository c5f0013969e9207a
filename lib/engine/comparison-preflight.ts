import { mostBlocks } from '../compare/schedule.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { Rehearsal } from '../settings/rehearse.ts'
import { durationInWords } from '../shapes/words.ts'
import { blockPlan } from './block-plan.ts'
import {
  type ComparisonSize,
  longestTimeoutSeconds,
  sizeOf,
  type Terms,
  termsOf,
  worstBlockCost,
} from './comparison-cost.ts'
import { concurrencyObjection, type Preflight, type PreflightTarget, roundedUp } from './preflight.ts'
import { scheduledTime } from './scheduled-time.ts'
import { assumed, mostInFlight } from './worst-case.ts'

/** What is known of a target before a comparison fires at it. */
export interface ComparisonTarget extends PreflightTarget {
  /** Whether firing costs money. */
  readonly real: boolean
}

export interface ComparisonPreflight extends Preflight {
  readonly size: ComparisonSize
  /** A sentence: what it costs at the most, and why. */
  readonly cost: string
  /** A sentence: how long it takes at least; absent where nothing of that is known. */
  readonly time?: string
  /** A sentence: that an alias is made, where applying makes one. */
  readonly alias?: string
}

/** Weighs a comparison before anything is changed or sent. A setting that is refused is not fired at. */
export function preflightComparison(
  planned: ComparisonPlan,
  target: ComparisonTarget,
  rehearsal: Rehearsal,
): ComparisonPreflight {
  const plan = withoutRefused(planned, rehearsal)
  const size = sizeOf(plan)
  const terms = plan.settings.map((setting) => termsOf(plan, target, setting, rehearsal.found))
  const cost = costOf(plan, target, terms)
  const peak = peakOf(plan, terms)
  const time = timeOf(plan)
  const alias = rehearsal.newAlias === undefined ? undefined : aliasMade(rehearsal.newAlias)
  return {
    size,
    cost: cost.says,
    ...defined({ time, alias }),
    announcement:
      `About to ${changesOf(rehearsal)} and fire ${count(size.planned)} invocations (at most ` +
      `${count(size.most)}), up to ${count(peak)} at once, at ${target.facts.function} in ` +
      `${target.facts.region ?? 'an unknown region'}. ${[cost.says, time ?? [], alias ?? []].flat().join(' ')}`,
    objections: target.real ? [...cost.objections, ...concurrencyObjection(peak, target)] : [],
  }
}

/** A name that was mistyped would be made, too. */
const aliasMade = (name: string): string => `There is no alias ${name}: --apply-to makes it.`

function withoutRefused(plan: ComparisonPlan, { refused }: Rehearsal): ComparisonPlan {
  const names = new Set(refused.map(({ setting }) => setting))
  return { ...plan, settings: plan.settings.filter(({ name }) => !names.has(name)) }
}

function changesOf({ calls }: Rehearsal): string {
  const versions = calls.filter(({ operation }) => operation === 'PublishVersion').length
  const made = versions === 0 ? '' : `, publish ${count(versions)} temporary versions`
  return `make ${count(calls.length)} calls to the control plane${made}`
}

/** Of the setting that runs the longest: only one of them is fired at. */
function peakOf(plan: ComparisonPlan, terms: readonly Terms[]): number {
  if (terms.length === 0) return 0
  const timeout = Math.max(...terms.map(({ timeoutSeconds = assumed.timeoutSeconds }) => timeoutSeconds))
  const starts = plan.design.cold > 0 ? (['warm', 'cold'] as const) : (['warm'] as const)
  const peaks = starts.map((start) => mostInFlight(blockPlan(plan, { start, round: 0 }, undefined), timeout))
  return Math.max(...peaks)
}

function timeOf(plan: ComparisonPlan): string | undefined {
  const time = scheduledTime(plan)
  return time === 0 ? undefined : `Its schedule alone takes ${durationInWords(time)}.`
}

interface CostSaid {
  readonly says: string
  readonly objections: readonly string[]
}

function costOf(plan: ComparisonPlan, target: ComparisonTarget, terms: readonly Terms[]): CostSaid {
  if (!target.real) return { says: 'It costs nothing: the target is on this machine.', objections: [] }
  if (terms.length === 0) return { says: 'It costs nothing: every setting is skipped.', objections: [] }
  if (terms.some(({ prices }) => prices === undefined)) {
    return {
      says: `Its cost is unknown, no price is known for ${target.facts.region ?? 'its region'}.`,
      objections: ['what it costs is unknown, so that --max-cost can not limit it; go on with --yes'],
    }
  }
  const { maxCost } = plan.base.pricing
  const worst = worstOf(plan, terms)
  const byItself = `${roundedUp(worst.all)} with every invocation ${basisOf(terms)}, INIT not counted`
  const prices = terms[0]?.prices
  const listed = prices === undefined ? '' : ` (list price ${prices.stamp.date})`
  // A block is let begin by what those of its kind cost so far: the last one may cost more.
  const over = Math.min(worst.block, worst.all - maxCost)
  return {
    says:
      over <= 0
        ? `It costs at most ${roundedUp(worst.all)}: that is ${byItself}${listed}.`
        : `It costs at most ${roundedUp(maxCost + over)}: it would be ${byItself}${listed}, but it stops at ` +
          `--max-cost $${maxCost}, which its last block can pass by ${roundedUp(over)}.`,
    objections: worst.block > maxCost ? [tooDear(worst.block, maxCost)] : [],
  }
}

/** How long every invocation is taken to run. */
function basisOf(terms: readonly Terms[]): string {
  const known = terms.flatMap(({ timeoutSeconds }) => timeoutSeconds ?? [])
  const [shortest, longest] = [Math.min(...known), Math.max(...known)]
  if (known.length === 0)
    return `running for ${longestTimeoutSeconds} s, as the timeout of the function could not be read`
  if (known.length < terms.length)
    return `running into its timeout, and for ${longestTimeoutSeconds} s where that could not be read`
  return shortest === longest
    ? `running into its ${longest} s timeout`
    : `running into the timeout of its setting, ${shortest} to ${longest} s`
}

const tooDear = (usd: number, maxCost: number): string =>
  `one block alone may cost ${roundedUp(usd)}, more than --max-cost $${maxCost}, so that it could stop before the first; raise that, or go on with --yes`

/** USD of everything that may be fired, and of its dearest block. */
function worstOf(plan: ComparisonPlan, terms: readonly Terms[]): { all: number; block: number } {
  const { design } = plan
  const open = design.until === undefined ? design : { ...design, warm: design.mostWarm }
  let all = 0
  let block = 0
  for (const own of terms) {
    for (const start of ['warm', 'cold'] as const) {
      const blocks = mostBlocks(open, start)
      const one = worstBlockCost(plan, own, { start, round: 0 })
      all += blocks * one
      if (blocks > 0) block = Math.max(block, one)
    }
  }
  return { all, block }
}

const count = (value: number): string => value.toLocaleString('en-US')
