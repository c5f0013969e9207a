import { readFileSync, rmSync, statSync } from 'node:fs'
import { z } from 'zod'
import { UsageError } from '../model/usage-error.ts'
import type { Journal, ProcessMark } from './journal.ts'
import { readJournal, unwritten, writeJournal } from './journal-file.ts'
import { processSchema } from './journal-schema.ts'
import type { Life } from './process-mark.ts'
import { createWhole, isTaken } from './write-safely.ts'

/** Why a journal is let alone. */
export type LetAlone =
  /** It has been put back, or forgotten, since it was found. */
  | { readonly kind: 'no-longer-there' }
  | { readonly kind: 'at-work'; readonly by: ProcessMark; readonly life: Exclude<Life, 'gone'> }

/** Who wants a journal, and how they judge whether others still do. */
export interface Taker {
  readonly own: ProcessMark
  readonly lifeOf: (mark: ProcessMark) => Life
  /** Unix epoch, ms. */
  readonly now: () => number
}

/** Whether a journal can be taken. Throws UsageError where it can't be read. */
export function lookAt(path: string, { lifeOf }: Pick<Taker, 'lifeOf'>): Found | LetAlone {
  const journal = readJournal(path)
  if (journal === undefined) return { kind: 'no-longer-there' }
  if (typeof journal === 'string') {
    const message = `it can't be read any more (${journal}); look at the function`
    throw new UsageError([{ where: path, message }])
  }
  const life = lifeOf(journal.process)
  return life === 'gone' ? { kind: 'free', journal } : { kind: 'at-work', by: journal.process, life }
}

interface Found {
  readonly kind: 'free'
  readonly journal: Journal
}

/**
 * Puts the taker's mark into a journal, in place of that of a process that is gone. Of several that want to at the same
 * moment one does, and the others are told of it. Throws UsageError where it can't be read or written.
 */
export function takeJournal(path: string, taker: Taker): Taken | LetAlone {
  for (;;) {
    const found = lookAt(path, taker)
    if (found.kind !== 'free') return found
    if (claim(path, taker)) return claimed(path, () => takeClaimed(path, taker))
    const by = claimedBy(path, taker)
    // Who has written since has let go of it: the journal tells more than a claim.
    const now = lookAt(path, taker)
    if (now.kind !== 'free') return now
    if (by !== undefined) return { kind: 'at-work', by, life: 'alive' }
  }
}

interface Taken {
  readonly kind: 'taken'
  readonly journal: Journal
}

/**
 * Deletes what is at the path, unless `whyNot` says of what is there by now why it must stay; that is given then, or who
 * is taking it. Throws UsageError where the folder can't be written.
 */
export function deleteJournal(
  path: string,
  taker: Taker,
  whyNot: (found: Journal | string) => string | undefined,
): string | undefined {
  for (;;) {
    if (claim(path, taker)) return claimed(path, () => deleteClaimed(path, whyNot))
    const by = claimedBy(path, taker)
    if (by !== undefined) return `process ${by.pid} on ${by.host} is at it`
  }
}

/** The right to write over a journal, or to delete it: a file that only one process can make. */
const claimPath = (path: string): string => `${path}.claim`

/** Whether it is ours now. */
function claim(path: string, { own }: Taker): boolean {
  try {
    createWhole(claimPath(path), { process: own })
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw unwritten(path, error)
  }
}

function claimed<T>(path: string, work: () => T): T {
  try {
    return work()
  } finally {
    rmSync(claimPath(path), { force: true })
  }
}

function takeClaimed(path: string, taker: Taker): Taken | LetAlone {
  // It was looked at without the claim.
  const found = lookAt(path, taker)
  if (found.kind !== 'free') return found
  const journal = { ...found.journal, process: taker.own }
  writeJournal(path, journal)
  return { kind: 'taken', journal }
}

function deleteClaimed(
  path: string,
  whyNot: (found: Journal | string) => string | undefined,
): string | undefined {
  const found = readJournal(path)
  const why = found === undefined ? undefined : whyNot(found)
  if (why === undefined) rmSync(path, { force: true })
  return why
}

/** ms. A claim is held for a read and a write: whoever has left one for longer died in between. */
const longest = 10_000

/** Undefined where nobody has it any more; what was left of it is deleted. */
function claimedBy(path: string, { lifeOf, now }: Taker): ProcessMark | undefined {
  const file = claimPath(path)
  const made = statSync(file, { throwIfNoEntry: false })
  const by = readClaim(file)
  if (made === undefined || by === undefined) return undefined
  const isFresh = Math.abs(now() - made.mtimeMs) < longest
  if (isFresh && by !== 'torn' && lifeOf(by) !== 'gone') return by
  // Two that delete it at once may both go on. What they put back is the same, and done twice it does no harm: the
  // journal is that of the last of them, and the other one neither writes nor deletes it any more.
  rmSync(file, { force: true })
  return undefined
}

/** Undefined where it is gone. */
function readClaim(file: string): ProcessMark | 'torn' | undefined {
  try {
    return claimSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).process
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'torn'
  }
}

const claimSchema = z.object({ process: processSchema })
