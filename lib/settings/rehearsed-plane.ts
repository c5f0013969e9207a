import { createCallNotes } from './call-notes.ts'
import type { Alias, Configuration, ControlPlane, PublishedVersion, Variables, Zip } from './control-plane.ts'
import { isMark } from './marks.ts'
import type { RehearsedCall } from './rehearse.ts'

/**
 * A control plane that reads what is really there, and only tells `note` what would be written. A call that is
 * repeated until it is answered, or until something has settled, is told once.
 */
export function rehearsedPlane(
  real: ControlPlane,
  note: (call: Omit<RehearsedCall, 'during'>) => void,
): ControlPlane {
  const versions = new Map<string, Configuration>()
  const aliases = new Map<string, Alias>()
  const gone = new Set<string>()
  let latest: Configuration | undefined
  let asWas: Variables = {}
  let code: Zip | undefined
  let revisions = 0
  const isMadeHere = (name: string): boolean => versions.has(name) || aliases.has(name) || isMark(name)
  const notes = createCallNotes(note, isMadeHere)

  async function now(): Promise<Configuration> {
    // Until something was changed here it may still be settling there.
    if (latest !== undefined && revisions > 0) return latest
    latest = await real.configuration()
    if (latest.environment.kind === 'known') asWas = latest.environment.variables
    return latest
  }

  function changed(before: Configuration, change: Partial<Configuration>): Configuration {
    revisions += 1
    latest = { ...before, revision: `rehearsed-${revisions}`, modified: `rehearsed-${revisions}`, ...change }
    return latest
  }

  return {
    get calls() {
      return real.calls
    },
    configuration: (qualifier) =>
      notes.look(
        'GetFunctionConfiguration',
        (named) => `of ${named(qualifier ?? '$LATEST')}`,
        async () =>
          qualifier === undefined ? now() : (versions.get(qualifier) ?? real.configuration(qualifier)),
        ({ update }) => update !== 'InProgress',
      ),
    zip: (qualifier) =>
      notes.look(
        'GetFunction',
        (named) => `with the code of ${named(qualifier ?? '$LATEST')}`,
        async () => {
          if (qualifier !== undefined && !versions.has(qualifier)) return real.zip(qualifier)
          code ??= await real.zip()
          return code
        },
      ),
    async updateConfiguration({ memoryMb, description, variables }) {
      const before = await now()
      const compared = variables === undefined ? '' : toldVariables(variables, asWas)
      notes.took(
        'UpdateFunctionConfiguration',
        (named) => `MemorySize ${memoryMb}, Description ${JSON.stringify(named(description))}${compared}`,
      )
      const environment =
        variables === undefined ? {} : { environment: { kind: 'known' as const, variables } }
      return changed(before, { memoryMb, description, ...environment })
    },
    async updateCode({ architecture }) {
      const before = await now()
      notes.took('UpdateFunctionCode', () => `the code that is there already, Architectures ${architecture}`)
      return changed(before, { architecture })
    },
    async publishVersion({ description }) {
      const before = await now()
      const version = `new ${versions.size + 1}`
      const kept = { ...before, version, state: 'Active', description: description ?? before.description }
      versions.set(version, kept)
      const of = description === undefined ? '' : `, Description ${JSON.stringify(description)}`
      notes.took(
        'PublishVersion',
        (named) => `$LATEST as it is then becomes version (${named(version)})${of}`,
      )
      changed(before, before.modified === undefined ? {} : { modified: before.modified })
      return kept
    },
    async versions() {
      const there = await notes.look(
        'ListVersionsByFunction',
        () => 'all',
        async () => real.versions(),
      )
      const made = [...versions.values()].filter(({ version }) => !gone.has(version))
      return [...there, ...made.map(listed)]
    },
    async deleteVersion(version) {
      notes.took('DeleteFunction', (named) => `version (${named(version)}) only`)
      gone.add(version)
    },
    async aliases() {
      const there = await notes.look(
        'ListAliases',
        () => 'all',
        async () => real.aliases(),
      )
      return [...there, ...aliases.values()]
    },
    async createAlias(name, version) {
      aliases.set(name, { name, version, splitWith: [] })
      notes.took('CreateAlias', (named) => `${named(name)} for version (${named(version)})`)
    },
    async updateAlias(name, version) {
      notes.took('UpdateAlias', () => `${name} to version ${version}`)
    },
    async deleteAlias(name) {
      notes.took('DeleteAlias', (named) => named(name))
      aliases.delete(name)
    },
    close: () => real.close(),
  }
}

const listed = ({ version, description }: Configuration): PublishedVersion => ({ version, description })

/** Only values that are compared: the others may be secrets. */
function toldVariables(variables: Variables, asWas: Variables): string {
  const compared = Object.keys(variables).filter((name) => variables[name] !== asWas[name])
  const told = compared.map((name) => `${name}=${variables[name] ?? ''}`)
  return told.length === 0
    ? ', Environment as it was'
    : `, Environment with ${told.join(' ')} and the rest as it was`
}
