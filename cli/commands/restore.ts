import { UsageError } from '../../lib/model/usage-error.ts'
import { findJournals, journalsFolder, type StoredJournal } from '../../lib/settings/journals.ts'
import { cleanLine } from '../../reports/untrusted.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { isOn, type RawFlags } from '../flags.ts'
import { strangeFlags } from '../strange-flags.ts'
import { putBackOne } from '../put-back.ts'
import { damagedText, listText, outcomeText, staysText, stillRunning } from '../restore-text.ts'

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
  const left: StoredJournal[] = []
  for (const stored of journals) {
    if (!(await restored(stored, raw, context, print))) left.push(stored)
  }
  if (!journals.some(isOver)) await print(nothing)
  const kept = forget ? await afterForgetting(left, raw, context, print) : left
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
const isOver = (stored: StoredJournal): boolean => stored.kind === 'damaged' || !stored.alive

/** Whether nothing of it is left to be done here; what became of it is printed. */
async function restored(
  stored: StoredJournal,
  raw: RawFlags,
  context: RestoreContext,
  print: Print,
): Promise<boolean> {
  if (stored.kind === 'damaged') {
    await print(damagedText(stored))
    return false
  }
  if (stored.alive) {
    await print(stillRunning(stored))
    return true
  }
  const quiet = isOn(raw, 'quiet', context.env)
  const putBack = await putBackOne(stored, (line) => {
    // A reader of the notes that has gone is no reason to stop putting back.
    if (!quiet) context.err.write(`${cleanLine(line)}\n`).catch(() => undefined)
  })
  await print(outcomeText(stored.journal, putBack))
  return putBack.kind !== 'left'
}

/** Those that were not forgotten. */
async function afterForgetting(
  left: readonly StoredJournal[],
  raw: RawFlags,
  context: RestoreContext,
  print: Print,
): Promise<readonly StoredJournal[]> {
  const kept: StoredJournal[] = []
  for (const stored of left) {
    if (await shallForget(stored, raw, context)) {
      const { forget } = await import('../../lib/settings/restore.ts')
      forget(stored)
      const stays = stored.kind === 'journal' ? ` ${staysText(stored.journal)}` : ''
      await print(`Forgotten: ${cleanLine(stored.path)}.${stays}`)
    } else {
      kept.push(stored)
    }
  }
  return kept
}

async function shallForget(stored: StoredJournal, raw: RawFlags, context: RestoreContext): Promise<boolean> {
  if (isOn(raw, 'yes', context.env)) return true
  const answer = await context.ask(`Forget ${cleanLine(stored.path)}? Nothing more will be put back. [y/N] `)
  return answer !== undefined && /^y(es)?$/i.test(answer.trim())
}
