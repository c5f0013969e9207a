import type { Variables } from './control-plane.ts'
import type { Content, Latest, Publish, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import { alike } from './own-versions.ts'
import type { PatientPlane } from './patient-plane.ts'
import { type LastSeen, unlessOutdated } from './unless-outdated.ts'

/** `ours` is false for a version that was there before, or that somebody else has published of the same. */
export interface Published {
  readonly version: string
  readonly ours: boolean
}

/** What is published, and what tells it from others. */
export interface Marking {
  readonly book: JournalBook
  readonly was: Was
  /** What `$LATEST` is. */
  readonly content: Content
  /** Its environment before, where that varies. */
  readonly variables: Variables | undefined
  readonly lastSeen: LastSeen
  /** Another one with every repeat. */
  readonly latest: () => Latest
}

/**
 * Publishes `$LATEST` under a Description of this publication alone, by which the version is known where an answer is
 * lost. Rejects as `unlessOutdated` does, after `notDone` where it is certain that nothing was published.
 */
export async function publishMarked(
  plane: PatientPlane,
  { book, was, content, variables, lastSeen, latest }: Marking,
  { of, description }: Publish,
  notDone: () => void,
): Promise<Published> {
  /** What somebody else has published of the same: Lambda gives it again, and makes no new version. */
  const theirs: string[] = []
  return unlessOutdated(plane, lastSeen, {
    call: async () => {
      const { revision } = latest()
      // Of a setting the Description is that of $LATEST already.
      const told = of === 'backup' ? { description } : {}
      const made = await plane.publishVersion({ ...told, ...(revision === undefined ? {} : { revision }) })
      const known = [...was.versions, ...theirs].includes(made.version)
      return { version: made.version, ours: made.description === description && !known }
    },
    ownEffect: async (_, lost) => {
      const there = await alike(plane, book.journal, was, { description, content, variables })
      if (!lost) theirs.push(...there)
      const [version, ...more] = there.filter((one) => !theirs.includes(one))
      return version === undefined || more.length > 0 ? undefined : { version, ours: true }
    },
    notDone,
  })
}
