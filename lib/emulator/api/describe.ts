import { pathToFileURL } from 'node:url'

import type { CodeFacts } from '../functions/code-facts.ts'
import type { AliasRecord, Code, VersionRecord } from '../functions/function-record.ts'
import { functionArn, logGroupName } from '../functions/names.ts'
import { weightsOf } from '../functions/aliases.ts'

export type Document = Readonly<Record<string, unknown>>

/** A version as AWS's FunctionConfiguration; `facts` is undefined where its code can't be looked at. */
export function describeVersion(version: VersionRecord, arn: string, facts: CodeFacts | undefined): Document {
  return { ...describeListed(version, arn, facts), ...describeState(version) }
}

/** The same as lists have it: without states. */
export function describeListed(
  { deployment, settings, modifiedAt, revisionId }: VersionRecord,
  arn: string,
  facts: CodeFacts | undefined,
): Document {
  const { fn, version } = deployment
  return {
    FunctionName: fn.name,
    FunctionArn: arn,
    Runtime: settings.runtimeName,
    Role: settings.role,
    ...(fn.runtime === 'simulated' ? {} : { Handler: fn.handler }),
    ...(facts === undefined ? {} : { CodeSize: facts.sizeBytes, CodeSha256: facts.sha256 }),
    Description: settings.description,
    Timeout: Math.ceil(fn.timeoutMs / 1_000),
    MemorySize: fn.memoryMb,
    LastModified: formatTime(modifiedAt),
    Version: version,
    ...(Object.keys(fn.env).length === 0 ? {} : { Environment: { Variables: fn.env } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: revisionId,
    PackageType: 'Zip',
    Architectures: [ARCHITECTURE],
    EphemeralStorage: { Size: fn.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: logGroupName(fn.name) },
  }
}

/** What functions run on here. */
export const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64'

function describeState({ state }: VersionRecord): Document {
  switch (state) {
    case 'creating':
      return { State: 'Pending', StateReason: BEING_CREATED, StateReasonCode: 'Creating' }
    case 'updating':
      return {
        State: 'Active',
        LastUpdateStatus: 'InProgress',
        LastUpdateStatusReason: BEING_CREATED,
        LastUpdateStatusReasonCode: 'Creating',
      }
    case 'ready':
      return { State: 'Active', LastUpdateStatus: 'Successful' }
    default:
      return state satisfies never
  }
}

// AWS says so of updates, too.
const BEING_CREATED = 'The function is being created.'

/** AWS's spelling of UTC: `2026-11-26T15:05:39.000+0000`. */
export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000')
}

/** Where the code is: a zip to load from this emulator, or the folder that is used where it lies. */
export function describeCode(code: Code, endpoint: string): Document {
  switch (code.kind) {
    case 'zip':
      return { RepositoryType: 'S3', Location: `${endpoint}${CODE_PATH}${code.id}` }
    case 'folder':
      return { RepositoryType: 'S3', Location: pathToFileURL(code.path).href }
    case 'model':
      return { RepositoryType: 'S3' }
    default:
      return code satisfies never
  }
}

/** Not AWS's: its code is in S3. */
export const CODE_PATH = '/coldburst/code/'

/** As AWS's AliasConfiguration. */
export function describeAlias(alias: AliasRecord, functionName: string, region: string): Document {
  const { name, version, description, routing, revisionId } = alias
  return {
    AliasArn: functionArn(region, functionName, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(routing === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: weightsOf(alias) } }),
    RevisionId: revisionId,
  }
}
