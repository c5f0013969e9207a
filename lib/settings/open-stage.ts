import type { Setting, Staging } from '../model/comparison-plan.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import { inPlaceStage } from './in-place-stage.ts'
import { memoryKeeping, openBook } from './journal-book.ts'
import { createJournal } from './journal-file.ts'
import { openBench, type Workshop } from './open-bench.ts'
import type { Wait } from './patient-plane.ts'
import { presentStage } from './present-stage.ts'
import { sdkPlane } from './sdk-plane.ts'
import type { Stage } from './stage.ts'
import { versionsStage } from './versions-stage.ts'

export interface StageOptions {
  readonly connection: ResolvedConnection
  /** Name or ARN, without a qualifier. */
  readonly function: string
  readonly awsProfile?: string
  readonly staging: Staging
  readonly settings: readonly Setting[]
  /** Alias that what is recommended is to be applied to. */
  readonly applyTo?: string
  /** Of this comparison: short, of a-z and 0-9. */
  readonly id: string
  /** Folder of journals; absent: the journal is kept in memory, for a local Lambda that ends with us. */
  readonly journals?: string
  readonly say: (line: string) => void
  /** Gives up looking at the function; what changes it has signals of its own, and putting back has none. */
  readonly signal?: AbortSignal
  /** Aborts when the function is no more, as that of a local Lambda that has ended: nothing is left to put back then. */
  readonly gone?: AbortSignal
  /** For tests; otherwise time is real. */
  readonly wait?: Wait
}

/**
 * Looks at the function and takes its lock; nothing of the function is changed yet. Throws UsageError where settings
 * can't be compared: no such function or qualifier, a permission missing, another comparison on it. Every stage that
 * was opened must be put back, if only to let go of the lock. Rejects with AbortError when `signal` aborts, and has let
 * go of the lock then.
 */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { connection, journals } = options
  return stageIn(options, {
    planeOf: (functionName) => sdkPlane(connection, functionName),
    lock: (journal) =>
      journals === undefined ? openBook(journal, memoryKeeping) : createJournal(journals, journal),
  })
}

/** The same with control planes and journals from elsewhere. */
export async function stageIn(options: StageOptions, workshop: Workshop): Promise<Stage> {
  switch (options.staging) {
    case 'versions':
      return versionsStage(await openBench(options, workshop))
    case 'in-place':
      return inPlaceStage(await openBench(options, workshop))
    case 'none':
      return presentStage(options, workshop.planeOf(options.function))
    default:
      return options.staging satisfies never
  }
}
