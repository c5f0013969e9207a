import { rmSync } from 'node:fs'
import type { PutBack } from '../model/comparison.ts'
import { defined } from '../model/defined.ts'
import { UsageError } from '../model/usage-error.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import type { Journal, ProcessMark } from './journal.ts'
import { openBook } from './journal-book.ts'
import { fileKeeping, readJournal } from './journal-file.ts'
import type { DamagedJournal, ReadableJournal } from './journals.ts'
import { never, patiently, realWait } from './patient-plane.ts'
import { type Life, lifeOf, ownMark } from './process-mark.ts'
import { sdkPlane } from './sdk-plane.ts'
import { undo } from './undo.ts'

/** Where a journal's function is. */
export interface JournalPlace {
  readonly region: string
  readonly endpoint?: string
  readonly awsProfile?: string
}

export type Connect = (where: JournalPlace) => Promise<ResolvedConnection>

/** What became of a journal; the latter two where it is none of ours to put back. */
export type Restored =
  | PutBack
  /** It has been put back, or forgotten, since it was found. */
  | { readonly kind: 'no-longer-there' }
  | { readonly kind: 'at-work'; readonly by: ProcessMark; readonly life: Exclude<Life, 'gone'> }

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
  const found = lookAt(stored)
  if (found.kind !== 'free') return found
  const { region, endpoint, awsProfile, function: arn } = found.journal.where
  const connection = await connect({ region, endpoint, ...defined({ awsProfile }) })
  // Another restore may have taken it meanwhile.
  const now = lookAt(stored)
  if (now.kind !== 'free') return now
  // Under our own name: a comparison, or another restore, must not come between.
  const own = { ...now.journal, process: ownMark() }
  const keeping = fileKeeping(stored.path)
  keeping.write(own)
  const plane = sdkPlane(connection, arn)
  try {
    return await undo(openBook(own, keeping), patiently(plane, realWait, never), say)
  } finally {
    plane.close()
  }
}

type Look = { readonly kind: 'free'; readonly journal: Journal } | Exclude<Restored, PutBack>

/** Who has a journal now. */
function lookAt(stored: ReadableJournal): Look {
  const journal = readJournal(stored.path)
  if (journal === undefined) return { kind: 'no-longer-there' }
  if (typeof journal === 'string') {
    const message = `it can't be read any more (${journal}); look at the function`
    throw new UsageError([{ where: stored.path, message }])
  }
  const by = journal.process
  const life = lifeNow(stored, by)
  // A process of ours that could not put everything back may try again.
  if (life === 'gone' || (life === 'alive' && by.pid === process.pid)) return { kind: 'free', journal }
  return { kind: 'at-work', by, life }
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
