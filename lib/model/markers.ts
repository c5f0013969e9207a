import type { Micros } from './time.ts'

/** Clues as received, unjudged. What was not said is absent, never 0. */
export interface Markers {
  /** The `x-amzn-RequestId` of the response. */
  readonly requestId?: string
  readonly executedVersion?: string
  readonly report?: ReportFields
  readonly probe?: ProbeFields
  /** How long the request waited for a place to start its environment; only the local Lambda says so. */
  readonly placement?: Micros
}

/** The fields of a REPORT line or a `platform.report` record, under AWS's names. */
export interface ReportFields {
  readonly form: 'text' | 'json'
  readonly requestId?: string
  readonly duration?: Micros
  readonly billedDuration?: Micros
  readonly initDuration?: Micros
  readonly restoreDuration?: Micros
  readonly billedRestoreDuration?: Micros
  readonly memorySizeMb?: number
  readonly maxMemoryUsedMb?: number
  readonly status?: string
  readonly errorType?: string
}

/** What the probe (`coldburst/probe`) says from inside the environment. */
export interface ProbeFields {
  /** Where it was read: in the response's payload, or on the line it prints before the handler runs. */
  readonly from: 'payload' | 'log'
  /** The execution environment: its log stream, or an id kept in its temporary files. Survives a crash. */
  readonly environmentId: string
  /** The runtime process: new after every INIT, also after the re-run that follows a crash. */
  readonly processId: string
  /** Which invocation of this process it is, from 1. */
  readonly call: number
  readonly initializationType?: string
  /** Unix epoch, ms. */
  readonly processStartMs?: number
  /** Unix epoch, ms. */
  readonly handlerStartMs?: number
  /** Bytes in the environment's temporary files. */
  readonly tmpBytes?: number
}
