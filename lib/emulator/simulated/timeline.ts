import { createDueQueue } from '../pool/due-queue.ts'

/** The time that simulated environments live in. */
export interface Timeline {
  /** Monotonic, ms. */
  now(this: void): number
  /** Unix epoch of a moment of `now`, ms. */
  epochMs(this: void, at: number): number
  /** Calls back once it is `at`, never earlier; the function it gives takes that back. */
  when(this: void, at: number, callback: () => void): () => void
}

/**
 * Real time, with one timer for thousands of environments: Node's timers count whole ms and may fire a
 * fraction early, which would make an invocation faster than its own Duration.
 */
export function createTimeline(): Timeline {
  const waiting = createDueQueue<Wait>((wait) => wait.order)
  let order = 0
  let timer: NodeJS.Timeout | undefined
  let timerAt = Infinity

  function arm(): void {
    const next = waiting.next() ?? Infinity
    if (next >= timerAt) return
    clearTimeout(timer)
    timerAt = next
    if (next < Infinity) timer = setTimeout(wake, Math.min(LONGEST_MS, next - performance.now()))
  }

  function wake(): void {
    timerAt = Infinity
    const now = performance.now()
    for (let wait = waiting.take(now); wait !== undefined; wait = waiting.take(now)) wait.callback()
    arm()
  }

  return {
    now: () => performance.now(),
    epochMs: (at) => performance.timeOrigin + at,
    when(at, callback) {
      order += 1
      const due = waiting.add({ order, callback }, at)
      arm()
      return () => waiting.remove(due)
    },
  }
}

interface Wait {
  readonly order: number
  readonly callback: () => void
}

const LONGEST_MS = 2 ** 31 - 1
