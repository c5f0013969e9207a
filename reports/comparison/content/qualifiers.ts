import type { Comparison, SettingResult } from '../../../lib/model/comparison.ts'
import type { Architecture } from '../../../lib/model/plan.ts'
import { type SameVersion, sameVersions } from '../../../lib/model/same-version.ts'
import { listed, memoryName } from './words.ts'

/** «version 3, 512 MB»: what a qualifier was; undefined where there is nothing to add to its name. */
export function behindWords(comparison: Comparison, { setting, behind }: SettingResult): string | undefined {
  if (behind === undefined) return undefined
  const { version, memoryMb, architecture } = behind
  const words = [
    ...(version === setting.qualifier ? [] : [versionWords(version)]),
    ...(memoryMb === undefined ? [] : [memoryName(memoryMb)]),
    ...(architecture === undefined || architectures(comparison).length < 2 ? [] : [architecture]),
  ]
  return words.length === 0 ? undefined : words.join(', ')
}

/** Those of the versions behind qualifiers, each once. */
export const architectures = (comparison: Comparison): readonly Architecture[] => [
  ...new Set(comparison.settings.flatMap(({ behind }) => behind?.architecture ?? [])),
]

export const sameVersionSentences = ({ settings }: Comparison): readonly string[] =>
  sameVersions(
    settings.map(({ setting, behind }) => ({ setting: setting.name, version: behind?.version })),
  ).map(sameVersionSentence)

/** «live and candidate are the same version, 3: what differs between them is chance.» */
export const sameVersionSentence = ({ version, names }: SameVersion): string =>
  `${listed(names)} are the same version, ${version}: what differs between them is chance.`

const versionWords = (version: string): string => (version === '$LATEST' ? version : `version ${version}`)
