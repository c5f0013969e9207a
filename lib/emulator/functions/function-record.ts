import type { Deployment } from './deployment.ts'

/** Time and ids come as arguments: the rules themselves have none. */
export interface Stamp {
  /** ms since 1970. */
  readonly now: number
  /** A UUID, another one each time. */
  newId(): string
}

/** All that is known of one function. It never changes: what changes it makes another one. */
export interface FunctionRecord {
  readonly name: string
  readonly latest: VersionRecord
  /** What an invocation of $LATEST gets: while an update is in progress, what was before it. */
  readonly serving: Deployment
  /** Ascending. */
  readonly published: readonly VersionRecord[]
  /** Numbers are never given twice. */
  readonly nextVersion: number
  /** By name, ascending. */
  readonly aliases: readonly AliasRecord[]
  readonly reservedConcurrency: number | undefined
  readonly provisioned: readonly ProvisionedRecord[]
  readonly tags: Readonly<Record<string, string>>
  readonly policies: readonly PolicyRecord[]
}

export interface VersionRecord {
  readonly deployment: Deployment
  readonly settings: VersionSettings
  readonly code: Code
  readonly revisionId: string
  readonly modifiedAt: number
  readonly state: 'creating' | 'updating' | 'ready'
  /** When it is ready; meaningless once it is. */
  readonly readyAt: number
  /** Which of $LATEST's contents it has; see `contentOf`. */
  readonly content: string
}

/** What callers can set and environments don't see. */
export interface VersionSettings {
  readonly description: string
  readonly role: string
  /** In AWS's spelling, as it was asked for: nodejs18.x. */
  readonly runtimeName: string
}

export type Code =
  /** The user's own folder, used where it is. */
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'zip'
      readonly id: string
      readonly folder: string
      readonly sha256: string
      readonly sizeBytes: number
    }
  | { readonly kind: 'model' }

export interface AliasRecord {
  readonly name: string
  readonly version: string
  readonly description: string
  /** The share of invocations, 0 to 1, that another version gets. */
  readonly routing: { readonly version: string; readonly weight: number } | undefined
  readonly revisionId: string
}

export interface ProvisionedRecord {
  /** A version or an alias. */
  readonly qualifier: string
  readonly environments: number
  readonly modifiedAt: number
}

/** The resource policy of a function or one of its qualifiers: it is kept and shown, and nobody is kept out. */
export interface PolicyRecord {
  readonly qualifier: string | undefined
  readonly statements: readonly PolicyStatement[]
  readonly revisionId: string
}

export type PolicyStatement = Readonly<Record<string, unknown>> & { readonly Sid: string }

/**
 * What two versions are compared by: AWS publishes nothing where neither code nor configuration has changed
 * (https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html, 2026-11). A folder is one code,
 * whatever is in it.
 */
export function contentOf({
  deployment,
  settings,
  code,
}: Pick<VersionRecord, 'deployment' | 'settings' | 'code'>): string {
  // The folder of a zip is another one each time it is uploaded.
  const { codeDir: _, ...fn } = { codeDir: '', ...deployment.fn }
  return JSON.stringify([fn, settings, codeKey(code)])
}

function codeKey(code: Code): string {
  switch (code.kind) {
    case 'folder':
      return code.path
    case 'zip':
      return code.sha256
    case 'model':
      return ''
    default:
      return code satisfies never
  }
}
