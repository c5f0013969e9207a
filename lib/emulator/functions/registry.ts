import { randomUUID } from 'node:crypto'

import {
  functionNotFound,
  invalidParameter,
  Refusal,
  resourceConflict,
  type ServiceError,
} from '../api/service-error.ts'
import type { EmulatorConfig } from '../protocol.ts'
import { findAlias, routeAlias } from './aliases.ts'
import type { InvokeTarget } from './deployment.ts'
import type { AliasRecord, FunctionRecord, Stamp } from './function-record.ts'
import { IN_STATE_PENDING, nextSettling, settle } from './lifecycle.ts'
import { functionArn, parseFunctionReference } from './names.ts'
import { seededDraw } from '../pool/draw.ts'
import { versionOf } from './versions.ts'

/** The functions that there are. */
export interface Registry {
  /** What an invocation gets: an alias with weights may answer differently each time. */
  resolve(reference: string, qualifier?: string): Resolved
  /** The function that a name or ARN means, and the qualifier, said here or there. Throws Refusal. */
  find(reference: string, qualifier?: string): Found
  /** By name. */
  all(): readonly FunctionRecord[]
  /** Replaces a function by what `change` makes of it; nothing can come in between. Throws Refusal. */
  change<T extends FunctionRecord>(reference: string, change: (found: Found, stamp: Stamp) => T): T
  /** Throws Refusal when the name is taken. */
  add(make: (stamp: Stamp) => FunctionRecord): FunctionRecord
  remove(reference: string): void
  close(): void
}

export type Resolved =
  | { readonly kind: 'found'; readonly target: InvokeTarget }
  | { readonly kind: 'refused'; readonly error: ServiceError }

export interface Found {
  readonly record: FunctionRecord
  readonly qualifier: string | undefined
}

/** Told of every change, with what was before it and what is after it. */
export type OnChange = (before: FunctionRecord | undefined, after: FunctionRecord | undefined) => void

/** A registry of nothing; `onChange` carries out what follows from changes. */
export function createRegistry(
  config: Pick<EmulatorConfig, 'region' | 'seed'>,
  onChange: OnChange,
): Registry {
  const records = new Map<string, FunctionRecord>()
  // Invocations must not pay for looking through the versions of what is settled.
  const unsettled = new Set<string>()
  const draw = seededDraw(config.seed)
  let routed = 0
  let timer: NodeJS.Timeout | undefined

  function replace(name: string, after: FunctionRecord | undefined): void {
    const before = records.get(name)
    if (after === undefined) records.delete(name)
    else records.set(name, after)
    if (after === undefined || nextSettling(after) === undefined) unsettled.delete(name)
    else unsettled.add(name)
    onChange(before, after)
    watch()
  }

  function settled(name: string): FunctionRecord | undefined {
    const record = records.get(name)
    if (record === undefined || !unsettled.has(name)) return record
    const after = settle(record, stampNow())
    if (after !== record) replace(name, after)
    return after
  }

  function watch(): void {
    clearTimeout(timer)
    const times = [...unsettled].flatMap((name) => readyAtOf(records.get(name)))
    if (times.length === 0) return
    timer = setTimeout(settleAll, Math.max(0, Math.min(...times) - now()))
  }

  function settleAll(): void {
    for (const name of unsettled) settled(name)
    watch()
  }

  function find(text: string, said?: string): Found {
    const { name, qualifier } = readReference(text, said)
    const record = settled(name)
    if (record === undefined) throw new Refusal(functionNotFound(functionArn(config.region, name, qualifier)))
    return { record, qualifier }
  }

  function target(text: string, said?: string): InvokeTarget {
    const { record, qualifier } = find(text, said)
    const invokedArn = functionArn(config.region, record.name, qualifier)
    if (qualifier === undefined || qualifier === '$LATEST') {
      if (record.latest.state === 'creating') throw new Refusal(resourceConflict(IN_STATE_PENDING))
      return { deployment: record.serving, qualifier: '$LATEST', invokedArn }
    }
    const alias = findAlias(record, qualifier)
    const number = alias === undefined ? qualifier : route(alias)
    const version = versionOf(record, number)
    if (version === undefined) throw new Refusal(functionNotFound(invokedArn))
    if (version.state === 'creating') throw new Refusal(resourceConflict(IN_STATE_PENDING))
    // An alias of $LATEST: an update of it may be in progress.
    const deployment = number === '$LATEST' ? record.serving : version.deployment
    return { deployment, qualifier, invokedArn }
  }

  function route(alias: AliasRecord): string {
    if (alias.routing === undefined) return alias.version
    routed += 1
    return routeAlias(alias, draw('route', routed, 1))
  }

  return {
    find,
    resolve(text, said) {
      try {
        return { kind: 'found', target: target(text, said) }
      } catch (error) {
        if (error instanceof Refusal) return { kind: 'refused', error: error.error }
        throw error
      }
    },
    all() {
      for (const name of unsettled) settled(name)
      return [...records.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    change(text, change) {
      const found = find(text)
      const after = change(found, stampNow())
      replace(found.record.name, after)
      return after
    },
    add(make) {
      const record = make(stampNow())
      if (records.has(record.name)) {
        throw new Refusal(resourceConflict(`Function already exist: ${record.name}`))
      }
      replace(record.name, record)
      return record
    },
    remove(text) {
      replace(find(text).record.name, undefined)
    },
    close: () => clearTimeout(timer),
  }
}

function readReference(text: string, said: string | undefined) {
  const reference = parseFunctionReference(text)
  if (reference === undefined) throw new Refusal(invalidParameter(`${text} is not a function name or ARN`))
  const qualifier = said ?? reference.qualifier
  if (reference.qualifier !== undefined && reference.qualifier !== qualifier) {
    const problem = 'The derived qualifier from the function name does not match the specified qualifier.'
    throw new Refusal(invalidParameter(problem))
  }
  return { name: reference.name, qualifier }
}

function readyAtOf(record: FunctionRecord | undefined): readonly number[] {
  const time = record === undefined ? undefined : nextSettling(record)
  return time === undefined ? [] : [time]
}

function stampNow(): Stamp {
  return { now: now(), newId: randomUUID }
}

// Never set back, unlike the machine's clock: an update would stay in progress for as long.
function now(): number {
  return Math.floor(performance.timeOrigin + performance.now())
}
