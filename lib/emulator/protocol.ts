import type { Mechanism } from './resources/mechanism.ts'
import type { SimulatedModel } from './simulated/model.ts'
import type { Cors } from './urls/cors.ts'

/** What the emulator is started with; sizes in MB (1024 × 1024 bytes), times in ms. */
export interface EmulatorConfig {
  /** An address of this machine to listen on: 127.0.0.1 unless the user asked for more. */
  readonly host: string
  /** 0 takes any free one. */
  readonly port: number
  readonly region: string
  readonly functions: readonly FunctionConfig[]
  /** For everything that is drawn at random: jitter, alias weights, request ids of simulated functions. */
  readonly seed: number
  /** Invocations at once over all functions; beyond it callers get 429. */
  readonly accountConcurrency: number
  /** New environments that a function may get within 10 s; 1,000 on Lambda. */
  readonly scalingPer10s: number
  /** Invocations per second for each unit of concurrency; 10 on Lambda. */
  readonly requestRateFactor: number
  /** How long an environment may stay idle before it is shut down, give or take `idleJitter` (0 to 1) of it. */
  readonly idleMs: number
  readonly idleJitter: number
  /** How long an environment lives however busy it is; absent, as long as it is used. */
  readonly lifetimeMs?: number
  readonly lifetimeJitter: number
  /** How likely (0 to 1) a cold start brings another environment, initialised ahead of any request. */
  readonly proactiveInit: number
  /** Stands for download and placement: waited before INIT, and never part of Init Duration. */
  readonly placementDelayMs: number
  /** How long an update of a function stays InProgress, and how long after it old environments may still serve. */
  readonly updateMs: number
  readonly drainMs: number
  /** Pauses before the retries of an asynchronous invocation whose function failed. */
  readonly asyncRetryMs: readonly number[]
  /** By which means; `auto` takes the best that works here. */
  readonly cpu: 'auto' | 'quota' | 'closed-loop' | 'off'
  readonly memory: 'auto' | 'cgroup' | 'watch'
  readonly ephemeralStorage: 'auto' | 'mount' | 'check'
  /** Environments with a process at once on this machine; absent, it follows from the memory that is available. */
  readonly maxEnvironments?: number
  /** File that gets one JSON line per invocation, appended. */
  readonly truthLog?: string
  /** File that gets the mechanisms in force and, once a second while functions run, their shares; appended. */
  readonly resourceLog?: string
  /** What functions log comes over the channel too, as it is written. */
  readonly forwardLogs: boolean
}

export type FunctionConfig = ProcessFunction | ZippedFunction | SimulatedFunction

interface FunctionSettings {
  readonly name: string
  readonly memoryMb: number
  readonly timeoutMs: number
  readonly ephemeralStorageMb: number
  readonly env: Readonly<Record<string, string>>
  /** Concurrency set apart for it. */
  readonly reservedConcurrency?: number
  /** Published as version 1 behind this alias at the start. */
  readonly alias?: string
  /** Environments initialised ahead, for invocations by the alias. */
  readonly provisionedConcurrency?: number
  /** It has a function URL, on a port of its own: 0 takes any free one. */
  readonly url?: ConfiguredUrl
}

export interface ConfiguredUrl {
  readonly port: number
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM'
  /** NONE, when absent. */
  readonly authType?: 'NONE' | 'AWS_IAM'
  readonly cors?: Cors
}

interface ProcessSettings extends FunctionSettings {
  readonly runtime: 'node' | 'python' | 'bootstrap'
  /** Absolute path of the node or python that runs it; absent, this machine's. */
  readonly runtimeBinary?: string
  readonly handler: string
}

/** A function whose environments are processes. */
export interface ProcessFunction extends ProcessSettings {
  /** Absolute path of the folder with the code. */
  readonly codeDir: string
}

/** The same, with its code in a zip that is unpacked at the start. */
export interface ZippedFunction extends ProcessSettings {
  /** Absolute path of the zip. */
  readonly codeZip: string
}

/** A function whose environments are models. */
export interface SimulatedFunction extends FunctionSettings {
  readonly runtime: 'simulated'
  readonly model: SimulatedModel
}

/** Of the environments. */
export interface FleetStats {
  /** Those that an environment was found for; an asynchronous one counts with each attempt. */
  readonly invocations: number
  readonly environmentsStarted: number
  readonly starts: EnvironmentStarts
  readonly peakEnvironments: number
  readonly localCapHits: number
  /** Invocations refused with 429, by their reason. */
  readonly throttles: Readonly<Record<string, number>>
  /** Processor time of the emulator and of its environments, as far as the system tells. */
  readonly cpuSeconds: number
}

/** What environments were started for: a request, provisioned concurrency, or a request that may come. */
export interface EnvironmentStarts {
  readonly onDemand: number
  readonly provisioned: number
  readonly proactive: number
}

/** What the emulator has done so far. */
export interface EmulatorStats extends FleetStats {
  /** Asynchronous invocations that wait or run; at the end they are lost. */
  readonly eventsPending: number
  /** Asynchronous invocations that were given up, after retries or by age. */
  readonly eventsDropped: number
  /** Log events that had to make room for newer ones. */
  readonly logEventsDropped: number
}

export type ParentMessage =
  | { readonly kind: 'start'; readonly config: EmulatorConfig }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' }

export type ChildMessage =
  | {
      readonly kind: 'ready'
      readonly endpoint: string
      readonly urls: readonly FunctionUrlAddress[]
      readonly mechanisms: readonly Mechanism[]
    }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
  | ({ readonly kind: 'stats' } & EmulatorStats)
  | { readonly kind: 'stopped'; readonly summary: EmulatorStats }
  | LogMessage

/** Lines that one environment has written, and those of the platform about it; as they are, so not to be trusted. */
export interface LogMessage {
  readonly kind: 'log'
  readonly function: string
  /** Empty in what the emulator says itself about lines that it leaves out. */
  readonly stream: string
  /** Most end with a line feed. */
  readonly lines: readonly string[]
}

/** Where a function's URL is. */
export interface FunctionUrlAddress {
  readonly function: string
  /** http://127.0.0.1:PORT/ */
  readonly url: string
}

export type FailureCode =
  | 'PORT_IN_USE'
  | 'PORT_NOT_ALLOWED'
  | 'URL_PORT_UNAVAILABLE'
  | 'INVALID_CONFIG'
  | 'INVALID_MESSAGE'
  | 'ALREADY_STARTED'
  | 'START_FAILED'
