import type { PublishedVersion } from './control-plane.ts'
import { quoted } from './changed-by-others.ts'
import { deleting, reaching } from './command-line.ts'
import type { Was, Where } from './journal.ts'
import { backToArchitecture, backToConfiguration } from './way-back.ts'

/** How to put `$LATEST` back by hand, and what then. */
export const byHand = (where: Where, was: Was, backup: string | undefined): string =>
  `${toHaveBack(where, was, backup)} Then run coldburst restore. To keep it as it is: coldburst restore --forget.`

/** The same where the version is gone that kept what was: a restore can't put that back any more. */
export function byHandWithout(where: Where, was: Was, says: string): string {
  const { varies, architecture } = was
  const lost = [
    ...(varies.environment ? ['the environment'] : []),
    ...(varies.architecture ? [`the code for ${architecture}`] : []),
  ].join(' and ')
  return (
    `${says.replace(/^v/, 'V')}, so ${lost} must come from where the function is deployed from. ` +
    `${toHaveBack(where, was, undefined)} Then run coldburst restore --forget.`
  )
}

/**
 * How to have back what was. What can't be told, as it may be a secret, is taken from the version that keeps it; where
 * there is none any more, memory and Description are all that can be had.
 */
export function toHaveBack(where: Where, was: Was, backup: string | undefined): string {
  const reached = { arn: where.function, reach: reaching(where) }
  const { memoryMb, description, architecture, varies } = was
  const kept = varies.environment && backup !== undefined ? { kept: backup } : {}
  const commands = [
    ...(varies.architecture && backup !== undefined ? backToArchitecture(reached, architecture, backup) : []),
    backToConfiguration(reached, { memoryMb, description, ...kept }),
  ]
  const alone = backup === undefined && (varies.architecture || varies.environment)
  const what = alone ? 'the memory and Description that were' : 'what was'
  const from = backup === undefined ? '' : `, which version ${backup} keeps until then`
  return `To have back ${what}${from}: ${commands.join('; ')}.`
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
