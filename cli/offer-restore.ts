import { findJournals, journalsFolder, type ReadableJournal } from '../lib/settings/journals.ts'
import { cleanLine } from '../reports/untrusted.ts'
import type { Context } from './context.ts'
import { putBackOne } from './put-back.ts'
import { elsewhere, outcomeText, whatWas } from './restore-text.ts'

export interface Offer {
  /** Asks on a terminal whether to put it back now, and does. */
  readonly ask: boolean
  /** Takes one line for stderr. */
  readonly say: (line: string) => void
}

/**
 * Tells of every comparison that was interrupted and not put back, and offers to do so now. One of another host may be
 * running still: it is told of and left to `coldburst restore`, which asks about it. Nothing of it keeps the command
 * from going on.
 */
export async function offerRestore(
  context: Pick<Context, 'env' | 'ask' | 'canAsk'>,
  { ask, say }: Offer,
): Promise<void> {
  const unfinished = unfinishedIn(journalsFolder(context.env))
  for (const { journal, life } of unfinished) {
    if (life === 'elsewhere') say(elsewhereNotice(journal))
  }
  // Last, so that the question is about these.
  const interrupted = unfinished.filter(({ life }) => life === 'gone')
  for (const { journal } of interrupted) {
    say(`A comparison of ${whatWas(journal)} has not been put back: coldburst restore`)
  }
  if (!ask || !context.canAsk || interrupted.length === 0) return
  const answer = await context.ask('Put it back now? [Y/n] ')
  if (answer === undefined || !/^(y(es)?)?$/i.test(answer.trim())) return
  for (const stored of interrupted) {
    const restored = await putBackOne(stored, (line) => say(cleanLine(line)))
    say(outcomeText(stored, restored))
  }
}

const elsewhereNotice = (journal: ReadableJournal['journal']): string =>
  `A comparison of ${whatWas(journal)} has not been put back. It was last at work on ${elsewhere(journal.process)}; ` +
  'if it is running there no more: coldburst restore'

/** Those that changed something and are not known to be running. */
const unfinishedIn = (folder: string): readonly ReadableJournal[] =>
  findJournals(folder).flatMap((stored) =>
    stored.kind === 'journal' && stored.life !== 'alive' && stored.journal.steps.length > 0 ? [stored] : [],
  )
