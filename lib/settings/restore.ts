import { rmSync } from 'node:fs'
import type { PutBack } from '../model/comparison.ts'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import type { ControlPlane } from './control-plane.ts'
import type { Journal } from './journal.ts'
import { openBook } from './journal-book.ts'
import { fileKeeping, readJournal } from './journal-file.ts'
import type { ReadableJournal, StoredJournal } from './journals.ts'
import { never, patiently, realWait, type Wait } from './patient-plane.ts'
import { isAlive, ownMark } from './process-mark.ts'
import { sdkPlane } from './sdk-plane.ts'
import { undo } from './undo.ts'

/** Where a journal's function is. */
export interface JournalPlace {
  readonly region: string
  readonly endpoint?: string
  readonly awsProfile?: string
}

export type Connect = (where: JournalPlace) => Promise<ResolvedConnection>

/**
 * Puts back what an interrupted comparison left. May be called again after anything. Throws UsageError for a journal
 * whose process is still at it, and for one that can't be read.
 */
export async function restore(
  stored: StoredJournal,
  connect: Connect,
  say: (line: string) => void,
): Promise<PutBack> {
  const { path } = restorable(stored)
  const journal = readJournal(path)
  // It was put back since it was found.
  if (journal === undefined || typeof journal === 'string') return { kind: 'nothing-changed' }
  const { region, endpoint, awsProfile, function: arn } = journal.where
  const connection = await connect({ region, endpoint, ...defined({ awsProfile }) })
  // Another restore may have taken it meanwhile.
  const now = readJournal(path)
  if (now === undefined || typeof now === 'string') return { kind: 'nothing-changed' }
  refuseAlive(now, isAlive(now.process))
  return restoreOn(path, now, sdkPlane(connection, arn), realWait, say)
}

/** The same over a control plane from elsewhere. */
export async function restoreOn(
  path: string,
  journal: Journal,
  plane: ControlPlane,
  wait: Wait,
  say: (line: string) => void,
): Promise<PutBack> {
  // Under our own name: a comparison, or another restore, must not come between.
  const own = { ...journal, process: ownMark() }
  const keeping = fileKeeping(path)
  keeping.write(own)
  try {
    return await undo(openBook(own, keeping), patiently(plane, wait, never), say)
  } finally {
    plane.close()
  }
}

/** Deletes a journal and leaves the function as it is. */
export function forget({ path }: StoredJournal): void {
  rmSync(path, { force: true })
}

/** Throws UsageError where it must not be put back, or can't be. */
function restorable(stored: StoredJournal): ReadableJournal {
  if (stored.kind === 'damaged') {
    const message = `it can't be read (${stored.why}); look at the function, then forget the journal`
    throw new UsageError([{ where: stored.path, message }])
  }
  refuseAlive(stored.journal, stored.alive)
  return stored
}

function refuseAlive({ process: { pid }, where }: Journal, alive: boolean): void {
  // A process of ours that could not put everything back may try again.
  if (!alive || pid === process.pid) return
  const message = `process ${pid} is still at it; end it (Ctrl-C), and it puts everything back itself`
  throw new UsageError([{ where: `function ${where.function}`, message }])
}
