import { createDueQueue } from '../pool/due-queue.ts'

/**
 * Lambda's rules for the asynchronous invocations of one function: what its function refused with an error is
 * tried again after set pauses and so many times, what could not run (throttled, or a failure of the service)
 * after pauses that double from 1 s to 5 min; nothing is tried once it is too old
 * (docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html, 2026).
 * No I/O; the time (ms, never going back) is an argument.
 */
export interface EventQueue<T> {
  offer(item: T, now: number): void
  /** The next event to run, or one that has become too old; undefined when there is none now. */
  take(now: number): Taken<T> | undefined
  /** What became of an attempt. */
  settle(event: QueuedEvent<T>, outcome: AttemptOutcome, now: number): Settled
  /** When `take` may have something if nothing is settled before; undefined when only that can help. */
  nextAt(now: number): number | undefined
  /** Everything that is neither done nor given up. */
  readonly size: number
}

export interface EventPolicy {
  /** 0 to 2 after errors of the function. */
  readonly retryAttempts: number
  readonly retryMs: readonly number[]
  readonly maxAgeMs: number
}

export type AttemptOutcome = 'success' | 'function-error' | 'refused'

export type Taken<T> =
  | { readonly kind: 'attempt'; readonly event: QueuedEvent<T> }
  | { readonly kind: 'expired'; readonly event: QueuedEvent<T> }

export type Settled = 'done' | 'again' | 'exhausted'

export interface QueuedEvent<T> {
  readonly item: T
  readonly order: number
  readonly enqueuedAt: number
  readonly dueAt: number
  /** How often the function has run and failed. */
  readonly failures: number
  readonly refusals: number
}

/** `policy` is asked each time: its settings may change while events wait. */
export function createEventQueue<T>(policy: () => EventPolicy): EventQueue<T> {
  const waiting = createDueQueue<QueuedEvent<T>>((event) => event.order)
  const flow = createFlow()
  let order = 0

  function wait(event: QueuedEvent<T>): void {
    waiting.add(event, event.dueAt)
  }

  function again(event: QueuedEvent<T>, change: Partial<QueuedEvent<T>>, dueAt: number): Settled {
    // At its end it is taken at once, and found too old.
    const end = event.enqueuedAt + policy().maxAgeMs
    wait({ ...event, ...change, dueAt: Math.min(dueAt, end) })
    return 'again'
  }

  return {
    offer(item, now) {
      order += 1
      wait({ item, order, enqueuedAt: now, dueAt: now, failures: 0, refusals: 0 })
    },
    take(now) {
      const event = waiting.first()
      if (event === undefined || event.dueAt > now) return undefined
      const isTooOld = now - event.enqueuedAt >= policy().maxAgeMs
      if (!isTooOld && !flow.isOpen(now)) return undefined
      waiting.take(now)
      if (isTooOld) return { kind: 'expired', event }
      flow.begin()
      return { kind: 'attempt', event }
    },
    settle(event, outcome, now) {
      const { retryAttempts, retryMs } = policy()
      flow.end(outcome !== 'refused', now)
      switch (outcome) {
        case 'success':
          return 'done'
        case 'function-error': {
          const failures = event.failures + 1
          if (failures > retryAttempts) return 'exhausted'
          return again(event, { failures }, now + (retryMs[failures - 1] ?? retryMs.at(-1) ?? 0))
        }
        case 'refused': {
          const pause = Math.min(MOST_PAUSE_MS, LEAST_PAUSE_MS * 2 ** event.refusals)
          return again(event, { refusals: event.refusals + 1 }, now + pause)
        }
        default:
          return outcome satisfies never
      }
    },
    nextAt(now) {
      const event = waiting.first()
      if (event === undefined) return undefined
      const end = event.enqueuedAt + policy().maxAgeMs
      const opens = flow.opensAt(now)
      return Math.max(event.dueAt, opens === undefined ? end : Math.min(opens, end))
    },
    get size() {
      return waiting.size + flow.running
    },
  }
}

const LEAST_PAUSE_MS = 1_000
const MOST_PAUSE_MS = 300_000

/** How many attempts run at once: fewer when some are refused, as Lambda then reads its queue more slowly. */
interface Flow {
  readonly running: number
  isOpen(now: number): boolean
  /** Undefined when an attempt must end first. */
  opensAt(now: number): number | undefined
  begin(): void
  end(served: boolean, now: number): void
}

function createFlow(): Flow {
  let running = 0
  let room = FIRST_ROOM
  let wasRefused = false
  let shutUntil = -Infinity
  let shutMs = LEAST_SHUT_MS

  return {
    get running() {
      return running
    },
    isOpen: (now) => running < Math.floor(room) && now >= shutUntil,
    opensAt: (now) => (running < Math.floor(room) ? Math.max(now, shutUntil) : undefined),
    begin() {
      running += 1
    },
    end(served, now) {
      running -= 1
      if (served) {
        room = Math.min(MOST_ROOM, room + (wasRefused ? 1 / room : 1))
        shutMs = LEAST_SHUT_MS
        return
      }
      wasRefused = true
      room = Math.max(1, Math.min(room, running))
      // While some of ours run, the end of one of them is the time to try again.
      if (running > 0) return
      shutUntil = now + shutMs
      shutMs = Math.min(MOST_SHUT_MS, shutMs * 2)
    },
  }
}

const FIRST_ROOM = 100
const MOST_ROOM = 1_000
const LEAST_SHUT_MS = 50
const MOST_SHUT_MS = 1_000
