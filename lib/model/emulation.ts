import type { Micros } from './time.ts'

/** What the local Lambda said of itself during a run: by which means it held functions to their settings, and how well. */
export interface Emulation {
  /** Processors of the machine, as the local Lambda counts them. */
  readonly cores?: number
  readonly mechanisms: readonly MechanismRow[]
  /** Those that ran a handler and whose processor time could be read; the one that was fired at first. */
  readonly functions: readonly FunctionShare[]
  /** Seconds in which the environments were due more processor time than the machine could give, of those watched. */
  readonly hostSaturated: { readonly seconds: number; readonly of: number }
  /** Processor time of the local Lambda itself. */
  readonly ownCpuTime: Micros
}

/** One thing that functions are held to, and by which means. */
export interface MechanismRow {
  readonly row: string
  readonly means: string
  /** What is not as on Lambda because of it. */
  readonly degraded?: string
}

/** How much of a vCPU the environments of a function got. Times are sums over its environments, INIT left out. */
export interface FunctionShare {
  readonly name: string
  readonly memoryMb: number
  /** vCPUs of one environment by its memory: MB / 1,769. */
  readonly vcpus: number
  /** The same, no more than this machine has. */
  readonly vcpusHere: number
  /** Most environments busy at once. */
  readonly busyAtOnce: number
  readonly busyTime: Micros
  /** In which it wanted a processor: used it, waited for it, or was held back. */
  readonly wantedTime: Micros
  readonly cpuTime: Micros
  /** In which it was allowed to run and no core was free. */
  readonly waitedTime: Micros
  /** Of the time in which it wanted a processor: what it was due, and what it got. Absent where it wanted next to nothing. */
  readonly askedShare?: number
  readonly achievedShare?: number
}

/** A line of the file in which the local Lambda tells of itself. */
export type ResourceLine = MechanismsLine | ResourceSample

export interface MechanismsLine {
  readonly kind: 'mechanisms'
  readonly cores?: number
  readonly rows: readonly MechanismRow[]
}

/** How functions did over a stretch of about a second. */
export interface ResourceSample {
  readonly kind: 'sample'
  readonly spanMs: number
  readonly functions: readonly SampledFunction[]
  readonly hostSaturated: boolean
  readonly emulatorCpuSeconds: number
}

export interface SampledFunction {
  readonly name: string
  readonly busy: number
  readonly askedShare: number
  readonly givenShare: number
  readonly busySeconds: number
  readonly wantedSeconds: number
  readonly askedSeconds: number
  readonly cpuSeconds: number
  readonly waitedSeconds: number
}
