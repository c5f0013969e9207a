import type { Architecture } from '../model/plan.ts'

/**
 * Lambda's calls that read and change one function, each asked once: no repeating, no waiting. All of them reject
 * with PlaneError for what the service or the network did.
 */
export interface ControlPlane {
  /** Calls made so far, whatever came of them. */
  readonly calls: number
  /** GetFunctionConfiguration; without a qualifier that of `$LATEST`. */
  configuration(qualifier?: string): Promise<Configuration>
  /** GetFunction, and the zip it points to, checked against its hash. */
  zip(qualifier?: string): Promise<Zip>
  /** UpdateFunctionConfiguration */
  updateConfiguration(change: ConfigurationChange): Promise<Configuration>
  /** UpdateFunctionCode with the zip that is there already, for another architecture. */
  updateCode(change: CodeChange): Promise<Configuration>
  /** PublishVersion */
  publishVersion(what: Publication): Promise<Configuration>
  /** ListVersionsByFunction, without `$LATEST`. */
  versions(): Promise<readonly PublishedVersion[]>
  /** DeleteFunction with a qualifier. */
  deleteVersion(version: string): Promise<void>
  /** ListAliases */
  aliases(): Promise<readonly Alias[]>
  /** CreateAlias */
  createAlias(name: string, version: string): Promise<void>
  /** UpdateAlias */
  updateAlias(name: string, version: string, revision: string | undefined): Promise<void>
  /** DeleteAlias */
  deleteAlias(name: string): Promise<void>
  close(): void
}

/** What the service says a function, or a version of it, is. */
export interface Configuration {
  readonly arn: string
  /** `$LATEST` or a number. */
  readonly version: string
  readonly memoryMb: number
  readonly description: string
  /** Absent where the endpoint names none: `architectureOf` says what AWS means by that. */
  readonly architecture?: Architecture
  /** `nodejs22.x`, `provided.al2023`, …, or `image`. */
  readonly runtime?: string
  /** How long an invocation may run. */
  readonly timeoutSeconds?: number
  /** In base64; of an image its digest. */
  readonly codeSha256?: string
  readonly codeBytes?: number
  readonly packaging: 'zip' | 'image'
  readonly environment: Environment
  /** A digest of everything that is never changed here and that a deployment may change. */
  readonly others: string
  /** Another one after each change. */
  readonly revision?: string
  /** When it was last changed, in the service's spelling. */
  readonly modified?: string
  readonly state?: string
  readonly stateReason?: string
  readonly update?: string
  readonly updateReason?: string
}

/** What a function is built for: x86_64 unless it says something else, as on AWS. */
export const architectureOf = ({ architecture = 'x86_64' }: Configuration): Architecture => architecture

/** Values may be secrets: they are kept in memory and go back to the service, and nowhere else. */
export type Environment =
  | { readonly kind: 'known'; readonly variables: Variables }
  | { readonly kind: 'unreadable'; readonly why: string }

export type Variables = Readonly<Record<string, string>>

export interface ConfigurationChange {
  readonly memoryMb: number
  readonly description: string
  /** All of them; absent: they stay as they are. */
  readonly variables?: Variables
  readonly revision?: string
}

export interface CodeChange {
  readonly zip: Zip
  readonly architecture: Architecture
  readonly revision?: string
}

export interface Publication {
  /** Absent: that of `$LATEST`. */
  readonly description?: string
  readonly revision?: string
}

/** `unfetchable`: there is no zip that could be uploaded again. */
export type Zip =
  | { readonly kind: 'zip'; readonly bytes: Uint8Array }
  | { readonly kind: 'unfetchable'; readonly why: string }

export interface PublishedVersion {
  readonly version: string
  readonly description: string
}

export interface Alias {
  readonly name: string
  readonly version: string
  /** Other versions that get a share of its invocations. */
  readonly splitWith: readonly string[]
  readonly revision?: string
}

/** What the service refused, or what the network did to a call. Its message is a sentence. */
export class PlaneError extends Error {
  /** AWS's name of the call. */
  readonly operation: string
  /** The service's name for what happened, or the network's; `HTTP 404` for an answer that is none of the service's. */
  readonly code: string
  /** HTTP; undefined where no answer came: whether the call took effect is then not known. Nor is it below 400. */
  readonly status: number | undefined
  /** The service's own words. */
  readonly says: string
  /** An earlier attempt at the same call had no answer, and may have taken effect. */
  afterLost = false

  constructor(operation: string, code: string, status: number | undefined, says: string, cause?: unknown) {
    super(`${operation} failed: ${says}${says.includes(code) ? '' : ` (${code})`}`, { cause })
    this.name = 'PlaneError'
    this.operation = operation
    this.code = code
    this.status = status
    this.says = says
  }
}
