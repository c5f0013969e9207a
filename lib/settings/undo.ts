import type { PutBack } from '../model/comparison.ts'
import { UsageError } from '../model/usage-error.ts'
import { backupOf } from './backup.ts'
import { changedByOthers } from './changed-by-others.ts'
import { type Configuration, PlaneError } from './control-plane.ts'
import { isAsItWas, isContent, isUntouched, latestOf, sameContent, wasContent } from './content.ts'
import type { Content, Journal, Latest, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import { changeLatest, type Original, type Standing } from './latest.ts'
import { byHand, byHandWithout, keptVersion, unclearVersions } from './left.ts'
import { ownAliases } from './marks.ts'
import { BackupMissing, readOriginal } from './original.ts'
import { resolvePublications, sortVersions } from './own-versions.ts'
import type { PatientPlane } from './patient-plane.ts'
import { isMissing, isOutdated, SettingRefused } from './refusals.ts'
import { readSettled, settled } from './settle.ts'
import { isHome, type Possible, standingOf } from './standing.ts'
import { ChangedByOthers } from './stage.ts'

/**
 * Undoes what a journal says was begun: `$LATEST`, then aliases, then versions. What can't be undone is said, and the
 * journal stays; else it is deleted. May be called again after anything, in another process too.
 */
export async function undo(
  book: JournalBook,
  plane: PatientPlane,
  say: (line: string) => void,
): Promise<PutBack> {
  const { was, steps } = book.journal
  book.goOn(say)
  if (was === undefined || steps.length === 0) return ended(book, { kind: 'nothing-changed' })
  const troubles: string[] = []
  const counts = { aliases: 0, versions: 0 }
  let latestLeft: LatestLeft | undefined
  try {
    latestLeft = await putLatestBack(book, was, plane)
    if (latestLeft !== undefined) troubles.push(latestLeft.why)
    const kept = latestLeft === undefined ? undefined : backupOf(book.journal)
    await deleteAliases(book.journal, was, plane, counts, troubles)
    await deleteVersions(book, was, plane, kept, counts, troubles, say)
  } catch (error) {
    // Credentials that have ended are a UsageError; after an hour of measuring they are no reason to lose its report.
    if (!(error instanceof PlaneError || error instanceof UsageError)) throw error
    if (error instanceof PlaneError && isMissing(error) && /^(GetFunction|List)/.test(error.operation)) {
      return ended(book, { kind: 'function-deleted' })
    }
    troubles.push(`${error.message}. Run coldburst restore when that is mended.`)
  }
  if (troubles.length > 0) {
    const { why: _, ...marks } = latestLeft ?? { why: '' }
    return { kind: 'left', why: troubles.join(' '), journal: book.path ?? 'kept in memory only', ...marks }
  }
  const nothing = counts.aliases + counts.versions === 0 && !hasChanged(book.journal)
  if (nothing) return ended(book, { kind: 'nothing-changed' })
  const { aliases: aliasesDeleted, versions: versionsDeleted } = counts
  return ended(book, { kind: 'put-back', versionsDeleted, aliasesDeleted })
}

function ended(book: JournalBook, putBack: PutBack): PutBack {
  book.close()
  return putBack
}

const hasChanged = ({ steps }: Journal): boolean =>
  steps.some(({ outcome }) => outcome !== undefined && outcome.kind !== 'not-done')

/** Why `$LATEST` is not as it was, and has to be put back by hand. */
type LatestLeft = Pick<Extract<PutBack, { kind: 'left' }>, 'why' | 'backupMissing'> & {
  readonly byHand: true
}

/** Undefined when it is as it was. */
async function putLatestBack(
  book: JournalBook,
  was: Was,
  plane: PatientPlane,
): Promise<LatestLeft | undefined> {
  // Once it was put back, what becomes of it is no matter of ours.
  if (isHome(book.journal, was)) return undefined
  const standing = standingOf(book.journal, was)
  const backup = backupOf(book.journal)
  const by = byHand(book.journal.where, was, backup)
  try {
    await readSettled(plane)
    const original = await readOriginal(plane, backup, was)
    const { content, latest } = await certain(book, was, standing, original, plane)
    resolveChanges(book, content, latest)
    await changeLatest(book, was, { content, latest }, () => original).change(plane, wasContent(was))
    return undefined
  } catch (error) {
    if (error instanceof ChangedByOthers) return { why: `${error.inFull} ${by}`, byHand: true }
    if (error instanceof SettingRefused) {
      return { why: `Lambda does not take back what was: ${error.message}. ${by}`, byHand: true }
    }
    if (error instanceof BackupMissing) {
      return { why: byHandWithout(book.journal.where, was, error.says), byHand: true, backupMissing: true }
    }
    throw error
  }
}

/** A second apart. */
const mostLooks = 30

/**
 * What `$LATEST` is for certain. A change that was begun and is not to be seen may only not be seen yet, as reads can be
 * late: a write of what is there already, which the service takes at that revision only, tells.
 */
async function certain(
  book: JournalBook,
  was: Was,
  possible: Possible,
  original: Original,
  plane: PatientPlane,
): Promise<Standing> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await readSettled(plane)
    const content = recognised(book, was, possible, original, found)
    const newest = possible.contents.at(-1)
    if (!possible.unfinished || newest === undefined || sameContent(content, newest)) {
      return { content, latest: latestOf(found) }
    }
    const { memoryMb, description, revision } = found
    if (revision === undefined) return { content, latest: {} }
    try {
      await plane.updateConfiguration({ memoryMb, description, revision })
      return { content, latest: latestOf(await settled(plane, revision)) }
    } catch (error) {
      if (!(error instanceof PlaneError) || !isOutdated(error) || attempt >= mostLooks) throw error
      await plane.pause(1_000)
    }
  }
}

/** Which of our contents it is. Throws ChangedByOthers where it is none, or one that somebody else has made. */
function recognised(
  book: JournalBook,
  was: Was,
  { contents, latest, unfinished }: Possible,
  { variables }: Original,
  found: Configuration,
): Content {
  if (isAsItWas(found, was, variables)) return wasContent(was)
  const content = contents.findLast((content) => isContent(found, content, was, variables))
  if (content !== undefined && (unfinished || isUntouched(found, latest))) return content
  // Of several, the one that theirs was made of.
  const near = contents.findLast(({ description }) => description === found.description) ?? contents.at(-1)
  throw changedByOthers(found, near ?? wasContent(was), was, book.journal.where.function, variables)
}

/** Takes down what became of changes that had no outcome. */
function resolveChanges(book: JournalBook, content: Content, latest: Latest): void {
  for (const [place, step] of book.journal.steps.entries()) {
    if (step.kind !== 'change' || step.outcome !== undefined) continue
    const outcome = sameContent(step.to, content)
      ? ({ kind: 'done', latest } as const)
      : ({ kind: 'not-done' } as const)
    book.end(place, { ...step, outcome })
  }
}

async function deleteAliases(
  { id, steps }: Journal,
  was: Was,
  plane: PatientPlane,
  counts: { aliases: number },
  troubles: string[],
): Promise<void> {
  if (!steps.some(({ kind }) => kind === 'alias')) return
  const begun = steps.some((step) => step.kind === 'alias' && step.outcome === undefined)
  const own = await listed(plane, begun, async () => ownAliases(await plane.aliases(), id, was.aliases))
  for (const { name } of own) {
    const why = await gone(() => plane.deleteAlias(name))
    if (why === undefined) counts.aliases += 1
    else troubles.push(`Alias ${name} is still there: ${why}.`)
  }
}

async function deleteVersions(
  book: JournalBook,
  was: Was,
  plane: PatientPlane,
  kept: string | undefined,
  counts: { versions: number },
  troubles: string[],
  say: (line: string) => void,
): Promise<void> {
  const { steps } = book.journal
  if (!steps.some(({ kind }) => kind === 'publish')) return
  const begun = steps.some((step) => step.kind === 'publish' && step.outcome === undefined)
  const all = await listed(plane, begun, () => plane.versions())
  await resolvePublications(book, was, plane, all)
  const { own, unclear, theirs } = sortVersions(book.journal, was, all)
  for (const version of own) {
    if (version === kept) continue
    const why = await gone(() => plane.deleteVersion(version))
    if (why === undefined) counts.versions += 1
    else troubles.push(`Version ${version} is still there: ${why}.`)
  }
  troubles.push(...unclear.map((versions) => unclearVersions(book.journal.where, versions)))
  for (const version of theirs) say(keptVersion(book.journal.where, version))
}

/** Where something was begun a moment ago, a list may not have it yet. */
async function listed<T>(
  plane: PatientPlane,
  begun: boolean,
  list: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  if (begun) await plane.pause(2_000)
  return list()
}

/** Undefined when it is; otherwise why it can't be deleted, which does not keep the others. */
async function gone(deletion: () => Promise<void>): Promise<string | undefined> {
  try {
    await deletion()
    return undefined
  } catch (error) {
    if (!(error instanceof PlaneError) || error.status === undefined) throw error
    return isMissing(error) ? undefined : error.message
  }
}
