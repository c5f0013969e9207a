import { defined } from '../model/defined.ts'
import { memoryKeeping, openBook } from './journal-book.ts'
import { journalPath, refuseLocked } from './journal-file.ts'
import type { Workshop } from './open-bench.ts'
import { type StageOptions, stageIn } from './open-stage.ts'
import { never } from './patient-plane.ts'
import { type RehearsedApplying, rehearseApplying } from './rehearse-applying.ts'
import { rehearsedPlane } from './rehearsed-plane.ts'
import { sdkPlane } from './sdk-plane.ts'
import type { Need, PlannedBlock, Stage } from './stage.ts'

/** What a comparison would ask of the control plane, in order, the putting back included. */
export interface Rehearsal {
  readonly calls: readonly RehearsedCall[]
  /** Settings that can be seen not to work before anything is changed. */
  readonly refused: readonly { readonly setting: string; readonly why: string }[]
  /** As of `Stage.found`. */
  readonly found: Stage['found']
  /** As of `Stage.newAlias`. */
  readonly newAlias?: string
  /** What follows where a setting is recommended and is to be applied; not among `calls`. */
  readonly applying?: RehearsedApplying
}

export interface RehearsedCall {
  /** AWS's name: `UpdateFunctionConfiguration`. */
  readonly operation: string
  /** With what, in words; values of environment variables only where they are compared. */
  readonly says: string
  /** The same without the numbers of what the comparison makes: versions, aliases, Descriptions. */
  readonly alike: string
  /** When it is made: before anything is fired, from block to block, or afterwards. */
  readonly during: 'preparing' | 'firing' | 'putting-back' | 'applying'
}

/** What a comparison asks of its stage. */
export interface Asked {
  readonly needs: readonly Need[]
  /** In the order in which they are fired. */
  readonly blocks: readonly PlannedBlock[]
  /** Whether what is recommended is to be applied. */
  readonly applies?: boolean | undefined
}

/**
 * Goes through a comparison over a control plane whose reads are real and whose writes are only recorded. Throws
 * UsageError where `openStage` would, and rejects with AbortError when `signal` aborts.
 */
export async function rehearse(options: StageOptions, asked: Asked): Promise<Rehearsal> {
  return rehearseIn(options, asked, (functionName) => sdkPlane(options.connection, functionName))
}

/** The same with control planes from elsewhere. */
export async function rehearseIn(
  options: StageOptions,
  { needs, blocks, applies = false }: Asked,
  planeOf: Workshop['planeOf'],
): Promise<Rehearsal> {
  const calls: RehearsedCall[] = []
  let during: RehearsedCall['during'] = 'preparing'
  const stage = await stageIn(
    // Nothing that is not really done takes time, and none of it is worth telling.
    { ...options, say: () => undefined },
    {
      planeOf: (functionName) =>
        rehearsedPlane(planeOf(functionName), (call) => calls.push({ ...call, during })),
      lock(journal) {
        if (options.journals !== undefined) refuseLocked(journalPath(options.journals, journal.where))
        return openBook(journal, memoryKeeping)
      },
    },
  )
  const { signal = never } = options
  let refused: Rehearsal['refused'] = []
  try {
    await stage.prepare(needs, signal)
    during = 'firing'
    refused = await placeAll(stage, blocks, options)
  } finally {
    during = 'putting-back'
    await stage.putBack()
  }
  const { found, newAlias } = stage
  const possible = options.settings.filter(({ name }) => !refused.some(({ setting }) => setting === name))
  const applying = applies ? await rehearseApplying(options, possible, planeOf) : undefined
  return { calls, refused, found, ...defined({ newAlias, applying }) }
}

/** Gives the settings that were refused; nothing more is asked for one that was. */
async function placeAll(
  stage: Stage,
  blocks: readonly PlannedBlock[],
  { settings, signal = never }: StageOptions,
): Promise<Rehearsal['refused']> {
  const refused = new Map<string, string>()
  for (const { setting, fresh } of blocks) {
    if (refused.has(setting.name)) continue
    const placed = await stage.place(setting, fresh, signal)
    if (placed.kind === 'refused') refused.set(setting.name, placed.why)
  }
  // The order of blocks is random, that of settings was typed.
  return settings.flatMap(({ name }) => {
    const why = refused.get(name)
    return why === undefined ? [] : [{ setting: name, why }]
  })
}
