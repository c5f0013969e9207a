import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
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
}

/** Whether a journal can be taken. Throws UsageError where it can't be read. */
export function lookAt(path: string, { own, lifeOf }: Taker): Found | LetAlone {
  const journal = readJournal(path)
  if (journal === undefined) return { kind: 'no-longer-there' }
  if (typeof journal === 'string') {
    const message = `it can't be read any more (${journal}); look at the function`
    throw new UsageError([{ where: path, message }])
  }
  // A process of ours that could not put everything back may try again.
  if (isDeepStrictEqual(journal.process, own)) return { kind: 'free', journal }
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
  const found = lookAt(path, taker)
  if (found.kind !== 'free') return found
  const before = found.journal.process
  if (isDeepStrictEqual(before, taker.own)) return { kind: 'taken', journal: found.journal }
  const journal = { ...found.journal, process: taker.own }
  const claim = claimAfter(before, { path, journal, taker })
  if (claim.kind === 'at-work') return claim
  const ours = claim.kind === 'made' && writtenOver(path, before, journal, claim)
  // Else somebody was faster, and is through with the claim: the journal tells what became of it.
  return ours ? { kind: 'taken', journal } : takeJournal(path, taker)
}

interface Taken {
  readonly kind: 'taken'
  readonly journal: Journal
}

/** The right to follow a process that is gone: a file that only one can make, whole, under that process' name. */
interface Claim {
  readonly kind: 'made'
  readonly file: string
  /** Of those who made theirs and died before they had put their mark into the journal, one after the other. */
  readonly stale: readonly string[]
}

interface Wish {
  readonly path: string
  /** As it will be. */
  readonly journal: Journal
  readonly taker: Taker
}

function claimAfter(gone: ProcessMark, wish: Wish): Claim | LetAlone {
  const { path, journal, taker } = wish
  const file = claimPath(path, gone)
  try {
    createWhole(file, journal)
    return { kind: 'made', file, stale: [] }
  } catch (error) {
    if (!isTaken(error)) throw unwritten(path, error)
  }
  const other = lookAt(file, taker)
  if (other.kind !== 'free') return other
  // To delete it and make it anew is what two could do at once; to follow its maker is not.
  const claim = claimAfter(other.journal.process, wish)
  return claim.kind === 'made' ? { ...claim, stale: [file, ...claim.stale] } : claim
}

/** Where whoever follows a process that is gone says so. */
export function claimPath(path: string, { host, pid, started }: ProcessMark): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([host, pid, started]))
    .digest('hex')
  return `${path}.${digest.slice(0, 16)}.claim`
}

/** Whether it was still the journal that was claimed. The claim is let go of. */
function writtenOver(path: string, before: ProcessMark, journal: Journal, { file, stale }: Claim): boolean {
  try {
    // Whoever had this claim before has let go of it after writing.
    const now = readJournal(path)
    if (typeof now !== 'object' || !isDeepStrictEqual(now.process, before)) return false
    fileKeeping(path).write(journal)
    for (const old of stale) rmSync(old, { force: true })
    return true
  } finally {
    rmSync(file, { force: true })
  }
}
