import { architectureOf, type Configuration, type PublishedVersion } from './control-plane.ts'
import { deleting, reaching } from './command-line.ts'
import type { Content, Was, Where } from './journal.ts'
import { shellQuoted } from './shell-word.ts'
import { ChangedByOthers } from './stage.ts'

/** What is there, what was set here, what was before, and what to do: for what is not written over. */
export function changedByOthers(
  found: Configuration,
  ours: Content,
  was: Was,
  functionName: string,
): ChangedByOthers {
  const parts = [
    told('memory', `${found.memoryMb} MB`, `${ours.memoryMb} MB`, `${was.memoryMb} MB`),
    told('description', quoted(found.description), quoted(ours.description), quoted(was.description)),
    ...(was.varies.architecture
      ? [told('architecture', architectureOf(found), ours.architecture, was.architecture)]
      : []),
    ...(found.codeSha256 === was.codeSha256 ? [] : ['its code is another one than before']),
    // Only a digest is kept of these: some of them are secrets.
    ...(found.others === was.others ? [] : ['timeout, role, layers or another member is not what it was']),
  ]
  return new ChangedByOthers(
    `Somebody else has changed ${functionName} meanwhile, so it is left as it is: ${parts.join('; ')}.`,
  )
}

const told = (what: string, found: string, ours: string, was: string): string =>
  `${what} is ${found} (set here: ${ours}; before: ${was})`

/** Words of somebody else, on one line. */
const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** How to put `$LATEST` back by hand. */
export function byHand(where: Where, was: Was, backup: string | undefined): string {
  const target = `--function-name ${where.function} ${reaching(where)}`
  const description = shellQuoted(was.description)
  const configure =
    `aws lambda update-function-configuration ${target} --memory-size ${was.memoryMb} ` +
    `--description ${description}`
  const kept =
    backup === undefined
      ? ''
      : ` The environment and the code as they were are in version ${backup}, which is kept.`
  return `To have back what was: ${configure}.${kept} Then run coldburst restore.`
}

/** Several of which one may be ours, and what to do. */
export function unclearVersions(where: Where, versions: readonly string[]): string {
  const commands = deletingVersions(where, versions).join(' or ')
  return (
    `It can't be told which of versions ${versions.join(' and ')} this comparison published, and which somebody ` +
    `else, so all of them stay. To delete one: ${commands}. ` +
    'When only those of others are left, run coldburst restore --forget.'
  )
}

/** One that has a description of ours, and that somebody else published. */
export const keptVersion = (where: Where, { version, description }: PublishedVersion): string =>
  `version ${version} has the description ${quoted(description)}, but was published by somebody else, so it stays. ` +
  `As long as it is there no comparison begins; when nobody needs it: ${deletingVersions(where, [version]).join('')}`

const deletingVersions = (where: Where, versions: readonly string[]): readonly string[] =>
  deleting(where.function, reaching(where), { aliases: [], versions })
