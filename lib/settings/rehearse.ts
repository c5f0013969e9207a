import { memoryKeeping, openBook } from './journal-book.ts'
import { journalPath, refuseLocked } from './journal-file.ts'
import type { Workshop } from './open-bench.ts'
import { type StageOptions, stageIn } from './open-stage.ts'
import { never } from './patient-plane.ts'
import { rehearsedPlane } from './rehearsed-plane.ts'
import { sdkPlane } from './sdk-plane.ts'
import type { Need, Stage } from './stage.ts'

/** What a comparison would ask of the control plane, in order, the putting back included. */
export interface Rehearsal {
  readonly calls: readonly RehearsedCall[]
  /** Settings that can be seen not to work before anything is changed. */
  readonly refused: readonly { readonly setting: string; readonly why: string }[]
}

export interface RehearsedCall {
  /** AWS's name: `UpdateFunctionConfiguration`. */
  readonly operation: string
  /** With what, in words; values of environment variables only where they are compared. */
  readonly says: string
}

/**
 * Goes through a comparison over a control plane whose reads are real and whose writes are only recorded; in place,
 * with as many changes of each setting as it has fresh places. Throws UsageError where `openStage` would,
 * and rejects with AbortError when `signal` aborts.
 */
export async function rehearse(options: StageOptions, needs: readonly Need[]): Promise<Rehearsal> {
  return rehearseIn(options, needs, (functionName) => sdkPlane(options.connection, functionName))
}

/** The same with control planes from elsewhere. */
export async function rehearseIn(
  options: StageOptions,
  needs: readonly Need[],
  planeOf: Workshop['planeOf'],
): Promise<Rehearsal> {
  const calls: RehearsedCall[] = []
  const stage = await stageIn(
    // Nothing that is not really done takes time, and none of it is worth telling.
    { ...options, say: () => undefined },
    {
      planeOf: (functionName) => rehearsedPlane(planeOf(functionName), calls),
      lock(journal) {
        if (options.journals !== undefined) refuseLocked(journalPath(options.journals, journal.where))
        return openBook(journal, memoryKeeping)
      },
    },
  )
  const { signal = never } = options
  const refused: { setting: string; why: string }[] = []
  try {
    await stage.prepare(needs, signal)
    for (const need of needs) {
      const why = await placeAll(stage, need, signal)
      if (why !== undefined) refused.push({ setting: need.setting.name, why })
    }
  } finally {
    await stage.putBack()
  }
  return { calls, refused }
}

async function placeAll(
  stage: Stage,
  { setting, fresh }: Need,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let i = 0; i < Math.max(1, fresh); i += 1) {
    const placed = await stage.place(setting, fresh > 0, signal)
    if (placed.kind === 'refused') return placed.why
  }
  return undefined
}
