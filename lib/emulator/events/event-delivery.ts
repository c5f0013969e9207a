import type { ServiceError } from '../api/service-error.ts'
import type { Fleet, InvokeResult } from '../fleet/fleet.ts'
import { functionArn, parseFunctionReference } from '../functions/names.ts'
import type { Registry } from '../functions/registry.ts'
import type { RequestIds } from '../simulated/request-ids.ts'
import { destinationRecord, type EventCondition, type EventResponse } from './destination-record.ts'
import { createDropLog } from './drop-log.ts'
import { createEventQueue, type EventPolicy, type EventQueue, type QueuedEvent } from './event-queue.ts'
import { createEventInvokeConfigs, type EventInvokeConfigs } from './invoke-configs.ts'

/** Asynchronous invocations, from their acceptance to their end, in memory. */
export interface EventDelivery {
  accept(event: AsyncEvent): Acceptance
  readonly configs: EventInvokeConfigs
  /**
   * The function has no qualifiers but these: the settings of others are forgotten, and their events given up
   * when their turn comes.
   */
  keepOnly(functionName: string, qualifiers: readonly string[]): void
  stats(): EventStats
  /** Nothing is begun any more; what still waits stays counted as pending. */
  close(): void
}

export interface AsyncEvent {
  readonly functionName: string
  readonly qualifier: string
  /** As the caller said it. */
  readonly invokedArn: string
  readonly requestId: string
  readonly payload: Buffer
  readonly traceId?: string
  /** How many destinations led to it. */
  readonly hops?: number
}

export type Acceptance =
  | { readonly kind: 'accepted' }
  /** What there are too many of. */
  | { readonly kind: 'full'; readonly limit: string }

export interface EventStats {
  readonly eventsPending: number
  /** Given up, with or without a destination told. */
  readonly eventsDropped: number
}

export interface DeliveryHost {
  readonly region: string
  readonly retryMs: readonly number[]
  readonly fleet: Pick<Fleet, 'invoke'>
  readonly registry: Pick<Registry, 'resolve'>
  readonly requestIds: RequestIds
  readonly warn: (text: string) => void
}

/** The events of a function by one of its qualifiers. */
interface Lane {
  /** Nothing has that name any more: the lane goes with its last event. */
  ending: boolean
  readonly queue: EventQueue<AsyncEvent>
  timer?: NodeJS.Timeout | undefined
  immediate?: NodeJS.Immediate | undefined
}

export function createEventDelivery(host: DeliveryHost): EventDelivery {
  const configs = createEventInvokeConfigs()
  const lanes = new Map<string, Lane>()
  const drops = createDropLog(host.warn)
  const held = { events: 0, bytes: 0 }
  let closed = false

  function policyOf(functionName: string, qualifier: string): EventPolicy {
    const config = configs.get(functionName, qualifier)
    return {
      retryAttempts: config?.maximumRetryAttempts ?? 2,
      retryMs: host.retryMs,
      maxAgeMs: (config?.maximumEventAgeInSeconds ?? SIX_HOURS_S) * 1_000,
    }
  }

  function laneOf(event: AsyncEvent): Lane {
    const { functionName, qualifier } = event
    const key = keyOf(event)
    const known = lanes.get(key)
    if (known !== undefined) {
      known.ending = false
      return known
    }
    const lane: Lane = { ending: false, queue: createEventQueue(() => policyOf(functionName, qualifier)) }
    lanes.set(key, lane)
    return lane
  }

  function accept(event: AsyncEvent): Acceptance {
    const bytes = held.bytes + event.payload.length
    if (held.events >= MOST_EVENTS) return { kind: 'full', limit: `${MOST_EVENTS} events` }
    if (bytes > MOST_BYTES) return { kind: 'full', limit: `${MOST_BYTES / 1_048_576} MB of payloads` }
    held.events += 1
    held.bytes = bytes
    const lane = laneOf(event)
    lane.queue.offer(event, performance.now())
    schedule(lane, 0)
    return { kind: 'accepted' }
  }

  /** Not at once: whoever handed the event over gets its answer first. */
  function schedule(lane: Lane, ms: number): void {
    if (closed) return
    clearTimeout(lane.timer)
    lane.timer = undefined
    // A whole ms later: timers may fire a fraction early.
    if (ms > 0) lane.timer = setTimeout(() => pump(lane), Math.min(MAX_TIMER_MS, Math.ceil(ms) + 1))
    else lane.immediate ??= setImmediate(() => pump(lane))
  }

  function pump(lane: Lane): void {
    lane.immediate = undefined
    if (closed) return
    const now = performance.now()
    // A few at a time: other requests of this process have their turn in between.
    for (let begun = 0; begun < MOST_AT_ONCE; begun += 1) {
      const taken = lane.queue.take(now)
      if (taken === undefined) break
      if (taken.kind === 'attempt') void attempt(lane, taken.event)
      else finish(taken.event, 'EventAgeExceeded', taken.event.failures)
    }
    const next = lane.queue.nextAt(now)
    if (next !== undefined) schedule(lane, next - now)
  }

  async function attempt(lane: Lane, queued: QueuedEvent<AsyncEvent>): Promise<void> {
    const { functionName, qualifier, invokedArn, requestId, payload, traceId } = queued.item
    const resolved = host.registry.resolve(functionName, qualifier)
    if (resolved.kind === 'refused') return refused(lane, queued, resolved.error)
    const { target } = resolved
    const trace = traceId === undefined ? {} : { traceId }
    const attempt = queued.failures + 1
    const call = { requestId, payload, invokedArn, attempt, ...trace, tail: false }
    const result = await host.fleet.invoke(target, call).catch(() => undefined)
    if (closed) return
    const response = responseOf(result, target.deployment.version)
    const outcome = response === undefined ? 'refused' : response.functionError ? 'function-error' : 'success'
    const settled = lane.queue.settle(queued, outcome, performance.now())
    if (settled === 'done') finish(queued, 'Success', queued.failures + 1, response)
    if (settled === 'exhausted') finish(queued, 'RetriesExhausted', queued.failures + 1, response)
    goOn(lane, queued.item)
  }

  /** There is nothing to invoke, or not yet: a version may still be being created. */
  function refused(lane: Lane, queued: QueuedEvent<AsyncEvent>, { status }: ServiceError): void {
    const isGone = status === 404
    lane.queue.settle(queued, isGone ? 'success' : 'refused', performance.now())
    if (isGone) {
      release(queued.item)
      drops.note(queued.item.functionName, 'the function is gone', queued.item.requestId)
    }
    goOn(lane, queued.item)
  }

  function goOn(lane: Lane, item: AsyncEvent): void {
    if (lane.ending && lane.queue.size === 0) lanes.delete(keyOf(item))
    else schedule(lane, 0)
  }

  function finish(
    { item }: QueuedEvent<AsyncEvent>,
    condition: EventCondition,
    runs: number,
    response?: EventResponse,
  ): void {
    release(item)
    const { functionName, qualifier, requestId, payload } = item
    const config = configs.get(functionName, qualifier)
    const destination = condition === 'Success' ? config?.onSuccess : config?.onFailure
    if (condition !== 'Success') drops.note(functionName, condition, requestId)
    if (destination === undefined) return
    const arn = functionArn(host.region, functionName, qualifier)
    const end = { requestId, functionArn: arn, condition, runs, payload }
    const record = destinationRecord(response === undefined ? end : { ...end, response }, new Date())
    const refused = tellDestination(item, destination, Buffer.from(JSON.stringify(record)))
    if (refused !== undefined) drops.note(functionName, `its destination ${refused}`, requestId)
  }

  /** What is wrong with it, or nothing. */
  function tellDestination(from: AsyncEvent, arn: string, record: Buffer): string | undefined {
    const hops = (from.hops ?? 0) + 1
    if (hops > MOST_HOPS) return 'is part of a loop'
    if (record.length > MAX_RECORD_BYTES) return `can not take the record of ${record.length} bytes`
    const reference = parseFunctionReference(arn)
    if (reference === undefined) return 'is no function'
    const { name: functionName, qualifier = '$LATEST' } = reference
    const resolved = host.registry.resolve(arn)
    if (resolved.kind === 'refused') return 'is gone'
    const requestId = host.requestIds(resolved.target.deployment)
    const event = { functionName, qualifier, invokedArn: arn, requestId, payload: record, hops }
    return accept(event).kind === 'full' ? 'was refused: the queue is full' : undefined
  }

  function release({ payload }: AsyncEvent): void {
    held.events -= 1
    held.bytes -= payload.length
  }

  return {
    accept,
    configs,
    keepOnly(functionName, qualifiers) {
      configs.keepOnly(functionName, qualifiers)
      const kept = new Set(qualifiers.map((qualifier) => keyOf({ functionName, qualifier })))
      for (const [key, lane] of lanes) {
        if (!key.startsWith(`${functionName}:`) || kept.has(key)) continue
        lane.ending = true
        if (lane.queue.size === 0) lanes.delete(key)
      }
    },
    stats: () => ({ eventsPending: held.events, eventsDropped: drops.count }),
    close() {
      closed = true
      for (const { timer, immediate } of lanes.values()) {
        clearTimeout(timer)
        clearImmediate(immediate)
      }
    },
  }
}

function keyOf({ functionName, qualifier }: Pick<AsyncEvent, 'functionName' | 'qualifier'>): string {
  return `${functionName}:${qualifier}`
}

function responseOf(result: InvokeResult | undefined, executedVersion: string): EventResponse | undefined {
  if (result?.kind !== 'served') return undefined
  const { payload, functionError } = result.answer
  return { payload, functionError, executedVersion }
}

const MOST_EVENTS = 100_000
const MOST_BYTES = 256 * 1_048_576
const MOST_AT_ONCE = 50
const SIX_HOURS_S = 21_600
const MAX_RECORD_BYTES = 1_048_576
const MAX_TIMER_MS = 2 ** 31 - 1
// As many as Lambda lets through before it stops a loop
// (docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html, 2026).
const MOST_HOPS = 16
