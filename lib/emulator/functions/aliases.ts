import {
  aliasNotFound,
  invalidParameter,
  preconditionFailed,
  Refusal,
  resourceConflict,
} from '../api/service-error.ts'
import type { AliasRecord, FunctionRecord, Stamp } from './function-record.ts'
import { requireVersion } from './versions.ts'

export interface AliasChange {
  readonly version?: string
  readonly description?: string
  /** Weights of other versions; empty means all to the alias's own. */
  readonly weights?: Readonly<Record<string, number>>
}

/** Names ARNs in refusals. */
export type ArnOf = (qualifier: string) => string

/** The function with one alias more. */
export function createAlias(
  record: FunctionRecord,
  name: string,
  change: AliasChange & { readonly version: string },
  arnOf: ArnOf,
  stamp: Stamp,
): FunctionRecord {
  if (findAlias(record, name) !== undefined) {
    throw new Refusal(resourceConflict(`Alias already exists: ${arnOf(name)}`))
  }
  const { version, description = '', weights = {} } = change
  const alias = { name, version, description, routing: undefined, revisionId: stamp.newId() }
  return withAlias(record, routed(record, alias, weights, arnOf))
}

/** The function with an alias changed; what is not said stays. */
export function updateAlias(
  record: FunctionRecord,
  name: string,
  change: AliasChange & { readonly revisionId?: string },
  arnOf: ArnOf,
  stamp: Stamp,
): FunctionRecord {
  const alias = requireAlias(record, name, arnOf)
  if (change.revisionId !== undefined && change.revisionId !== alias.revisionId) {
    throw new Refusal(preconditionFailed('GetFunction/GetAlias'))
  }
  const { version = alias.version, description = alias.description } = change
  const weights = change.weights ?? weightsOf(alias)
  const changed = { ...alias, version, description, revisionId: stamp.newId() }
  return withAlias(record, routed(record, changed, weights, arnOf))
}

/** Without an alias and what belongs to it; to delete one that is not there is no error on AWS. */
export function deleteAlias(record: FunctionRecord, name: string): FunctionRecord {
  return {
    ...record,
    aliases: record.aliases.filter((alias) => alias.name !== name),
    provisioned: record.provisioned.filter(({ qualifier }) => qualifier !== name),
    policies: record.policies.filter(({ qualifier }) => qualifier !== name),
  }
}

export function findAlias({ aliases }: FunctionRecord, name: string): AliasRecord | undefined {
  return aliases.find((alias) => alias.name === name)
}

/** The same, where there has to be one. */
export function requireAlias(record: FunctionRecord, name: string, arnOf: ArnOf): AliasRecord {
  const alias = findAlias(record, name)
  if (alias === undefined) throw new Refusal(aliasNotFound(arnOf(name)))
  return alias
}

/** The version that an invocation of the alias gets; `draw` is uniform in [0, 1). */
export function routeAlias({ version, routing }: AliasRecord, draw: number): string {
  return routing !== undefined && draw < routing.weight ? routing.version : version
}

/** As AWS shows it. */
export function weightsOf({ routing }: AliasRecord): Readonly<Record<string, number>> {
  return routing === undefined ? {} : { [routing.version]: routing.weight }
}

function routed(
  record: FunctionRecord,
  alias: AliasRecord,
  weights: Readonly<Record<string, number>>,
  arnOf: ArnOf,
): AliasRecord {
  const [other, more] = Object.entries(weights)
  requireVersion(record, alias.version, arnOf(alias.version))
  if (other === undefined) return { ...alias, routing: undefined }
  const [version, weight] = other
  const problem =
    more !== undefined
      ? 'Number of items in AdditionalVersionWeights cannot be greater than 1'
      : alias.version === '$LATEST'
        ? '$LATEST is not supported for an alias pointing to more than 1 version'
        : version === alias.version
          ? `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`
          : undefined
  if (problem !== undefined) throw new Refusal(invalidParameter(problem))
  requireVersion(record, version, arnOf(version))
  return { ...alias, routing: { version, weight } }
}

function withAlias(record: FunctionRecord, alias: AliasRecord): FunctionRecord {
  const others = record.aliases.filter(({ name }) => name !== alias.name)
  return { ...record, aliases: [...others, alias].sort((a, b) => (a.name < b.name ? -1 : 1)) }
}
