import type { LogStore } from '../logs/log-store.ts'
import type { SimulatedFunction } from '../protocol.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** What all simulated environments share. */
export interface SimulatedHost {
  readonly timeline: Timeline
  /** Identities follow from it: of environments and their processes. */
  readonly seed: number
  /** The day in the names of log streams, `YYYY/MM/DD`: the one thing in them that differs between days. */
  readonly day: string
  /** Where what they log is kept. */
  readonly logs?: LogStore
  /** The running number of a function's next environment, from 1. */
  nextNumber(fn: SimulatedFunction): number
}

export function createSimulatedHost(
  { seed }: { readonly seed: number },
  timeline: Timeline = createTimeline(),
  logs?: LogStore,
): SimulatedHost {
  const started = new Map<string, number>()
  return {
    timeline,
    seed,
    ...(logs === undefined ? {} : { logs }),
    day: new Date(timeline.epochMs(timeline.now())).toISOString().slice(0, 10).replaceAll('-', '/'),
    nextNumber({ name }) {
      const number = (started.get(name) ?? 0) + 1
      started.set(name, number)
      return number
    },
  }
}
