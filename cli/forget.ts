import { backupOf } from '../lib/settings/backup.ts'
import { readJournal } from '../lib/settings/journal-file.ts'
import type { DamagedJournal, ReadableJournal } from '../lib/settings/journals.ts'
import type { Restored } from '../lib/settings/restore.ts'
import { isHome } from '../lib/settings/standing.ts'
import { cleanLine } from '../reports/untrusted.ts'
import { agrees } from './agrees.ts'
import type { Context } from './context.ts'
import { madeOf, staysText } from './restore-text.ts'

/** What could not be put back, and whether that can be given up. */
export type Left = Forgettable | { readonly kind: 'kept'; readonly why: string }

interface Forgettable {
  readonly kind: 'forgettable'
  readonly stored: ReadableJournal | DamagedJournal
  /** What became of a journal that could be read. */
  readonly outcome?: Extract<Restored, { kind: 'left' }>
}

/** Forgets each after asking, or with `yes` at once. Gives those that are left all the same. */
export async function afterForgetting(
  left: readonly Left[],
  yes: boolean,
  context: Pick<Context, 'ask'>,
  print: (text: string) => Promise<void>,
): Promise<readonly Left[]> {
  const kept: Left[] = []
  for (const one of left) {
    const why = one.kind === 'kept' ? one.why : await forgotten(one, yes, context, print)
    if (why === undefined) continue
    await print(`Not forgotten: ${cleanLine(why)}.`)
    kept.push(one)
  }
  return kept
}

/** Undefined when it is; otherwise why it is not. */
async function forgotten(
  { stored, outcome }: Forgettable,
  yes: boolean,
  context: Pick<Context, 'ask'>,
  print: (text: string) => Promise<void>,
): Promise<string | undefined> {
  const path = cleanLine(stored.path)
  if (!yes && !(await agrees(context, `Forget ${path}? Nothing more will be put back.`))) return path
  const { forget } = await import('../lib/settings/restore.ts')
  // Before it is gone: what was put back of it a moment ago has been taken down.
  const stays = stored.kind === 'journal' ? ` ${await whatStays(stored, outcome)}` : ''
  const why = forget(stored)
  if (why !== undefined) return `${path} can't be deleted (${why})`
  await print(`Forgotten: ${path}.${stays}`)
  return undefined
}

async function whatStays(
  { path, journal: before }: ReadableJournal,
  outcome: Forgettable['outcome'],
): Promise<string> {
  // They load the SDK, too.
  const { deleting, reaching } = await import('../lib/settings/command-line.ts')
  const { toHaveBack } = await import('../lib/settings/left.ts')
  const now = readJournal(path)
  const journal = now === undefined || typeof now === 'string' ? before : now
  const { where, was } = journal
  const backup = outcome?.backupMissing ? undefined : backupOf(journal)
  return staysText(journal, {
    // One that is as it was may have been changed since by whoever it belongs to.
    latest:
      was === undefined || isHome(journal, was)
        ? undefined
        : { toHaveBack: toHaveBack(where, was, backup), backup },
    deletions: deleting(where.function, reaching(where), madeOf(journal)),
  })
}
