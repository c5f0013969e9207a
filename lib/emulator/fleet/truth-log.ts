import type { InvocationOutcome, Served } from '../environment/invocation.ts'
import { type LineFile, openLineFile } from '../line-file.ts'

/** What really happened in one invocation; the analysis is tested against it and never reads it. */
export interface TruthLine {
  readonly requestId: string
  readonly function: string
  /** The environment's log stream name. */
  readonly environment: string
  readonly start: 'cold' | 'reinitialized' | 'warm'
  /** Which invocation of its environment it is, from 1. */
  readonly call: number
  /** Which invocation of the emulator it is, by start, from 1. */
  readonly order: number
  readonly placementUs: number
  readonly initMs?: number
  /** On the first invocation of an environment whose INIT no request has waited for. */
  readonly initializedAhead?: true
  readonly outcome: InvocationOutcome
  readonly processId?: number
}

export type TruthLog = LineFile<TruthLine>

/** The line of one invocation that is over. */
export function truthLine(
  facts: Pick<TruthLine, 'requestId' | 'function' | 'environment' | 'initializedAhead'>,
  order: number,
  served: Served,
): TruthLine {
  const { start, ordinal, placementUs, initMs, outcome, processId } = served
  return {
    ...facts,
    start,
    call: ordinal,
    order,
    placementUs,
    ...(initMs === undefined ? {} : { initMs: Math.round(initMs * 1_000) / 1_000 }),
    outcome,
    ...(processId === undefined ? {} : { processId }),
  }
}

/** Appends to the file, or does nothing without one; throws when it can't be opened. */
export function openTruthLog(path: string | undefined): TruthLog {
  if (path === undefined) return { append: () => undefined, close: () => undefined }
  return openLineFile(path, 'the truth log')
}
