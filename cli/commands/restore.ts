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
import { strangeFlags } from '../strange-flags.ts'
import { putBackOne } from '../put-back.ts'
import { damagedText, elsewhereQuestion, listText, outcomeText, staysText } from '../restore-text.ts'

type RestoreContext = Pick<Context, 'env' | 'out' | 'err' | 'ask' | 'canAsk'>

/** `coldburst restore`: puts back what interrupted comparisons changed, and says what it could not. */
export async function restoreCommand(raw: RawFlags, context: RestoreContext): Promise<ExitCode> {
  const { list, forget } = checkedFlags(raw, context)
  const journals = findJournals(journalsFolder(context.env))
  const print = async (text: string): Promise<void> => context.out.write(`${text}\n`)
  if (list) {
    await print(journals.length === 0 ? nothing : journals.map(listText).join('\n'))
    return exitCodes.passed
  }
  const left: Left[] = []
  for (const stored of journals) {
    const rest = await restored(stored, raw, context, print)
    if (rest !== 'nothing') left.push({ stored, rest })
  }
  if (!journals.some(isOurs)) await print(nothing)
  const kept = forget ? await afterForgetting(left, raw, context, print) : left
  return kept.length > 0 ? exitCodes.invalid : exitCodes.passed
}

/** `unknown`: somebody may still be at it, so that it must not be forgotten. */
type Rest = 'nothing' | 'forgettable' | 'unknown'

interface Left {
  readonly stored: StoredJournal
  readonly rest: Rest
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
const isOurs = (stored: StoredJournal): boolean => stored.kind === 'damaged' || stored.life !== 'alive'

/** What of it is left to be done here; what became of it is printed. */
async function restored(
  stored: StoredJournal,
  raw: RawFlags,
  context: RestoreContext,
  print: Print,
): Promise<Rest> {
  if (stored.kind === 'damaged') {
    await print(damagedText(stored))
    return 'forgettable'
  }
  const quiet = isOn(raw, 'quiet', context.env)
  const outcome = await putBackOne(await asSomebodyKnows(stored, raw, context), (line) => {
    // A reader of the notes that has gone is no reason to stop putting back.
    if (!quiet) context.err.write(`${cleanLine(line)}\n`).catch(() => undefined)
  })
  await print(outcomeText(stored, outcome))
  return restOf(outcome)
}

/** The same; but of one that is elsewhere somebody is asked whether it is gone. */
async function asSomebodyKnows(
  stored: ReadableJournal,
  raw: RawFlags,
  context: RestoreContext,
): Promise<ReadableJournal> {
  if (stored.life !== 'elsewhere') return stored
  // No variable says that: it is set for all machines, and knows nothing of this one.
  const gone = raw['yes'] === true || (await agrees(context, elsewhereQuestion(stored)))
  return gone ? { ...stored, life: 'gone' } : stored
}

function restOf(outcome: Restored): Rest {
  if (outcome.kind === 'left') return 'forgettable'
  return outcome.kind === 'at-work' && outcome.life === 'elsewhere' ? 'unknown' : 'nothing'
}

/** Those that were not forgotten. */
async function afterForgetting(
  left: readonly Left[],
  raw: RawFlags,
  context: RestoreContext,
  print: Print,
): Promise<readonly Left[]> {
  const kept: Left[] = []
  for (const one of left) {
    const { stored, rest } = one
    if (rest === 'forgettable' && (await shallForget(stored, raw, context))) {
      const { forget } = await import('../../lib/settings/restore.ts')
      forget(stored)
      const stays = stored.kind === 'journal' ? ` ${staysText(stored.journal)}` : ''
      await print(`Forgotten: ${cleanLine(stored.path)}.${stays}`)
    } else {
      kept.push(one)
    }
  }
  return kept
}

async function shallForget(stored: StoredJournal, raw: RawFlags, context: RestoreContext): Promise<boolean> {
  if (isOn(raw, 'yes', context.env)) return true
  return agrees(context, `Forget ${cleanLine(stored.path)}? Nothing more will be put back.`)
}
