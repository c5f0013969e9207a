import { type Dirent, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from './journal.ts'
import { readJournal } from './journal-file.ts'
import { type Life, lifeOf } from './process-mark.ts'

/** A journal as it was found: what a comparison changed and did not put back, or is still at. */
export type StoredJournal = ReadableJournal | DamagedJournal | NoJournal

export interface ReadableJournal {
  readonly kind: 'journal'
  readonly path: string
  readonly journal: Journal
  /** Of the process that wrote it; `gone` also where somebody says so of one that is elsewhere. */
  readonly life: Life
}

/** A file that can't be read; it can only be forgotten. */
export interface DamagedJournal {
  readonly kind: 'damaged'
  readonly path: string
  readonly why: string
}

/** The folder of journals where it can't be read, or one that stands among them: neither is ever deleted. */
export interface NoJournal {
  readonly kind: 'no-journal'
  readonly path: string
  readonly why: string
}

/** `$COLDBURST_STATE/journals`, else that of `$XDG_STATE_HOME/coldburst`, else of `~/.local/state/coldburst`. */
export function journalsFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env['COLDBURST_STATE']) return join(env['COLDBURST_STATE'], 'journals')
  // Of a variable that is no absolute path the XDG base directory specification says that it counts for nothing.
  const state = env['XDG_STATE_HOME']?.startsWith('/') ? env['XDG_STATE_HOME'] : undefined
  return join(state ?? join(env['HOME'] || homedir(), '.local', 'state'), 'coldburst', 'journals')
}

/** All of them, oldest first, damaged ones last; none where there is no folder. Never throws for what is in them. */
export function findJournals(folder: string): readonly StoredJournal[] {
  let entries: readonly Dirent[]
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? [] : [{ kind: 'no-journal', path: folder, why: message }]
  }
  return entries
    .filter(({ name }) => name.endsWith('.json'))
    .flatMap((entry) => readStored(join(folder, entry.name), entry))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function readStored(path: string, entry: Dirent): readonly StoredJournal[] {
  if (entry.isDirectory()) return [{ kind: 'no-journal', path, why: 'it is a folder' }]
  const found = readJournal(path)
  if (found === undefined) return []
  if (typeof found === 'string') return [{ kind: 'damaged', path, why: found }]
  return [{ kind: 'journal', path, journal: found, life: lifeOf(found.process) }]
}

const keyOf = (stored: StoredJournal): string =>
  stored.kind === 'journal' ? `0 ${stored.journal.startedAt}` : `1 ${stored.path}`
