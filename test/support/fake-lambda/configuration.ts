import { createHash } from 'node:crypto'

export const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:demo'

/** What is locked when a version is published, and what a caller can change of it before. */
export interface Configuration {
  readonly memory: number
  readonly description: string
  readonly environment: Readonly<Record<string, string>>
  /** The bytes of the zip, as a text. */
  readonly code: string
  readonly architecture: string
}

/** What of a FunctionConfiguration is not locked with a version. */
interface Standing {
  readonly version: string
  /** As it was asked for. */
  readonly qualifier: string | undefined
  readonly revision: string
  /** How many changes of the function came before it. */
  readonly changes: number
  readonly pending: boolean
  readonly inProgress: boolean
}

/** A FunctionConfiguration of the API. */
export function documentOf(configuration: Configuration, standing: Standing): object {
  const { memory, description, environment, code, architecture } = configuration
  const { version, qualifier, revision, changes, pending, inProgress } = standing
  const variables = Object.keys(environment).length > 0 ? { Environment: { Variables: environment } } : {}
  const suffix = qualifier ?? (version === '$LATEST' ? undefined : version)
  return {
    FunctionName: 'demo',
    FunctionArn: suffix === undefined ? functionArn : `${functionArn}:${suffix}`,
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::123456789012:role/demo',
    Handler: 'index.handler',
    CodeSize: Buffer.byteLength(code),
    Description: description,
    Timeout: 30,
    MemorySize: memory,
    LastModified: new Date(Date.UTC(2026, 10, 26, 9, 0, changes)).toISOString().replace('Z', '+0000'),
    CodeSha256: hashOf(code),
    Version: version,
    ...variables,
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: revision,
    State: pending ? 'Pending' : 'Active',
    LastUpdateStatus: inProgress ? 'InProgress' : 'Successful',
    PackageType: 'Zip',
    Architectures: [architecture],
    EphemeralStorage: { Size: 512 },
  }
}

/** What UpdateFunctionConfiguration may be given here. */
export interface UpdateInput {
  readonly MemorySize?: number
  readonly Description?: string
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> }
  readonly RevisionId?: string
}

/** What UpdateFunctionCode may be given here. */
export interface CodeInput {
  readonly Architectures?: readonly string[]
  /** In base64. */
  readonly ZipFile?: string
  readonly RevisionId?: string
}

/** In base64, as the service has it. */
export const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64')

/** Whether there is nothing to publish a version for. */
export const same = (a: Configuration, b: Configuration): boolean => sorted(a) === sorted(b)

const sorted = (value: Configuration): string =>
  JSON.stringify({ ...value, environment: Object.entries(value.environment).sort(byName) })

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1)
