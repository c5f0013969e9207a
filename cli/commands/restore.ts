import { UsageError } from '../../lib/model/usage-error.ts'
import {
  findJournals,
  journalsFolder,
  type ReadableJournal,
  type StoredJournal,
} from '../../lib/settings/journals.ts'
import type { Restored } from '../../lib/settings/restore.ts'
import { cleanLine } from '../../reports/untrusted.ts'
import { agrees } from '../agrees.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { isOn, type RawFlags } from '../flags.ts'
import { afterForgetting, type Left } from '../forget.ts'
import { paragraph } from '../../reports/paragraph.ts'
import { strangeFlags } from '../strange-flags.ts'
import { putBackOne } from '../put-back.ts'
import {
  damagedText,
  elsewhereQuestion,
  listText,
  nextText,
  noJournalText,
  outcomeText,
} from '../restore-text.ts'

type RestoreContext = Pick<Context, 'env' | 'out' | 'err' | 'ask' | 'canAsk'>

/** `coldburst restore`: puts back what interrupted comparisons changed, and says what it could not. */
export async function restoreCommand(raw: RawFlags, context: RestoreContext): Promise<ExitCode> {
  const { list, forget } = checkedFlags(raw, context)
  const journals = findJournals(journalsFolder(context.env))
  const print = async (text: string): Promise<void> => context.out.write(`${paragraph(text, context.out)}\n`)
  if (list) {
    await print(
      journals.length === 0
        ? nothing
        : [...journals.map(listText), nextText(journals) ?? []].flat().join('\n'),
    )
    return exitCodes.passed
  }
  const left: Left[] = []
  for (const stored of journals) left.push(...(await restored(stored, raw, context, print)))
  if (!journals.some(isOurs)) await print(nothing)
  const yes = isOn(raw, 'yes', context.env)
  const kept = forget ? await afterForgetting(left, yes, context, print) : left
  return kept.length > 0 ? exitCodes.invalid : exitCodes.passed
}

const nothing = 'Nothing to restore.'

type Print = (text: string) => Promise<void>

function checkedFlags(raw: RawFlags, context: RestoreContext): { list: boolean; forget: boolean } {
  const problems = [...strangeFlags('restore', raw)]
  const [list, forget] = [raw['list'] === true, raw['forget'] === true]
  if (list && forget) {
    problems.push({
      where: '--forget',
      message: 'changes something, and --list only lists; keep one of them',
    })
  } else if (forget && !context.canAsk && !isOn(raw, 'yes', context.env)) {
    problems.push({
      where: '--forget',
      message: 'asks first, and here nobody can be asked; add --yes',
    })
  }
  if (problems.length > 0) throw new UsageError(problems)
  return { list, forget }
}

/** Not those that a process is still at. */
const isOurs = (stored: StoredJournal): boolean => stored.kind !== 'journal' || stored.life !== 'alive'

/** What of it is left to be done here; what became of it is printed. */
async function restored(
  stored: StoredJournal,
  raw: RawFlags,
  context: RestoreContext,
  print: Print,
): Promise<readonly Left[]> {
  if (stored.kind === 'damaged') {
    await print(damagedText(stored))
    return [{ kind: 'forgettable', stored }]
  }
  if (stored.kind === 'no-journal') {
    await print(noJournalText(stored))
    return [{ kind: 'kept', why: `${stored.path} is no journal, and nothing else is ever deleted` }]
  }
  const quiet = isOn(raw, 'quiet', context.env)
  const outcome = await putBackOne(await asSomebodyKnows(stored, raw, context), (line) => {
    // A reader of the notes that has gone is no reason to stop putting back.
    if (!quiet) context.err.write(`${paragraph(cleanLine(line), context.err)}\n`).catch(() => undefined)
  })
  await print(outcomeText(stored, outcome))
  return leftOf(stored, outcome)
}

/** The same; but of one that is elsewhere somebody is asked whether it is gone. */
async function asSomebodyKnows(
  stored: ReadableJournal,
  raw: RawFlags,
  context: RestoreContext,
): Promise<ReadableJournal> {
  if (stored.life !== 'elsewhere') return stored
  // No variable says that: it is set for all machines, and knows nothing of this one. Nor does who wants to forget.
  const said = raw['yes'] === true && raw['forget'] !== true
  const gone = said || (await agrees(context, elsewhereQuestion(stored)))
  return gone ? { ...stored, life: 'gone' } : stored
}

function leftOf(stored: ReadableJournal, outcome: Restored): readonly Left[] {
  if (outcome.kind === 'left') return [{ kind: 'forgettable', stored, outcome }]
  if (outcome.kind !== 'at-work' || outcome.life === 'alive') return []
  return [{ kind: 'kept', why: `a comparison on host ${outcome.by.host} may need ${stored.path}` }]
}
