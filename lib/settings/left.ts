import type { PublishedVersion } from './control-plane.ts'
import { quoted } from './changed-by-others.ts'
import { deleting, environmentOf, reaching } from './command-line.ts'
import type { Was, Where } from './journal.ts'
import { shellQuoted } from './shell-word.ts'

/** How to put `$LATEST` back by hand, and what then. */
export const byHand = (where: Where, was: Was, backup: string | undefined): string =>
  `${toHaveBack(where, was, backup)} Then run coldburst restore.`

/** The same where the version is gone that kept what was: a restore can't put that back any more. */
export const byHandWithout = (where: Where, was: Was, says: string): string =>
  `${says.replace(/^v/, 'V')}. Its environment and code have to come from where the function is deployed from. ` +
  `${toHaveBack(where, was, undefined)} Then run coldburst restore --forget.`

/**
 * How to have back what was. What can't be told, as it may be a secret, is taken from the version that keeps it; where
 * there is none any more, memory and Description are all that can be had.
 */
export function toHaveBack(where: Where, was: Was, backup: string | undefined): string {
  const target = `--function-name ${where.function} ${reaching(where)}`
  const configure =
    `aws lambda update-function-configuration ${target} --memory-size ${was.memoryMb} ` +
    `--description ${shellQuoted(was.description)}`
  if (backup === undefined) return `To have back what was: ${configure}.`
  const kept = `--qualifier ${backup}`
  const code =
    `aws lambda get-function ${target} ${kept} --query Code.Location --output text. It prints where the code is; ` +
    'download that as code.zip, and send it: ' +
    `aws lambda update-function-code ${target} --zip-file fileb://code.zip --architectures ${was.architecture}. When that is done: `
  const environment = `${environmentOf(target, backup)} | `
  const { varies } = was
  return (
    `To have back what was, which version ${backup} keeps until then: ${varies.architecture ? code : ''}` +
    (varies.environment ? `${environment}${configure} --environment file:///dev/stdin.` : `${configure}.`)
  )
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
