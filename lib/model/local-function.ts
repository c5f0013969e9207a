import type { Micros } from './time.ts'

/** Where the local Lambda says that it is. */
export const localRegion = 'us-east-1'

/** The account that owns every local function. */
export const localAccount = '000000000000'

/** A function of the local Lambda. It holds no values of environment variables: those are secret. */
export type LocalFunction = ProcessFunction | SimulatedFunction

interface FunctionSettings {
  readonly name: string
  readonly memoryMb: number
  readonly timeout: Micros
  /** Names only; the values are in `Secrets.environment`. */
  readonly envNames: readonly string[]
  /** MB that the function may have in /tmp. */
  readonly ephemeralStorageMb: number
  /** Concurrency set apart for it, and the most it gets. */
  readonly reservedConcurrency?: number
  /** Published as version 1 behind this alias. */
  readonly alias?: string
  /** Environments initialised ahead, for invocations by the alias. */
  readonly provisionedConcurrency?: number
  /** It has a function URL, on a port of its own: 0 is any free one. */
  readonly url?: LocalFunctionUrl
}

export interface LocalFunctionUrl {
  readonly port: number
  readonly mode: 'buffered' | 'stream'
  /** It refuses requests that are not signed. */
  readonly signed?: boolean
  readonly cors?: LocalCors
}

/** What it answers to pages of other sites, in AWS's spelling. */
export interface LocalCors {
  readonly AllowCredentials?: boolean
  readonly AllowHeaders?: readonly string[]
  readonly AllowMethods?: readonly string[]
  readonly AllowOrigins?: readonly string[]
  readonly ExposeHeaders?: readonly string[]
  /** Seconds. */
  readonly MaxAge?: number
}

/** A function whose environments are processes. Exactly one of `codeDir` and `codeZip` is there. */
export interface ProcessFunction extends FunctionSettings {
  readonly runtime: 'node' | 'python' | 'bootstrap'
  /** Absolute path of the node or python that runs it; absent, this machine's. */
  readonly runtimeBinary?: string
  /** Absolute path of the folder that becomes LAMBDA_TASK_ROOT. */
  readonly codeDir?: string
  /** Absolute path of a zip file, which is unpacked into it. */
  readonly codeZip?: string
  /** `file.export` for node, `module.function` for python; for bootstrap the name handed to it as `_HANDLER`. */
  readonly handler: string
}

/** A function whose environments are models. */
export interface SimulatedFunction extends FunctionSettings {
  readonly runtime: 'simulated'
  readonly model: SimulatedModel
}

/** How long something takes: a draw for each time, from the function's seed. */
export type SimulatedTime =
  | { readonly kind: 'constant'; readonly time: Micros }
  | { readonly kind: 'uniform'; readonly from: Micros; readonly to: Micros }
  | { readonly kind: 'lognormal'; readonly median: Micros; readonly p99: Micros }
  /** One of these, each as likely as the others. */
  | { readonly kind: 'samples'; readonly times: readonly Micros[] }

/** What a simulated function does, as far as callers and the bill can see. */
export interface SimulatedModel {
  readonly seed: number
  readonly init: SimulatedTime
  readonly work: SimulatedWork
  /** Max Memory Used, MB: after INIT, and what each invocation of an environment adds. */
  readonly memoryUsed: { readonly baseMb: number; readonly perInvocationMb: number }
  /** The share of invocations, 0 to 1, that end so; `init` is of INITs. */
  readonly failures: Readonly<Record<SimulatedFailure, number>>
  readonly responseBytes: number
}

export type SimulatedFailure = 'error' | 'exit' | 'timeout' | 'outOfMemory' | 'init'

export type SimulatedWork =
  /** `compute` is at one whole vCPU (1,769 MB) and takes longer below; `wait` is the same everywhere. */
  | { readonly kind: 'share'; readonly compute: SimulatedTime; readonly wait: SimulatedTime }
  /** Measured at some memory settings, ascending. */
  | { readonly kind: 'measured'; readonly points: readonly MeasuredPoint[] }

export interface MeasuredPoint {
  readonly memoryMb: number
  readonly duration: SimulatedTime
  /** In place of the model's `init` at this setting. */
  readonly init?: SimulatedTime
}
