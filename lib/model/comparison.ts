import type { ComparisonPlan, Setting } from './comparison-plan.ts'
import type { Difference, Estimate } from './difference.ts'
import type { Emulation } from './emulation.ts'
import type { Architecture } from './plan.ts'
import type { DistinctError, Health, PriceBookStamp, TargetFacts, Tool, Validity } from './run.ts'
import type { SpeedMetric } from './speed-metric.ts'
import type { Verdict } from './verdict.ts'

/** The document of a comparison. Everything in it is computed from the plan, the blocks and what became of them. */
export interface Comparison {
  readonly schema: 'coldburst/comparison@1'
  readonly tool: Tool
  readonly plan: ComparisonPlan
  /** Of the function as it was before. */
  readonly target: TargetFacts
  /** The setting that the function had already, by name; absent where that is none of them, or they are qualifiers. */
  readonly current?: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly ended: 'completed' | 'interrupted' | 'incomplete'
  readonly validity: Validity
  /** What a reader should know that is no fault. */
  readonly notes: readonly string[]
  /** One for each setting of the plan, in its order. */
  readonly settings: readonly SettingResult[]
  readonly recommendation: Recommendation
  /** Of every later qualifier against the first; empty where settings are not qualifiers. */
  readonly differences: readonly SettingDifferences[]
  /** What the invocations cost, discarded ones included; absent where no price is known. */
  readonly spent?: Spent
  readonly putBack: PutBack
  /** Worst of all blocks. */
  readonly health?: Health
  readonly emulation?: Emulation
}

export interface SettingResult {
  readonly setting: Setting
  readonly fate: Fate
  readonly warm: Series
  readonly cold: Series
  readonly errors: readonly DistinctError[]
  /** Versions that answered, as the answers named them. */
  readonly versions: readonly string[]
  /** What its qualifier was; absent of settings that are none, and of one that was never fired at. */
  readonly behind?: Behind
  /** Of the plan's limits, in their order; empty for a setting that has no samples. */
  readonly limits: readonly Verdict[]
}

/** The version that an alias points to, or that a qualifier names, as it was when the comparison began. */
export interface Behind {
  readonly version: string
  readonly memoryMb?: number
  readonly architecture?: Architecture
}

/**
 * `measured`: it has samples and can be recommended. `failing`: too many of its invocations failed, whatever samples
 * it has, and `name` is the most frequent error. `skipped`: it was never fired at, because the service or the machine refused it.
 * `unmeasured`: no sample was what it should be, or the comparison ended before there were any.
 */
export type Fate =
  | { readonly kind: 'measured' }
  | {
      readonly kind: 'failing'
      readonly name: string
      /** The beginning of what it said, where the name says nothing. */
      readonly message?: string
      readonly failed: number
      readonly of: number
    }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'unmeasured'; readonly why: string }

/** The accepted samples of one setting and one kind of start. Times are µs, money is USD. */
export interface Series {
  /** What the plan wanted; with `--until` the fewest. */
  readonly wanted: number
  readonly accepted: number
  readonly blocks: number
  /** Invocations that ran but were not what they should be, by why; all of them were repeated. */
  readonly discarded: readonly { readonly why: Unfit; readonly count: number }[]
  /** Invocations that failed. */
  readonly failed: number
  readonly duration?: Percentiles
  readonly responseTime?: Percentiles
  readonly initDuration?: Percentiles
  /** Mean billed milliseconds, INIT included where it is billed. */
  readonly billedMs?: Estimate
  readonly memoryUsedMb?: number
  /** USD, requests included, for a million invocations like these. */
  readonly costPerMillion?: Estimate
}

/** Why an invocation is no sample of what it was fired for. */
export type Unfit =
  'warm' | 'cold' | 'reinitialized' | 'unverified' | 'other-version' | 'other-memory' | 'other-setting'

export interface Percentiles {
  readonly count: number
  readonly min: number
  readonly max: number
  readonly mean: Estimate
  readonly p50: Estimate
  readonly p90: Estimate
  readonly p95: Estimate
  readonly p99: Estimate
}

/** What to set, and why. Settings are named by their `name`. */
export type Recommendation = Recommended | NothingToRecommend

export interface NothingToRecommend {
  readonly kind: 'none'
  /** A sentence. */
  readonly why: string
  /** What could still be ranked. */
  readonly ranking?: Ranking
}

export interface Recommended {
  readonly kind: 'recommended'
  readonly setting: string
  /**
   * `limits`: the cheapest that holds every limit, or level with it. `fastest-of-cheap`: the fastest, or level with it,
   * of those that cost about as little as the cheapest. `cheapest`: the cheapest, or level with it in cost, and no other
   * is about as cheap and shown to be faster. `baseline`: what is set now, or the first qualifier, because nothing shows
   * that another is better. `only`: no other could be measured, and it holds every limit.
   */
  readonly because: 'limits' | 'fastest-of-cheap' | 'cheapest' | 'baseline' | 'only'
  readonly ranking: Ranking
}

/** Who is first, and who can't be told apart from it. */
export interface Ranking {
  /** By cost per million warm invocations; absent where no cost is known. */
  readonly cheapest?: Standing
  /**
   * By the 50th percentile of warm Duration or response time, as `speedBy` says; absent where a setting has too few
   * samples to tell it.
   */
  readonly fastest?: Standing
  /** By the weighted sum of cost and time, each as a share of the highest; absent where either is not known. */
  readonly balanced?: Standing
  /** Cheapest among those that hold every limit; absent without limits or where none does. */
  readonly withinLimits?: Standing
  /**
   * Every measured setting against the cheapest (cost) and the fastest (time), in the plan's order; empty where there
   * is no such one.
   */
  readonly cost: readonly Comparative[]
  readonly speed: readonly Comparative[]
  /**
   * Settings that no other is shown to beat, from the cheapest on; empty where cost or time is not known. One is
   * beaten by another whose figures are both as good, and of which one is shown to be better.
   */
  readonly front: readonly string[]
  /**
   * The memory beyond which more is not worth mentioning: nothing larger is more than 5 % faster. Absent where speed
   * is not known.
   */
  readonly knee?: Knee
  /** Whether cost could be called the same for all: highest over lowest cost, minus 1. */
  readonly costSpread?: number
  /**
   * What speed is of all of them: warm Duration, or response time where Duration does not tell the p50 of every setting
   * or is there in fewer than six rounds. Absent is Duration.
   */
  readonly speedBy?: SpeedMetric
  /**
   * The fewest rounds in which two of the settings both have samples; absent where one alone was measured. With fewer
   * than six no difference can be shown, and nobody is called anything.
   */
  readonly rounds?: number
}

export interface Standing {
  readonly setting: string
  /** Settings that can't be told apart from it. */
  readonly level: readonly string[]
}

/** One setting beside the first one of a ranking. */
export interface Comparative {
  readonly setting: string
  /** (This - first) / first. */
  readonly relative: number
  readonly interval?: { readonly low?: number; readonly high?: number }
  readonly verdict: Difference['verdict']
}

export interface Knee {
  readonly setting: string
  /** How much faster the fastest larger one is, as a share of the knee's time; absent when there is no larger one. */
  readonly beyond?: number
}

export interface SettingDifferences {
  readonly baseline: string
  readonly candidate: string
  readonly differences: readonly Difference[]
}

export interface Spent {
  readonly invocations: number
  /** Times asked of the control plane; they cost nothing. */
  readonly calls: number
  readonly usd: number
  readonly priceBook: PriceBookStamp
}

/** What became of what was changed. */
export type PutBack =
  | { readonly kind: 'nothing-changed' }
  | { readonly kind: 'put-back'; readonly versionsDeleted: number; readonly aliasesDeleted: number }
  | {
      readonly kind: 'left'
      readonly why: string
      readonly journal: string
      /** `$LATEST` has to be put back by hand: restoring it would write over somebody else's change, or is refused. */
      readonly byHand?: true
      /** Nor is the version there any more that kept what was. */
      readonly backupMissing?: true
    }
  /** By somebody else, so that there is nothing to put back. */
  | { readonly kind: 'function-deleted' }
  /** The comparison's process ended before it could say. */
  | { readonly kind: 'unknown' }
