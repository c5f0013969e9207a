import type { LocalFunction } from './local-function.ts'
import type { Micros } from './time.ts'

/** A profile, resolved and validated. It holds no secrets: payload bodies and environment values stay apart. */
export interface Plan {
  readonly schema: 'coldburst/plan@1'
  readonly name: string
  readonly seed: number
  readonly target: TargetPlan
  readonly payloads: readonly PayloadPlan[]
  readonly phases: readonly PhasePlan[]
  /** Invocations in flight, of all threads together, at which an arrival of an open loop is dropped. */
  readonly maxInFlight: number
  /** After which an invocation is given up. */
  readonly timeout: Micros
  readonly firing: FiringPlan
  /** Canonical expressions, as `printThreshold` writes them. */
  readonly thresholds: readonly string[]
  /** What a threshold counts as when its interval straddles the limit. */
  readonly inconclusive: 'pass' | 'fail'
  readonly pricing: PricingPlan
}

/** By what means arrivals are fired; the schedule is the same whatever it says. */
export interface FiringPlan {
  /** `lean`: coldburst's own HTTP/1.1 client. `sdk`: that of the AWS SDK, as a reference. */
  readonly transport: 'lean' | 'sdk'
  readonly threads: number
  /** Whether connections are opened before the instants they are needed at. */
  readonly prewarm: boolean
  /** What becomes of an open loop's arrival that can't be sent within 10 ms of its instant. */
  readonly onLate: 'send' | 'drop'
}

/** What must never be stored with the plan. `payloads` is parallel to `Plan.payloads`. */
export interface Secrets {
  readonly payloads: readonly string[]
  /** Function name → environment variables. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export type TargetPlan = LambdaTarget | LocalTarget

/** A function behind the Lambda Invoke API: AWS, or any endpoint that speaks it. */
export interface LambdaTarget {
  readonly kind: 'lambda'
  readonly function: string
  readonly qualifier?: string
  readonly region?: string
  /** The named profile of the AWS configuration files. */
  readonly awsProfile?: string
  readonly endpoint?: string
  /** Whether to ask for the end of the log, which carries the REPORT line. Some emulators refuse. */
  readonly logTail: boolean
}

/** A function in the embedded local Lambda. */
export interface LocalTarget extends LocalCapacity {
  readonly kind: 'local'
  /** Which of `functions` is fired at. */
  readonly function: string
  /** By which alias or version of it; absent: none, which is `$LATEST`. */
  readonly qualifier?: string
  readonly functions: readonly LocalFunction[]
}

/** The local function that is fired at; undefined for another target. */
export const firedFunction = ({ target }: Plan): LocalFunction | undefined =>
  target.kind === 'local' ? target.functions.find(({ name }) => name === target.function) : undefined

/** How the local Lambda scales, keeps and ends environments. Shares are 0 to 1. */
export interface LocalCapacity {
  readonly accountConcurrency: number
  /** New environments that a function may get within 10 s. */
  readonly scalingRate: number
  readonly idle: Micros
  /** Give or take this share of `idle`. */
  readonly idleJitter: number
  /** After which an environment ends however busy it is; absent: as long as it is used. */
  readonly lifetime?: Micros
  readonly lifetimeJitter: number
  /** How likely a cold start brings another environment, initialised ahead of any request. */
  readonly proactiveInit: number
  /** Waited before INIT, for download and placement. */
  readonly placementDelay: Micros
  /** Most environments with a process at once; absent means the local Lambda decides from its memory. */
  readonly maxEnvironments?: number
  readonly mechanisms: Mechanisms
}

/** By which means the local Lambda is to hold functions to their settings; `auto` is the best that works here. */
export interface Mechanisms {
  readonly cpu: 'auto' | 'quota' | 'closed-loop' | 'off'
  readonly memory: 'auto' | 'cgroup' | 'watch'
  /** Of ephemeral storage. */
  readonly tmp: 'auto' | 'mount' | 'check'
}

export interface PayloadPlan {
  readonly weight: number
  readonly bytes: number
  readonly sha256: string
  /** Present only with `--keep-payloads`. */
  readonly body?: string
}

export interface PhasePlan {
  readonly name: string
  /** Fired and stored, but left out of the numbers. */
  readonly discard: boolean
  readonly load: Load
}

export type Load = BurstLoad | RateLoad | StagesLoad | ClosedLoad

export interface BurstLoad {
  readonly kind: 'burst'
  readonly size: number
  readonly repeat: number
  /** From one burst's instant to the next. */
  readonly every: Micros
}

export interface RateLoad {
  readonly kind: 'rate'
  readonly perSecond: number
  readonly duration: Micros
  readonly arrivals: ArrivalSpacing
}

/** Straight ramps from one rate to the next, the first from 0. */
export interface StagesLoad {
  readonly kind: 'stages'
  readonly stages: readonly Stage[]
  readonly arrivals: ArrivalSpacing
}

export interface Stage {
  readonly duration: Micros
  /** The rate reached at the stage's end. */
  readonly perSecond: number
}

/** At least one of `requests` and `duration` is there; with both, whichever ends first. */
export interface ClosedLoad {
  readonly kind: 'closed'
  readonly concurrency: number
  readonly requests?: number
  readonly duration?: Micros
  readonly thinkTime: Micros
}

export type ArrivalSpacing = 'uniform' | 'poisson'

export type Architecture = 'x86_64' | 'arm64'

export interface PricingPlan {
  /** `current`: INIT is billed (AWS's rule since 2025-08-01). `legacy`: the rule before it. */
  readonly initBilling: 'current' | 'legacy'
  /** USD; a real target whose estimate is above it is refused. */
  readonly maxCost: number
  /** Overrides what the function says of itself. */
  readonly architecture?: Architecture
}
