/** What the emulator is started with; sizes in MB (1024 × 1024 bytes), times in ms. */
export interface EmulatorConfig {
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number
  readonly region: string
  readonly functions: readonly FunctionConfig[]
  /** Invocations at once over all functions; beyond it callers get 429. */
  readonly accountConcurrency: number
  /** How long an environment may stay idle before it is shut down. */
  readonly idleMs: number
  /** Environments at once on this machine; absent, it follows from the memory that is available. */
  readonly maxEnvironments?: number
  /** File that gets one JSON line per invocation, appended. */
  readonly truthLog?: string
}

export interface FunctionConfig {
  readonly name: string
  readonly runtime: 'node' | 'bootstrap'
  /** Absolute path of the folder with the code. */
  readonly codeDir: string
  readonly handler: string
  readonly memoryMb: number
  readonly timeoutMs: number
  readonly env: Readonly<Record<string, string>>
}

/** What the emulator has done so far. */
export interface EmulatorStats {
  readonly environmentsStarted: number
  readonly peakEnvironments: number
  readonly localCapHits: number
  /** Processor time of the emulator and of its environments, as far as the system tells. */
  readonly cpuSeconds: number
}

export type ParentMessage =
  | { readonly kind: 'start'; readonly config: EmulatorConfig }
  | { readonly kind: 'stats' }
  | { readonly kind: 'stop' }

export type ChildMessage =
  | { readonly kind: 'ready'; readonly endpoint: string }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
  | ({ readonly kind: 'stats' } & EmulatorStats)
  | { readonly kind: 'stopped'; readonly summary: EmulatorStats }

export type FailureCode =
  | 'PORT_IN_USE'
  | 'PORT_NOT_ALLOWED'
  | 'INVALID_CONFIG'
  | 'INVALID_MESSAGE'
  | 'ALREADY_STARTED'
  | 'START_FAILED'
