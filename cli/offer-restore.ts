import { findJournals, journalsFolder, type ReadableJournal } from '../lib/settings/journals.ts'
import { cleanLine } from '../reports/untrusted.ts'
import type { Context } from './context.ts'
import { putBackOne } from './put-back.ts'
import { outcomeText, whatWas } from './restore-text.ts'

export interface Offer {
  /** Asks on a terminal whether to put it back now, and does. */
  readonly ask: boolean
  /** Takes one line for stderr. */
  readonly say: (line: string) => void
}

/**
 * Tells of every comparison that was interrupted and not put back, and offers to do so now. Nothing of it keeps the
 * command from going on.
 */
export async function offerRestore(
  context: Pick<Context, 'env' | 'ask' | 'canAsk'>,
  { ask, say }: Offer,
): Promise<void> {
  const interrupted = interruptedIn(journalsFolder(context.env))
  for (const { journal } of interrupted) {
    say(`An interrupted comparison of ${whatWas(journal)} has not been put back: coldburst restore`)
  }
  if (!ask || !context.canAsk || interrupted.length === 0) return
  const answer = await context.ask('Put it back now? [Y/n] ')
  if (answer === undefined || !/^(y(es)?)?$/i.test(answer.trim())) return
  for (const stored of interrupted) {
    const putBack = await putBackOne(stored, (line) => say(cleanLine(line)))
    say(outcomeText(stored.journal, putBack))
  }
}

/** Those that changed something and whose process is gone. */
const interruptedIn = (folder: string): readonly ReadableJournal[] =>
  findJournals(folder).flatMap((stored) =>
    stored.kind === 'journal' && !stored.alive && stored.journal.steps.length > 0 ? [stored] : [],
  )
