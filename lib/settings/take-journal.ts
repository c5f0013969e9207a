import { rmSync, statSync } from 'node:fs'
import { UsageError } from '../model/usage-error.ts'
import type { Journal, ProcessMark } from './journal.ts'
import { fileKeeping, readJournal, unwritten } from './journal-file.ts'
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
    const journal = { ...found.journal, process: taker.own }
    if (claim(path, journal)) return takeClaimed(path, taker)
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

/** The right to write over a journal: a file that only one process can make. */
const claimPath = (path: string): string => `${path}.claim`

/** Whether it is ours now. */
function claim(path: string, journal: Journal): boolean {
  try {
    createWhole(claimPath(path), journal)
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw unwritten(path, error)
  }
}

function takeClaimed(path: string, taker: Taker): Taken | LetAlone {
  try {
    // It was looked at without the claim.
    const found = lookAt(path, taker)
    if (found.kind !== 'free') return found
    const journal = { ...found.journal, process: taker.own }
    fileKeeping(path).write(journal)
    return { kind: 'taken', journal }
  } finally {
    rmSync(claimPath(path), { force: true })
  }
}

/** ms. A claim is held for a read and a write: whoever has left one for longer died in between. */
const longest = 10_000

/** Undefined where nobody has it any more; what was left of it is deleted. */
function claimedBy(path: string, { lifeOf, now }: Taker): ProcessMark | undefined {
  const file = claimPath(path)
  const made = statSync(file, { throwIfNoEntry: false })
  const by = readJournal(file)
  if (made === undefined || by === undefined) return undefined
  const isFresh = Math.abs(now() - made.mtimeMs) < longest
  if (isFresh && typeof by !== 'string' && lifeOf(by.process) !== 'gone') return by.process
  // Two that delete it at once may both go on. What they put back is the same, and done twice it does no harm.
  rmSync(file, { force: true })
  return undefined
}
