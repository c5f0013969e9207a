import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../model/usage-error.ts'
import type { Journal, ProcessMark, Where } from './journal.ts'
import { journalSchema } from './journal-schema.ts'
import { type JournalBook, type JournalKeeping, openBook } from './journal-book.ts'
import { isSameProcess, lifeOf } from './process-mark.ts'
import { createWhole, isTaken, keepFolder, makeFolder, writeSafely } from './write-safely.ts'

/** One for each function: that it is there is the function's lock. */
export function journalPath(folder: string, { function: arn, endpoint, region }: Where): string {
  const name = arn.split(':').at(-1) ?? ''
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64)
  // Local endpoints all have functions of one made-up account.
  const hash = createHash('sha256').update([endpoint, region, arn].join('\n')).digest('hex')
  return join(folder, `${plain}-${hash.slice(0, 16)}.json`)
}

/** Takes a function's lock. Throws UsageError where another comparison has it, or the folder can't be written. */
export function createJournal(folder: string, journal: Journal): JournalBook {
  const path = journalPath(folder, journal.where)
  refuseLocked(path)
  try {
    makeFolder(folder)
    createWhole(path, journal)
    keepFolder(folder)
  } catch (error) {
    if (isTaken(error)) refuseLocked(path)
    throw unwritable(folder, error)
  }
  return openBook(journal, fileKeeping(path, journal))
}

/** Throws UsageError where a journal of the same function is there. */
export function refuseLocked(path: string): void {
  const found = readJournal(path)
  if (found === undefined) return
  throw new UsageError([{ where: lockedWhere(found), message: lockedWhy(path, found) }])
}

const lockedWhere = (found: Journal | string): string =>
  typeof found === 'string' ? 'journal' : `function ${found.where.function}`

function lockedWhy(path: string, found: Journal | string): string {
  if (typeof found === 'string') {
    return `${path} can't be read (${found}); look at the function, then delete the file`
  }
  const { startedAt, process: mark } = found
  const { pid, host } = mark
  const life = lifeOf(mark)
  switch (life) {
    case 'alive':
      return pid === process.pid
        ? `a comparison of ${startedAt} is under way here, or could not be put back; coldburst restore says what keeps it from that`
        : `process ${pid} is at it (a comparison of ${startedAt}); wait until it has ended`
    case 'gone':
      return (
        `a comparison of ${startedAt} (process ${pid} on ${host}) was interrupted and has not put ` +
        'everything back; run coldburst restore'
      )
    case 'elsewhere':
      return (
        `process ${pid} was at it (a comparison of ${startedAt}) on host ${host}, which can't be ` +
        'looked at from here; wait until it has ended, or, when nothing is comparing there any more, run ' +
        'coldburst restore'
      )
    default:
      return life satisfies never
  }
}

/** A journal, what is wrong with it, or undefined where there is none. */
export function readJournal(path: string): Journal | string | undefined {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined
    return error instanceof SyntaxError ? 'it is no whole JSON' : messageOf(error)
  }
  const read = journalSchema.safeParse(document)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return `it is no journal: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`
}

/**
 * Goes on with a journal that is there, as long as it is that of `owner`: one that somebody else has taken over, or has
 * begun in its place, is neither written over nor deleted. Writing throws UsageError then, and when the disk does not
 * take it.
 */
export function fileKeeping(path: string, owner: Pick<Journal, 'id' | 'process'>): JournalKeeping {
  return {
    path,
    write(journal) {
      const other = otherOwner(path, owner)
      if (other !== undefined) throw unwritten(path, `process ${other.pid} on ${other.host} has it now`)
      writeJournal(path, journal)
    },
    remove() {
      if (otherOwner(path, owner) !== undefined) return
      rmSync(`${path}.part`, { force: true })
      rmSync(path, { force: true })
      keepFolder(dirname(path))
    },
  }
}

function otherOwner(path: string, { id, process }: Pick<Journal, 'id' | 'process'>): ProcessMark | undefined {
  const found = readJournal(path)
  if (found === undefined || typeof found === 'string') return undefined
  return found.id === id && isSameProcess(found.process, process) ? undefined : found.process
}

/** Whosever it was. Throws UsageError when the disk does not take it. */
export function writeJournal(path: string, journal: Journal): void {
  try {
    writeSafely(`${path}.part`, journal)
    renameSync(`${path}.part`, path)
    keepFolder(dirname(path))
  } catch (error) {
    throw unwritten(path, error)
  }
}

export function unwritten(path: string, cause: unknown): UsageError {
  const message = `it can't be written (${messageOf(cause)}), and without it nothing is changed`
  return new UsageError([{ where: `journal ${path}`, message }], { cause })
}

function unwritable(folder: string, cause: unknown): UsageError {
  const message =
    `the journal can't be written in ${folder} (${messageOf(cause)}), so nothing was changed; ` +
    'name another folder with COLDBURST_STATE'
  return new UsageError([{ where: 'COLDBURST_STATE', message }], { cause })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
