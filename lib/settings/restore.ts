import { rmSync } from 'node:fs'
import type { PutBack } from '../model/comparison.ts'
import { defined } from '../model/defined.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import type { ProcessMark } from './journal.ts'
import { openBook } from './journal-book.ts'
import { fileKeeping } from './journal-file.ts'
import type { DamagedJournal, ReadableJournal } from './journals.ts'
import { never, patiently, realWait } from './patient-plane.ts'
import { type Life, lifeOf, ownMark } from './process-mark.ts'
import { sdkPlane } from './sdk-plane.ts'
import { type LetAlone, lookAt, takeJournal, type Taker } from './take-journal.ts'
import { undo } from './undo.ts'

/** Where a journal's function is. */
export interface JournalPlace {
  readonly region: string
  readonly endpoint?: string
  readonly awsProfile?: string
}

export type Connect = (where: JournalPlace) => Promise<ResolvedConnection>

export type Restored = PutBack | LetAlone

/**
 * Puts back what an interrupted comparison left. May be called again after anything. A journal whose process is not
 * gone is let alone: of one that is elsewhere somebody must say first that it is, by its `life`. Throws UsageError
 * where the journal can't be read or written any more, or the connection can't be made.
 */
export async function restore(
  stored: ReadableJournal,
  connect: Connect,
  say: (line: string) => void,
): Promise<Restored> {
  const { path } = stored
  const taker: Taker = { own: ownMark(), lifeOf: (mark) => lifeNow(stored, mark), now: Date.now }
  const found = lookAt(path, taker)
  if (found.kind !== 'free') return found
  const { region, endpoint, awsProfile, function: arn } = found.journal.where
  const connection = await connect({ region, endpoint, ...defined({ awsProfile }) })
  const taken = takeJournal(path, taker)
  if (taken.kind !== 'taken') return taken
  const plane = sdkPlane(connection, arn)
  try {
    return await undo(openBook(taken.journal, fileKeeping(path)), patiently(plane, realWait, never), say)
  } finally {
    plane.close()
  }
}

/** Whoever says that nothing is comparing on a host any more says it of all of that host. */
function lifeNow({ life, journal }: ReadableJournal, mark: ProcessMark): Life {
  const now = lifeOf(mark)
  return now === 'elsewhere' && mark.host === journal.process.host ? life : now
}

/** Deletes a journal and leaves the function as it is. Gives what keeps it from that. */
export function forget({ path }: ReadableJournal | DamagedJournal): string | undefined {
  try {
    rmSync(path, { force: true })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
