import type { StartKind } from './classification.ts'
import type { Distribution, Distributions } from './distribution.ts'
import type { Emulation } from './emulation.ts'
import type { ConnectionCounts } from './health.ts'
import type { OutcomeKind } from './outcome.ts'
import type { Architecture, Plan } from './plan.ts'
import type { Micros } from './time.ts'
import type { Verdict } from './verdict.ts'

/** The document of one run. Everything in it is computed from the plan and the observations. */
export interface Run {
  readonly schema: 'coldburst/run@1'
  readonly tool: Tool
  readonly plan: Plan
  readonly target: TargetFacts
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  /** `incomplete`: the process died, and the document was made afterwards from what it had stored. */
  readonly ended: 'completed' | 'interrupted' | 'incomplete'
  readonly validity: Validity
  /** What a reader should know that is no fault. */
  readonly notes: readonly string[]
  readonly health: Health
  /** Of the local Lambda; absent for other targets, and where it told nothing. */
  readonly emulation?: Emulation
  readonly counts: Counts
  readonly starts: Readonly<Record<StartKind, number>>
  readonly evidence: { readonly disagreements: readonly Disagreement[] }
  readonly environments: Environments
  /** Metric → `all` or a start kind → what was seen. A metric nothing was seen of is absent. */
  readonly distributions: Distributions
  /** One for each phase of the plan, discarded ones too. */
  readonly phases: readonly PhaseSummary[]
  readonly errors: readonly DistinctError[]
  readonly cost: Cost
  readonly verdicts: readonly Verdict[]
}

export interface Tool {
  readonly name: 'coldburst'
  readonly version: string
  readonly node: string
  /** For example `linux x64`. */
  readonly platform: string
  readonly cpus: number
}

/** The function as it described itself, or as the plan made it. */
export interface TargetFacts {
  readonly kind: 'lambda' | 'local'
  readonly function: string
  /** Every executed version the answers named. */
  readonly versions: readonly string[]
  readonly memoryMb?: number
  readonly architecture: Architecture
  /** How the architecture is known. */
  readonly architectureFrom: 'flag' | 'function' | 'machine' | 'assumed'
  /** `nodejs22.x`, `provided.al2023`, …, or `image`: it decides the legacy INIT billing. */
  readonly runtime?: string
  readonly region?: string
  readonly endpoint?: string
  /** True for every target that is not AWS itself. */
  readonly emulated: boolean
}

export interface Validity {
  readonly valid: boolean
  /** Sentences that name the resource and what to do. */
  readonly reasons: readonly string[]
}

/** How the generator did. Of several firing threads the one that was worst off is given. */
export interface Health {
  /** Open-loop phases only. */
  readonly scheduleLag?: Distribution
  /** Arrivals of open loops that were more than 10 ms behind their instants. */
  readonly late: { readonly sent: number; readonly dropped: number }
  /** Arrivals that found the cap on invocations in flight reached, and were dropped. */
  readonly capHits: number
  /** In order of time; at most the first 1,000. The distribution `burst_skew` has all of them. */
  readonly burstSkew: readonly BurstSkew[]
  /** Of all shares together; absent where the transport does not tell. */
  readonly connections?: ConnectionCounts
  /** Invocations whose measured time has the set-up of their connection in it, and how long that took. */
  readonly connectionSetup?: Distribution
  /** Delay of the firing thread's event loop; `count` is how often it was looked at. */
  readonly eventLoopDelay?: { readonly count?: number; readonly p99: Micros; readonly max: Micros }
  /** Share of wall time in which the firing thread worked; polling for an instant is not work. */
  readonly firingThreadBusy?: number
  readonly peakInFlight?: number
  /** What was sampled about once a second while firing. */
  readonly sampled?: SampledHealth
}

export interface SampledHealth {
  readonly samples: number
  /** Share of the stretch in which a firing thread worked. */
  readonly firingThread: Utilization
  /** Processor time of this process in cores. */
  readonly processCores?: Utilization
  /** Share of the machine's processor time in use, 0 to 1. */
  readonly machine?: Utilization
  /** Most sends per second of all threads together, over one stretch. */
  readonly mostSentPerSecond: number
  /** The longest that a firing thread stood still, and the end of the stretch it did so in. */
  readonly longestDelay: { readonly took: Micros; readonly by: Micros }
}

export interface Utilization {
  readonly mean: number
  /** Of the busiest stretch. */
  readonly max: number
}

export interface BurstSkew {
  readonly phase: number
  /** The planned instant. */
  readonly at: Micros
  readonly size: number
  /** Last minus first actual send. */
  readonly skew: Micros
}

export interface Counts {
  /** Absent where it can't be known: a closed loop that ends by time. */
  readonly planned?: number
  readonly sent: number
  readonly ok: number
  readonly functionError: number
  readonly throttled: number
  readonly timedOut: number
  readonly serviceError: number
  readonly transportError: number
  readonly dropped: number
}

/** Two markers that contradict each other, and how often they did. */
export interface Disagreement {
  readonly what: string
  readonly count: number
  readonly example?: string
}

export interface Environments {
  readonly count: number
  /** Most environments busy at one instant. */
  readonly maxConcurrent: number
  /** [invocations, how many environments served that many], in order of invocations. */
  readonly reuse: readonly (readonly [invocations: number, environments: number])[]
  /** Time between two invocations of one environment. */
  readonly idleGaps?: Distribution
  /** Invocations that ran beside another one in the same environment. */
  readonly overlaps: number
  /** Ran invocations that named no environment. */
  readonly unidentified: number
  readonly growth: readonly Growth[]
  /** In order of first use; at most the first 1,000. */
  readonly list: readonly EnvironmentSummary[]
}

/** Something that rises from invocation to invocation over the life of environments. */
export interface Growth {
  readonly of: 'tmp' | 'memory'
  /** Median over the environments of the slope of a straight line. */
  readonly bytesPerInvocation: number
  readonly limitBytes: number
  /** Invocations of one environment from its first until the limit is reached at this slope. */
  readonly fullAfter: number
  readonly environments: number
}

export interface EnvironmentSummary {
  readonly id: string
  readonly invocations: number
  readonly firstStart: StartKind
  readonly reinitialized: number
  readonly firstAt: Micros
  readonly lastAt: Micros
  readonly maxMemoryUsedMb?: number
  readonly tmpBytes?: number
}

export interface PhaseSummary {
  readonly name: string
  readonly discard: boolean
  /** One sentence, for example `3 bursts of 10, 6 s apart`. */
  readonly describes: string
  readonly counts: Counts
  readonly starts: Readonly<Record<StartKind, number>>
  readonly distributions: Distributions
}

export interface DistinctError {
  readonly outcome: Exclude<OutcomeKind, 'ok' | 'dropped'>
  /** The error type, name, code or throttle reason. */
  readonly name: string
  readonly message?: string
  readonly count: number
  readonly firstAt: Micros
  readonly lastAt: Micros
  /** Cleaned: no control characters, at most the last 20 lines. */
  readonly logTail?: string
}

export type Cost = Bill | CostAbsent

export interface CostAbsent {
  readonly kind: 'absent'
  readonly why: string
}

export interface Bill {
  readonly kind: 'bill'
  readonly currency: 'USD'
  readonly priceBook: PriceBookStamp
  readonly region: string
  readonly architecture: Architecture
  readonly rule: 'current' | 'legacy'
  readonly items: readonly BillItem[]
  readonly total: number
  /** Discarded phases left out. Absent when nothing ran in the others. */
  readonly perMillion?: number
  readonly perInvocation?: number
  readonly gbSeconds: number
  /** What the other INIT rule gives, when it differs. */
  readonly otherRule?: { readonly rule: 'current' | 'legacy'; readonly total: number }
  /** Invocations billed by their own Billed Duration, and those whose had to be computed or is unknown. */
  readonly billedFrom: { readonly reported: number; readonly computed: number; readonly unknown: number }
}

export interface PriceBookStamp {
  /** The day the prices were collected, YYYY-MM-DD. */
  readonly date: string
  readonly source: string
}

export interface BillItem {
  readonly name: string
  readonly quantity: number
  readonly unit: string
  readonly unitPrice: number
  readonly amount: number
}
