import { createDueHeap, type Due } from './due-heap.ts'

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
  const waiting = createDueHeap()
  let timer: NodeJS.Timeout | undefined
  let timerAt = Infinity

  function arm(): void {
    const next = waiting.first()?.at ?? Infinity
    if (next >= timerAt) return
    clearTimeout(timer)
    timerAt = next
    if (next < Infinity) timer = setTimeout(wake, Math.min(LONGEST_MS, next - performance.now()))
  }

  function wake(): void {
    timerAt = Infinity
    const now = performance.now()
    for (let due = waiting.first(); due !== undefined && due.at <= now; due = waiting.first()) {
      waiting.removeFirst()
      due.callback()
    }
    arm()
  }

  return {
    now: () => performance.now(),
    epochMs: (at) => performance.timeOrigin + at,
    when(at, callback) {
      const due: Due = { at, callback }
      waiting.add(due)
      arm()
      return () => {
        due.callback = NOTHING
      }
    },
  }
}

const NOTHING = (): void => undefined
const LONGEST_MS = 2 ** 31 - 1
