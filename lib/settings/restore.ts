import type { PutBack } from '../model/comparison.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import type { StoredJournal } from './journals.ts'

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
  throw new Error(`not built yet ${stored.path} ${String(connect)} ${String(say)}`)
}

/** Deletes a journal and leaves the function as it is. */
export function forget(stored: StoredJournal): void {
  throw new Error(`not built yet ${stored.path}`)
}
