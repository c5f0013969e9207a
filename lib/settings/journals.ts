import type { Journal } from './journal.ts'

/** A journal as it was found: what a comparison changed and did not put back, or is still at. */
export type StoredJournal = ReadableJournal | DamagedJournal

export interface ReadableJournal {
  readonly kind: 'journal'
  readonly path: string
  readonly journal: Journal
  /** Whether the process that wrote it is still there, on this machine. */
  readonly alive: boolean
}

/** It can't be read; it can only be forgotten. */
export interface DamagedJournal {
  readonly kind: 'damaged'
  readonly path: string
  readonly why: string
}

/** `$COLDBURST_STATE/journals`, else that of `$XDG_STATE_HOME/coldburst`, else of `~/.local/state/coldburst`. */
export function journalsFolder(env: Readonly<Record<string, string | undefined>>): string {
  throw new Error(`not built yet ${env['HOME']}`)
}

/** All of them, oldest first; none where there is no folder. Never throws for what is in them. */
export function findJournals(folder: string): readonly StoredJournal[] {
  throw new Error(`not built yet ${folder}`)
}
