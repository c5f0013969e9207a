import { backupOf } from '../lib/settings/backup.ts'
import type { Journal, ProcessMark } from '../lib/settings/journal.ts'
import type { DamagedJournal, NoJournal, ReadableJournal, StoredJournal } from '../lib/settings/journals.ts'
import type { Restored } from '../lib/settings/restore.ts'
import { formatCount, plural } from '../reports/quantities.ts'
import { cleanLine } from '../reports/untrusted.ts'

/** The function of a journal, without account and region. */
export const functionOf = ({ where }: Journal): string =>
  cleanLine(where.function.split(':').at(-1) ?? where.function)

/**
 * What is left of an interrupted comparison, in a few words: `orders (memory was 1,024 MB, the environment as version 7
 * keeps it)`.
 */
export function whatWas(journal: Journal): string {
  const before = beforeWords(journal, backupOf(journal))
  return `${functionOf(journal)}${before === undefined ? '' : ` (${before})`}`
}

/** Undefined where the function was not even read. */
function beforeWords({ was }: Journal, backup: string | undefined): string | undefined {
  if (was === undefined) return undefined
  const parts = [
    `memory was ${formatCount(was.memoryMb)} MB`,
    ...(was.varies.architecture ? [`the architecture ${was.architecture}`] : []),
    // Before there is a version that keeps it nothing was changed.
    ...(was.varies.environment && backup !== undefined
      ? [`the environment as version ${cleanLine(backup)} keeps it`]
      : []),
  ]
  return parts.join(', ')
}

/** What only somebody who knows the other host can answer. */
export const elsewhereQuestion = ({ journal }: ReadableJournal): string =>
  `${whatWas(journal)}: the comparison was last at work on ${elsewhere(journal.process)}; is nothing comparing there any more?`

/** `host build-7, which can't be looked at from here` */
export const elsewhere = ({ host }: ProcessMark): string =>
  `host ${cleanLine(host)}, which can't be looked at from here`

/** What became of a journal, as sentences. */
export function outcomeText({ journal, path }: ReadableJournal, restored: Restored): string {
  const name = functionOf(journal)
  switch (restored.kind) {
    case 'nothing-changed':
      return `${name}: nothing had been changed.`
    case 'put-back':
      return `${name}: put back${afterwards(journal)}.${deleted(restored.aliasesDeleted, restored.versionsDeleted)}`
    case 'function-deleted':
      return `${name}: it has been deleted, so there is nothing to put back.`
    case 'left':
      return `${name}: not all could be put back. ${cleanLine(restored.why)} The journal stays: ${cleanLine(restored.journal)}.`
    case 'unknown':
      return `${name}: it is not known what became of it.`
    case 'no-longer-there':
      return `${name}: it has been put back or forgotten meanwhile.`
    case 'at-work':
      return `${name}: ${letAlone(restored)} (${cleanLine(path)})`
    default:
      return restored satisfies never
  }
}

/** Whose a journal is, and what to do where it can't be seen what they do. */
function letAlone({ by, life }: Extract<Restored, { kind: 'at-work' }>): string {
  // A comparison, or another restore.
  if (life === 'alive') return `process ${by.pid} is at work on it, and puts everything back itself.`
  return (
    `left as it is: process ${by.pid} was at it on ${elsewhere(by)}. Run coldburst restore there or, when nothing is ` +
    'comparing there any more, coldburst restore --yes here.'
  )
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

/** Where there may be journals that nobody can see. */
export const noJournalText = ({ path, why }: NoJournal): string =>
  `${cleanLine(path)}: it can't be read (${cleanLine(why)}), so it is not known what there is to put back. ` +
  'See to that, then run coldburst restore again.'

/** One journal in a list of them. */
export function listText(stored: StoredJournal): string {
  if (stored.kind === 'damaged') return damagedText(stored)
  if (stored.kind === 'no-journal') return noJournalText(stored)
  const { journal, path, life } = stored
  if (life === 'alive') return outcomeText(stored, { kind: 'at-work', by: journal.process, life })
  const { region, endpoint } = journal.where
  const begun = `begun ${cleanLine(journal.startedAt)}`
  return [
    life === 'gone'
      ? `${whatWas(journal)}, not put back; ${begun}`
      : `${whatWas(journal)}, ${begun}, last at work on ${elsewhere(journal.process)}; it may be running there`,
    `  ${cleanLine(region)}, ${cleanLine(endpoint)}`,
    ...made(journal).map((line) => `  ${line}`),
    `  ${cleanLine(path)}`,
  ].join('\n')
}

/** What to do about all that was listed; undefined where that is nothing, or said with each. */
export function nextText(listed: readonly StoredJournal[]): string | undefined {
  const lives = listed.flatMap((stored) => (stored.kind === 'journal' ? [stored.life] : []))
  const [gone, elsewhere] = ['gone', 'elsewhere'].map((life) => lives.filter((one) => one === life).length)
  if (!gone && !elsewhere) return undefined
  const them = (gone ?? 0) + (elsewhere ?? 0) === 1 ? 'it' : 'them'
  return `coldburst restore puts ${them} back, or says what keeps it from that${elsewhere ? '; it asks first about what another host began' : ''}.`
}

/** `$LATEST` where it is not as it was. */
interface LeftLatest {
  readonly toHaveBack: string
  /** The version that keeps what can't be told. */
  readonly backup: string | undefined
}

/** What stays when a journal is forgotten, how to have back what was, and the commands that delete the rest. */
export function staysText(
  journal: Journal,
  { latest, deletions }: { readonly latest: LeftLatest | undefined; readonly deletions: readonly string[] },
): string {
  const before = beforeWords(journal, latest?.backup)
  const lines = made(journal)
  const deleted = `It may still have ${lines.join(', ')}; what is there is deleted by ${cleanLine(deletions.join('; '))}`
  return [
    `${functionOf(journal)} stays as it is.`,
    ...(before === undefined ? [] : [`Before, ${before}.`]),
    ...(latest === undefined ? [] : [cleanLine(latest.toHaveBack)]),
    ...(latest?.backup === undefined
      ? []
      : [`Version ${cleanLine(latest.backup)} is the only one that keeps what was.`]),
    ...(lines.length === 0 ? [] : [deleted]),
  ].join(' ')
}

/** The same in words. */
function made(journal: Journal): readonly string[] {
  const { aliases, versions } = madeOf(journal)
  const named = (names: readonly string[], one: string, many: string): string[] =>
    names.length === 0 ? [] : [`temporary ${names.length === 1 ? one : many} ${cleanLine(names.join(' '))}`]
  return [...named(versions, 'version', 'versions'), ...named(aliases, 'alias', 'aliases')]
}

/** Names of what was made, as far as the journal knows; last the version that keeps what was. */
export function madeOf(journal: Journal): { aliases: readonly string[]; versions: readonly string[] } {
  const begun = journal.steps.filter(({ outcome }) => outcome?.kind !== 'not-done')
  const backup = backupOf(journal)
  const versions = begun.flatMap((step) =>
    step.kind === 'publish' && step.outcome?.kind === 'done' && step.outcome.ours
      ? [step.outcome.version]
      : [],
  )
  return {
    aliases: begun.flatMap((step) => (step.kind === 'alias' ? [step.name] : [])),
    versions: versions.toSorted((a, b) => Number(a === backup) - Number(b === backup)),
  }
}
