import type { Micros } from '../model/time.ts'

/** One invocation as the client saw it, with the Duration that REPORT gave. */
export interface ClientInterval {
  readonly sentAt: Micros
  readonly endedAt: Micros
  readonly duration: Micros | undefined
}

/**
 * Whether two invocations must have run at the same time. Within its client interval an invocation ran for its
 * Duration, we don't know when: they certainly overlapped when neither can have been over before the other began.
 */
export function certainlyOverlapped(a: ClientInterval, b: ClientInterval): boolean {
  return !canPrecede(a, b) && !canPrecede(b, a)
}

function canPrecede(first: ClientInterval, second: ClientInterval): boolean {
  return first.sentAt + ranFor(first) <= second.endedAt - ranFor(second)
}

/** Duration may go on after the answer (extensions), but only what lies between sending and answer is certain. */
function ranFor(interval: ClientInterval): number {
  return Math.min(interval.duration ?? 0, interval.endedAt - interval.sentAt)
}
