import type { Alias, PublishedVersion } from './control-plane.ts'

/** The name of a comparison's alias. */
export const aliasName = (id: string, number: number): string => `coldburst-${id}-${number}`

/** What stands in the Description of `$LATEST` while it is changed, and so in that of each version made of it. */
export const nonce = (id: string, number: number): string => `coldburst ${id} ${number}`

/** Description of the version that keeps what `$LATEST` was. */
export const backupDescription = (id: string): string => `coldburst ${id} backup`

/** Aliases that this comparison made. */
export function ownAliases(all: readonly Alias[], id: string, before: readonly string[]): readonly Alias[] {
  const own = new RegExp(`^coldburst-${id}-\\d+$`)
  return all.filter(({ name }) => own.test(name) && !before.includes(name))
}

/**
 * Whether a Description is one of this comparison. A version that somebody else publishes while `$LATEST` has it gets
 * it, too.
 */
export const isMarkOf = (id: string, description: string): boolean =>
  isMark(description) && description.startsWith(`coldburst ${id} `)

/** What any comparison left behind, as words: `alias coldburst-ab1-3`. Nothing where there is nothing. */
export interface Leftovers {
  readonly aliases: readonly string[]
  readonly versions: readonly string[]
  readonly description: boolean
}

/** What a comparison, of whatever machine, has on a function now. */
export function leftovers(
  description: string,
  aliases: readonly Alias[],
  versions: readonly PublishedVersion[],
): Leftovers {
  return {
    aliases: aliases.map(({ name }) => name).filter((name) => /^coldburst-[a-z0-9]+-\d+$/.test(name)),
    versions: versions.filter(({ description }) => isMark(description)).map(({ version }) => version),
    description: isMark(description),
  }
}

/** Whether it is the Description of something that a comparison made, or is at. */
export const isMark = (description: string): boolean => anyMark.test(description)

const anyMark = /^coldburst [a-z0-9]+ (\d+|backup)$/
