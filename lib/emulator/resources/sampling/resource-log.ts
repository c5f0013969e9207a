import { type LineFile, openLineFile } from '../../line-file.ts'
import type { Mechanism } from '../mechanism.ts'

/**
 * The resource log: one JSON object a line, appended, on disk when it is written. First the mechanisms in
 * force (again when they change: the last one counts), then at most one sample a second while functions run
 * and one at the end. Seconds have at most 6 decimals. Readers must take unknown keys and a torn last line.
 */
export type ResourceLine = MechanismsLine | SampleLine

export interface MechanismsLine {
  readonly kind: 'mechanisms'
  /** Unix, ms. */
  readonly at: number
  readonly cores: number
  readonly rows: readonly Mechanism[]
}

/** What ran between `at - spanMs` and `at`. Handlers only: INIT is not throttled and not counted. */
export interface SampleLine {
  readonly kind: 'sample'
  readonly at: number
  readonly spanMs: number
  /** By name; those without an invocation are left out. */
  readonly functions: Readonly<Record<string, FunctionSample>>
  /** The host, and not the share, has decided how fast they ran. */
  readonly hostSaturated: boolean
  /** Processor time of the emulator's own process. */
  readonly emulatorCpuSeconds: number
}

/** Sums over the environments of a function. Achieved share is cpu / wanted, the one asked for is asked / wanted. */
export interface FunctionSample {
  /** Most environments busy at once. */
  readonly busy: number
  /** vCPUs of one environment: by its memory, and as far as this machine has them. */
  readonly askedShare: number
  readonly givenShare: number
  /** Wall time inside invocations. */
  readonly busySeconds: number
  /** The part of it that used the processor, waited for a core, or was held back for its share. */
  readonly wantedSeconds: number
  /** Processor time that was due: the given share of what was wanted. */
  readonly askedSeconds: number
  readonly cpuSeconds: number
  /** Could have run, and this machine had no core free. */
  readonly waitedSeconds: number
}

export type ResourceLog = LineFile<ResourceLine>

/** Appends to the file; throws when it can't be opened. */
export function openResourceLog(path: string): ResourceLog {
  return openLineFile(path, 'the resource log')
}
