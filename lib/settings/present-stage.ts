import { defined } from '../model/defined.ts'
import { type Problem, UsageError } from '../model/usage-error.ts'
import { sameVersions } from '../model/same-version.ts'
import { listInWords } from '../summary/in-words.ts'
import type { Alias, ControlPlane, PublishedVersion } from './control-plane.ts'
import type { StageOptions } from './open-stage.ts'
import { never, patiently, realWait } from './patient-plane.ts'
import { explained } from './refusals.ts'
import type { FoundSetting, Stage } from './stage.ts'

/** Settings that are there already, as aliases and versions. Nothing is changed; throws UsageError for those missing. */
export async function presentStage(options: StageOptions, plane: ControlPlane): Promise<Stage> {
  const found = await findAll(options, plane)
  // Before anything is fired: an alias that was not moved yet is the usual reason.
  for (const { version, names } of sameVersions(found))
    options.say(`${listInWords(names)} are the same version, ${version}: what differs between them is chance`)
  return {
    get calls() {
      return plane.calls
    },
    found,
    prepare: async () => undefined,
    async place({ name, qualifier = '$LATEST' }) {
      const there = found.find(({ setting }) => setting === name)
      if (there === undefined) throw new Error(`there is no setting ${name}`)
      const { version, memoryMb, architecture, runtime } = there
      return { kind: 'placed', qualifier, version, memoryMb, ...defined({ architecture, runtime }) }
    },
    async putBack() {
      plane.close()
      return { kind: 'nothing-changed' }
    },
  }
}

async function findAll(
  { settings, function: name, signal = never, wait = realWait }: StageOptions,
  plane: ControlPlane,
): Promise<readonly FoundSetting[]> {
  const patient = patiently(plane, wait, signal)
  const found: FoundSetting[] = []
  try {
    const aliases = await patient.aliases()
    const versions = await patient.versions()
    const qualifiers = settings.map(({ qualifier = '$LATEST' }) => qualifier)
    const problems = qualifiers.flatMap((qualifier) => problemsOf(qualifier, name, aliases, versions))
    if (problems.length > 0) throw new UsageError(problems)
    for (const { name: setting, qualifier = '$LATEST' } of settings) {
      const version = aliases.find((alias) => alias.name === qualifier)?.version ?? qualifier
      const { memoryMb, architecture, runtime, timeoutSeconds } = await patient.configuration(version)
      found.push(defined({ setting, version, memoryMb, architecture, runtime, timeoutSeconds }))
    }
    return found
  } catch (error) {
    plane.close()
    throw explained(error, name, false)
  }
}

function problemsOf(
  qualifier: string,
  name: string,
  aliases: readonly Alias[],
  versions: readonly PublishedVersion[],
): readonly Problem[] {
  const alias = aliases.find((one) => one.name === qualifier)
  if (alias !== undefined && alias.splitWith.length > 0) {
    const split = [alias.version, ...alias.splitWith].join(' and ')
    const message = `alias ${qualifier} splits its traffic (versions ${split}), so it can't be compared; name a version`
    return [{ where: '--qualifier', message }]
  }
  const known = ['$LATEST', ...versions.map(({ version }) => version), ...aliases.map((one) => one.name)]
  if (known.includes(qualifier)) return []
  const message = `${name} has no version or alias ${qualifier}; there are ${known.slice(0, 50).join(', ')}`
  return [{ where: '--qualifier', message }]
}
