import type { DistributionMetric } from './distribution.ts'
import type { Architecture, Plan } from './plan.ts'

/** What `coldburst compare` was asked for, resolved and validated. It holds no secrets. */
export interface ComparisonPlan {
  readonly schema: 'coldburst/comparison-plan@1'
  /** What is fired, at what; its phases are the load of one warm block, none of them discarded. */
  readonly base: Plan
  /** At least two, in the order they were named in; the first is the baseline of an A-or-B comparison. */
  readonly settings: readonly Setting[]
  readonly staging: Staging
  readonly design: Design
  readonly goals: Goals
}

/** One of the settings that are compared. What it does not say is left as the function has it. */
export interface Setting {
  /** Unique, and what people read: `512 MB`, `512 MB arm64`, `LOG_LEVEL=debug`, `blue`. */
  readonly name: string
  readonly memoryMb?: number
  readonly architecture?: Architecture
  /** Environment variables that are varied. The value is part of the comparison, so it is stored and shown. */
  readonly environment?: Readonly<Record<string, string>>
  /** An alias or version that is there already: nothing is changed. */
  readonly qualifier?: string
}

/**
 * How settings get to where they can be invoked. `versions`: each is published and put behind a temporary alias.
 * `in-place`: `$LATEST` is changed from block to block. `none`: they are there already, as qualifiers.
 */
export type Staging = 'versions' | 'in-place' | 'none'

/** How many samples are taken, and in which portions. */
export interface Design {
  /** Warm samples of each setting. With `until` the fewest. */
  readonly warm: number
  /** Warm samples that one block brings; the load of one block may bring more. */
  readonly warmPerBlock: number
  /** Cold samples of each setting. */
  readonly cold: number
  /** Invocations at the same instant in one forced-cold burst. */
  readonly coldPerBlock: number
  readonly until?: Precision
  /** Warm samples of a setting at which `until` gives up. */
  readonly mostWarm: number
}

/** Sampling goes on until the interval of this percentile is this narrow, for every setting. */
export interface Precision {
  readonly metric: DistributionMetric
  /** In (0, 100]. */
  readonly percentile: number
  /** Half of the interval's width as a share of the value: 0.05 for ±5 %. */
  readonly within: number
}

/** What the recommendation goes by. */
export interface Goals {
  /** Of cost against speed in `balanced`: 0 is speed alone, 1 cost alone. */
  readonly weight: number
  /** Canonical threshold expressions that a setting must hold to be recommended. */
  readonly limits: readonly string[]
  /** How much dearer than the cheapest a setting may be to count as about as cheap, as a share. */
  readonly tolerance: number
}
