import type { Dropped, Sent } from '../../lib/model/observation.ts'
import { fromMillis } from '../../lib/model/time.ts'

/** When an invocation was planned, sent and over, in ms since the run began, and whatever else is to be said. */
export interface InMillis extends Partial<Omit<Sent, 'scheduledAt' | 'sentAt' | 'firstByteAt' | 'endedAt'>> {
  readonly at?: number
  readonly sent?: number
  readonly end?: number
}

/** A sent invocation that succeeded, unless more is said: planned at 0, sent when planned, over 10 ms later. */
export function sentInMillis({ at = 0, sent = at, end = sent + 10, ...more }: InMillis = {}): Sent {
  return {
    seq: 0,
    phase: 0,
    share: 0,
    scheduledAt: fromMillis(at),
    sentAt: fromMillis(sent),
    endedAt: fromMillis(end),
    outcome: { kind: 'ok', status: 200 },
    markers: {},
    bytesOut: 2,
    bytesIn: 20,
    ...more,
  }
}

export function droppedInMillis(at: number, more: Partial<Dropped> = {}): Dropped {
  return {
    seq: 0,
    phase: 0,
    share: 0,
    scheduledAt: fromMillis(at),
    outcome: { kind: 'dropped', reason: 'in-flight' },
    ...more,
  }
}

/** All that an iterable brings, in a list. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** All that comes in batches, in a list. */
export const collectAll = async <T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> =>
  (await collect(batches)).flat()
