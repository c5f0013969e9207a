import {
  functionNotFound,
  invalidParameter,
  Refusal,
  resourceConflict,
  preconditionFailed,
} from '../api/service-error.ts'
import type { FunctionRecord, Stamp, VersionRecord } from './function-record.ts'
import { newVersion } from './lifecycle.ts'

export interface Publication {
  readonly description?: string
  /** In base64; must be that of $LATEST. */
  readonly codeSha256?: string
  readonly revisionId?: string
}

export interface Published {
  readonly record: FunctionRecord
  /** The new version, or the last one when nothing has changed since. */
  readonly version: VersionRecord
}

/**
 * Makes a version of what $LATEST is now; `latestSha256` is its code's. Published together with a change of
 * $LATEST it is ready when that is, and otherwise at once.
 */
export function publish(
  record: FunctionRecord,
  { description, codeSha256, revisionId }: Publication,
  latestSha256: string | undefined,
  stamp: Stamp,
): Published {
  const { latest, published, nextVersion } = record
  if (revisionId !== undefined && revisionId !== latest.revisionId) {
    throw new Refusal(preconditionFailed('GetFunction/GetAlias'))
  }
  if (codeSha256 !== undefined && codeSha256 !== latestSha256) {
    throw new Refusal(invalidParameter(otherCode(codeSha256, latestSha256)))
  }
  const last = published.at(-1)
  if (last !== undefined && last.content === latest.content) return { record, version: last }
  const { deployment, settings, code } = latest
  const content = {
    fn: deployment.fn,
    settings: description === undefined ? settings : { ...settings, description },
    code,
  }
  const state = latest.state === 'ready' ? 'ready' : 'creating'
  const made = newVersion(String(nextVersion), content, state, latest.readyAt, stamp)
  const version = { ...made, content: latest.content }
  return {
    record: {
      ...record,
      latest: { ...latest, revisionId: stamp.newId() },
      published: [...published, version],
      nextVersion: nextVersion + 1,
    },
    version,
  }
}

function otherCode(asked: string, latest: string | undefined): string {
  return (
    `CodeSHA256 (${asked}) is different from current CodeSHA256 in $LATEST (${latest ?? 'unknown'}). ` +
    'Please try again with the CodeSHA256 in $LATEST.'
  )
}

/** `$LATEST` or a number; undefined when there is none, also for the name of an alias. */
export function versionOf({ latest, published }: FunctionRecord, version: string): VersionRecord | undefined {
  if (version === '$LATEST') return latest
  return published.find(({ deployment }) => deployment.version === version)
}

/** All that a function can be asked for by: its versions and its aliases. */
export function qualifiersOf({ published, aliases }: FunctionRecord): readonly string[] {
  const numbers = published.map(({ deployment }) => deployment.version)
  return ['$LATEST', ...numbers, ...aliases.map(({ name }) => name)]
}

/** The same, where there has to be one; `arn` is what the caller is told. */
export function requireVersion(record: FunctionRecord, version: string, arn: string): VersionRecord {
  const found = versionOf(record, version)
  if (found === undefined) throw new Refusal(functionNotFound(arn))
  return found
}

/** Without a version; to delete one that is not there is no error on AWS. */
export function deleteVersion(record: FunctionRecord, version: string): FunctionRecord {
  if (version === '$LATEST') {
    throw new Refusal(invalidParameter('$LATEST version cannot be deleted without deleting the function.'))
  }
  if (!/^\d+$/.test(version)) {
    throw new Refusal(invalidParameter('Deletion of aliases is not currently supported.'))
  }
  const users = record.aliases.filter(
    (alias) => alias.version === version || alias.routing?.version === version,
  )
  if (users.length > 0) {
    const names = users.map(({ name }) => name).join(', ')
    throw new Refusal(
      resourceConflict(`Unable to delete version because the following aliases reference it: [${names}]`),
    )
  }
  return {
    ...record,
    published: record.published.filter(({ deployment }) => deployment.version !== version),
    provisioned: record.provisioned.filter(({ qualifier }) => qualifier !== version),
    policies: record.policies.filter(({ qualifier }) => qualifier !== version),
  }
}
