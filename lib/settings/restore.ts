import type { PutBack } from '../model/comparison.ts'
import { defined } from '../model/defined.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import type { Journal, ProcessMark } from './journal.ts'
import { openBook } from './journal-book.ts'
import { fileKeeping } from './journal-file.ts'
import type { DamagedJournal, ReadableJournal } from './journals.ts'
import { never, patiently, realWait } from './patient-plane.ts'
import { isSameProcess, type Life, lifeOf, ownMark } from './process-mark.ts'
import { sdkPlane } from './sdk-plane.ts'
import { deleteJournal, type LetAlone, lookAt, takeJournal, type Taker } from './take-journal.ts'
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
  const taker = takerOf((mark) => lifeNow(stored, mark))
  const found = lookAt(path, taker)
  if (found.kind !== 'free') return found
  const { region, endpoint, awsProfile, function: arn } = found.journal.where
  const connection = await connect({ region, endpoint, ...defined({ awsProfile }) })
  const taken = takeJournal(path, taker)
  if (taken.kind !== 'taken') return taken
  const plane = sdkPlane(connection, arn)
  try {
    return await undo(
      openBook(taken.journal, fileKeeping(path, taken.journal)),
      patiently(plane, realWait, never),
      say,
    )
  } finally {
    plane.close()
  }
}

/** Whoever says that nothing is comparing on a host any more says it of all of that host. */
function lifeNow({ life, journal }: ReadableJournal, mark: ProcessMark): Life {
  const now = lifeOf(mark)
  return now === 'elsewhere' && mark.host === journal.process.host ? life : now
}

const takerOf = (life: Taker['lifeOf']): Taker => ({ own: ownMark(), lifeOf: life, now: Date.now })

/**
 * Deletes a journal and leaves the function as it is. Gives what keeps it from that, such as another journal that has
 * been put there since it was found.
 */
export function forget(stored: ReadableJournal | DamagedJournal): string | undefined {
  try {
    return deleteJournal(stored.path, takerOf(lifeOf), (found) => whyStays(stored, found))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function whyStays(stored: ReadableJournal | DamagedJournal, found: Journal | string): string | undefined {
  const another = 'it is another one by now'
  if (stored.kind === 'damaged') return typeof found === 'string' ? undefined : another
  if (typeof found === 'string') return undefined
  if (found.id !== stored.journal.id) return another
  const { process: by } = found
  // Whoever has tried to put it back has taken it.
  const free = isSameProcess(by, ownMark()) || lifeNow(stored, by) === 'gone'
  return free ? undefined : `process ${by.pid} on ${by.host} is at it`
}
