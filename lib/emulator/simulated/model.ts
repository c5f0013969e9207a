/** How long something takes, ms: a draw for each time, from the function's seed. */
export type Distribution =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly p99Ms: number }
  /** One of these, each as likely as the others. */
  | { readonly kind: 'samples'; readonly ms: readonly number[] }

/** A function that is a model and no process: as much of it as callers and the bill can see. */
export interface SimulatedModel {
  readonly seed: number
  /** INIT has its boost: it is the same at every memory setting. */
  readonly init: Distribution
  readonly work: Work
  readonly memoryUsed: MemoryCurve
  readonly failures: FailureRates
  /** Size of an answer's payload beyond what identifies it. */
  readonly responseBytes: number
}

/** What an invocation does with its time. */
export type Work =
  /** `compute` is at one whole vCPU (1,769 MB), and takes longer in proportion below; `wait` is the same everywhere. */
  | { readonly kind: 'share'; readonly compute: Distribution; readonly wait: Distribution }
  /** Measured at some memory settings, ascending; in between the logarithms are interpolated. */
  | { readonly kind: 'measured'; readonly points: readonly MeasuredPoint[] }

export interface MeasuredPoint {
  readonly memoryMb: number
  readonly duration: Distribution
  /** In place of the model's `init` at this setting. */
  readonly init?: Distribution
}

/** Max Memory Used, MB: after INIT, and what each invocation of an environment adds. */
export interface MemoryCurve {
  readonly baseMb: number
  readonly perInvocationMb: number
}

/** The share of invocations, 0 to 1, that end so; together at most 1. */
export interface FailureRates {
  readonly error: number
  readonly exit: number
  readonly timeout: number
  readonly outOfMemory: number
  /** Of INITs. */
  readonly init: number
}
