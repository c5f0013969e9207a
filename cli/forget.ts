import { backupOf } from '../lib/settings/backup.ts'
import type { DamagedJournal, ReadableJournal } from '../lib/settings/journals.ts'
import { cleanLine } from '../reports/untrusted.ts'
import { agrees } from './agrees.ts'
import type { Context } from './context.ts'
import { madeOf, staysText } from './restore-text.ts'

/** What could not be put back, and whether that can be given up. */
export type Left = Forgettable | { readonly kind: 'kept'; readonly why: string }

interface Forgettable {
  readonly kind: 'forgettable'
  readonly stored: ReadableJournal | DamagedJournal
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
  { stored }: Forgettable,
  yes: boolean,
  context: Pick<Context, 'ask'>,
  print: (text: string) => Promise<void>,
): Promise<string | undefined> {
  const path = cleanLine(stored.path)
  if (!yes && !(await agrees(context, `Forget ${path}? Nothing more will be put back.`))) return path
  const { forget } = await import('../lib/settings/restore.ts')
  const why = forget(stored)
  if (why !== undefined) return `${path} can't be deleted (${why})`
  await print(`Forgotten: ${path}.${stored.kind === 'journal' ? ` ${await whatStays(stored)}` : ''}`)
  return undefined
}

async function whatStays({ journal }: ReadableJournal): Promise<string> {
  // It loads the SDK, too.
  const { deleting, reaching } = await import('../lib/settings/command-line.ts')
  const { toHaveBack } = await import('../lib/settings/left.ts')
  const { where, was, steps } = journal
  return staysText(journal, {
    toHaveBack:
      was === undefined || steps.length === 0 ? undefined : toHaveBack(where, was, backupOf(journal)),
    deletions: deleting(where.function, reaching(where), madeOf(journal)),
  })
}
