import type { Setting } from '../model/comparison-plan.ts'
import type { Architecture } from '../model/plan.ts'

/**
 * What a comparison changes of a function, written before it does: what was, what will be, and each step before and
 * after. It holds no secrets: of environment variables only the values that are compared.
 */
export interface Journal {
  readonly schema: 'coldburst/journal@1'
  /** Of the comparison; the names of its aliases and versions have it. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly process: ProcessMark
  readonly where: Where
  readonly willBe: readonly Setting[]
  /** Absent until the function was read. */
  readonly was?: Was
  readonly steps: readonly Step[]
}

/** A process, so that another one with the same id is not taken for it. */
export interface ProcessMark {
  readonly pid: number
  readonly host: string
  /** Where its id counts; absent where the system has no such thing. */
  readonly namespace?: string
  /** When the system says that it started; absent where it does not say. */
  readonly started?: string
}

export interface Where {
  readonly region: string
  readonly endpoint: string
  readonly awsProfile?: string
  /** ARN without a qualifier. */
  readonly function: string
}

/** The function before anything was changed. */
export interface Was {
  readonly memoryMb: number
  readonly description: string
  readonly architecture: Architecture
  readonly codeSha256?: string
  /** A digest of what is never changed; see Configuration.others. */
  readonly others: string
  readonly revision?: string
  readonly modified?: string
  readonly aliases: readonly string[]
  readonly versions: readonly string[]
  /** What else than memory and description the settings change. */
  readonly varies: { readonly architecture: boolean; readonly environment: boolean }
}

/** What `$LATEST` is made of, as far as it is changed. */
export interface Content {
  readonly memoryMb: number
  readonly description: string
  readonly architecture: Architecture
  /** Values that are compared; all the other variables are as they were. */
  readonly environment: Readonly<Record<string, string>>
}

/** One step: without an outcome it was begun, and whether it took effect must be looked at. */
export type Step = Change | Publish | CreateAlias

export interface Change {
  readonly kind: 'change'
  readonly by: 'UpdateFunctionConfiguration' | 'UpdateFunctionCode'
  readonly from: Content
  readonly to: Content
  readonly outcome?: { readonly kind: 'done'; readonly latest: Latest } | NotDone
}

export interface Publish {
  readonly kind: 'publish'
  /** `backup`: of `$LATEST` as it was, to read its environment and its code from. */
  readonly of: 'setting' | 'backup'
  readonly description: string
  readonly outcome?: PublishDone | Unclear | NotDone
}

interface PublishDone {
  readonly kind: 'done'
  readonly version: string
  /** False for one that was there before, or that somebody else published. */
  readonly ours: boolean
  /** Absent until `$LATEST` was looked at again. */
  readonly latest?: Latest
}

/** It was looked at later, and several versions are what was to be published: at most one of them is ours. */
interface Unclear {
  readonly kind: 'unclear'
  readonly versions: readonly string[]
}

export interface CreateAlias {
  readonly kind: 'alias'
  readonly name: string
  readonly version: string
  readonly outcome?: { readonly kind: 'done' } | NotDone
}

/** The service refused it, or it was looked at later and had not come about. */
export interface NotDone {
  readonly kind: 'not-done'
}

/** `$LATEST` when a step had settled. */
export interface Latest {
  readonly revision?: string
  readonly modified?: string
}
