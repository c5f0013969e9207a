import { preconditionFailed, Refusal, resourceConflict, updateInProgress } from '../api/service-error.ts'
import type { DeployedFunction, Deployment } from './deployment.ts'
import {
  type Code,
  contentOf,
  type FunctionRecord,
  type Stamp,
  type VersionRecord,
  type VersionSettings,
} from './function-record.ts'

/** What a version is made of. */
export interface Content {
  readonly fn: DeployedFunction
  readonly settings: VersionSettings
  readonly code: Code
}

/** A new function: Pending until `readyAt`, then Active. */
export function createRecord(
  content: Content,
  tags: Readonly<Record<string, string>>,
  readyAt: number,
  stamp: Stamp,
): FunctionRecord {
  const latest = newVersion('$LATEST', content, 'creating', readyAt, stamp)
  return {
    name: content.fn.name,
    latest,
    serving: latest.deployment,
    published: [],
    nextVersion: 1,
    aliases: [],
    reservedConcurrency: undefined,
    provisioned: [],
    tags,
    policies: [],
  }
}

/** A version with a deployment of its own. */
export function newVersion(
  version: string,
  { fn, settings, code }: Content,
  state: VersionRecord['state'],
  readyAt: number,
  stamp: Stamp,
): VersionRecord {
  const deployment: Deployment = { id: `${fn.name}:${version}:${stamp.newId()}`, version, fn }
  return {
    deployment,
    settings,
    code,
    revisionId: stamp.newId(),
    modifiedAt: stamp.now,
    state,
    readyAt,
    content: contentOf({ deployment, settings, code }),
  }
}

/** Refuses with AWS's errors: what the caller has read is out of date, or another change is under way. */
export function refuseUnlessChangeable({ latest }: FunctionRecord, arn: string, revisionId?: string): void {
  if (revisionId !== undefined && revisionId !== latest.revisionId) {
    throw new Refusal(preconditionFailed('GetFunction/GetAlias'))
  }
  if (latest.state === 'updating') throw new Refusal(updateInProgress(arn))
  if (latest.state === 'creating') throw new Refusal(resourceConflict(IN_STATE_PENDING))
}

/** AWS's words for a function that is still being created. */
export const IN_STATE_PENDING =
  'The operation cannot be performed at this time. The function is currently in the following state: Pending'

/** $LATEST has new content; until `readyAt` invocations go on with the old one. */
export function updateLatest(
  record: FunctionRecord,
  change: Partial<Content>,
  readyAt: number,
  stamp: Stamp,
): FunctionRecord {
  const { deployment, settings, code } = record.latest
  const content = { fn: deployment.fn, settings, code, ...change }
  return { ...record, latest: newVersion('$LATEST', content, 'updating', readyAt, stamp) }
}

/**
 * Ends what is due: the function is Active, its update Successful, and the revision another one: the one that
 * an update answers with is never the last.
 */
export function settle(record: FunctionRecord, stamp: Stamp): FunctionRecord {
  const latest = ready(record.latest, stamp)
  const published = record.published.map((version) => ready(version, stamp))
  if (latest === record.latest && published.every((version, i) => version === record.published[i]))
    return record
  return {
    ...record,
    latest,
    published,
    serving: latest.state === 'ready' ? latest.deployment : record.serving,
  }
}

function ready(version: VersionRecord, stamp: Stamp): VersionRecord {
  if (version.state === 'ready' || version.readyAt > stamp.now) return version
  return { ...version, state: 'ready', revisionId: stamp.newId() }
}

/** When `settle` will next have something to do. */
export function nextSettling({ latest, published }: FunctionRecord): number | undefined {
  const times = [latest, ...published].filter(({ state }) => state !== 'ready').map(({ readyAt }) => readyAt)
  return times.length === 0 ? undefined : Math.min(...times)
}
