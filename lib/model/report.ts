import type { Observation } from './observation.ts'
import type { Run } from './run.ts'

/** Turns a run into a document. Pure: the same bytes for the same run. */
export type Report = (
  run: Run,
  observations: AsyncIterable<Observation>,
) => AsyncIterable<string | Uint8Array>
