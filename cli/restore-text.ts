import type { PutBack } from '../lib/model/comparison.ts'
import type { Journal } from '../lib/settings/journal.ts'
import type { DamagedJournal, ReadableJournal, StoredJournal } from '../lib/settings/journals.ts'
import { formatCount, plural } from '../reports/quantities.ts'
import { cleanLine } from '../reports/untrusted.ts'

/** The function of a journal, without account and region. */
export const functionOf = ({ where }: Journal): string =>
  cleanLine(where.function.split(':').at(-1) ?? where.function)

/** What is left of an interrupted comparison, in a few words: `orders (memory was 1,024 MB)`. */
export function whatWas(journal: Journal): string {
  const { was } = journal
  return `${functionOf(journal)}${was === undefined ? '' : ` (memory was ${formatCount(was.memoryMb)} MB)`}`
}

/** One that a process is still at: whose it is, and that it is left to it. */
export function stillRunning({ journal, path }: ReadableJournal): string {
  const { pid } = journal.process
  return `${functionOf(journal)}: still being compared by process ${pid}, which puts everything back itself (${cleanLine(path)}).`
}

/** What became of a journal, as sentences. */
export function outcomeText(journal: Journal, putBack: PutBack): string {
  const name = functionOf(journal)
  switch (putBack.kind) {
    case 'nothing-changed':
      return `${name}: nothing had been changed.`
    case 'put-back':
      return `${name}: put back${afterwards(journal)}.${deleted(putBack.aliasesDeleted, putBack.versionsDeleted)}`
    case 'left':
      return `${name}: not all could be put back. ${cleanLine(putBack.why)} The journal stays: ${cleanLine(putBack.journal)}.`
    case 'unknown':
      return `${name}: it is not known what became of it.`
    default:
      return putBack satisfies never
  }
}

function afterwards({ was }: Journal): string {
  if (was === undefined) return ''
  const parts = [
    `memory is ${formatCount(was.memoryMb)} MB`,
    ...(was.varies.architecture ? [`the architecture ${was.architecture}`] : []),
    ...(was.varies.environment ? ['the environment what it was'] : []),
  ]
  return `; ${parts.join(', ')}`
}

function deleted(aliases: number, versions: number): string {
  const parts = [
    ...(aliases > 0 ? [plural(aliases, 'temporary alias', 'temporary aliases')] : []),
    ...(versions > 0 ? [plural(versions, 'temporary version', 'temporary versions')] : []),
  ]
  if (parts.length === 0) return ''
  return ` ${parts.join(' and ')} ${aliases + versions === 1 ? 'was' : 'were'} deleted.`
}

/** A file that is no journal that could be followed. */
export const damagedText = ({ path, why }: DamagedJournal): string =>
  `${cleanLine(path)}: it can't be read (${cleanLine(why)}), so nothing was put back by it. ` +
  'Look at the function; coldburst restore --forget deletes the file.'

/** One journal in a list of them. */
export function listText(stored: StoredJournal): string {
  if (stored.kind === 'damaged') return damagedText(stored)
  const { journal, path, alive } = stored
  if (alive) return stillRunning(stored)
  const { region, endpoint } = journal.where
  return [
    `${whatWas(journal)}, interrupted; begun ${cleanLine(journal.startedAt)}`,
    `  ${cleanLine(region)}, ${cleanLine(endpoint)}`,
    ...made(journal).map((line) => `  ${line}`),
    `  ${cleanLine(path)}`,
  ].join('\n')
}

/** What would stay if a journal were forgotten. */
export function staysText(journal: Journal): string {
  const { was } = journal
  const before = was === undefined ? '' : ` Before, memory was ${formatCount(was.memoryMb)} MB.`
  const lines = made(journal)
  return `${functionOf(journal)} stays as it is.${before}${lines.length === 0 ? '' : ` It may still have ${lines.join(', ')}.`}`
}

/** What was made of the service, as far as the journal knows. */
function made({ steps }: Journal): readonly string[] {
  const begun = steps.filter(({ outcome }) => outcome?.kind !== 'not-done')
  const aliases = begun.flatMap((step) => (step.kind === 'alias' ? [step.name] : []))
  const versions = begun.flatMap((step) =>
    step.kind === 'publish' && step.outcome?.kind === 'done' && step.outcome.ours
      ? [step.outcome.version]
      : [],
  )
  return [
    ...(versions.length === 0 ? [] : [`temporary versions ${cleanLine(versions.join(' '))}`]),
    ...(aliases.length === 0 ? [] : [`temporary aliases ${cleanLine(aliases.join(' '))}`]),
  ]
}
