import type { OutcomeKind } from '../model/outcome.ts'
import type { Counts } from '../model/run.ts'

type Tallied = Exclude<keyof Counts, 'planned' | 'sent'>

const fields: Readonly<Record<OutcomeKind, Tallied>> = {
  ok: 'ok',
  'function-error': 'functionError',
  throttled: 'throttled',
  'timed-out': 'timedOut',
  'service-error': 'serviceError',
  'transport-error': 'transportError',
  dropped: 'dropped',
}

export type MutableCounts = { -readonly [K in keyof Counts]: Counts[K] }

export function emptyCounts(planned: number | undefined): MutableCounts {
  const none = {
    ok: 0,
    functionError: 0,
    throttled: 0,
    timedOut: 0,
    serviceError: 0,
    transportError: 0,
    dropped: 0,
  }
  return planned === undefined ? { sent: 0, ...none } : { planned, sent: 0, ...none }
}

/** Counts one arrival in. */
export function countOutcome(counts: MutableCounts, kind: OutcomeKind): void {
  counts[fields[kind]] += 1
  if (kind !== 'dropped') counts.sent += 1
}

/** `planned` of a sum is unknown as soon as one part's is. */
export function addCounts(a: Counts, b: Counts): Counts {
  const planned = a.planned === undefined || b.planned === undefined ? undefined : a.planned + b.planned
  const sum = emptyCounts(planned)
  sum.sent = a.sent + b.sent
  for (const field of Object.values(fields)) sum[field] = a[field] + b[field]
  return sum
}
