import { type LatenessCounts, latenessAt, steps, stepOf } from './lateness.ts'

/** How much this machine held threads up while a check ran. */
export interface Noise {
  /** What it may have added to a percentile of times, µs; 100 is the maximum. */
  at(percentile: number): number
}

/** What was counted while a check ran. */
export interface NoiseCounts {
  /** How late a thread woke that only slept. */
  readonly wakeUps: LatenessCounts
  /** For each moment, how long the threads of this tool and its server stood in the queue for a core. */
  readonly queues: LatenessCounts
}

/**
 * An invocation can be held up when it is sent, by the server, and when its answer is read; each time by a wake-up
 * or by a queue. A percentile of a sum is no sum of percentiles: with an equal part of what lies beyond it left to
 * each, the sum of them all is a bound (Bonferroni).
 */
export function noiseOf({ wakeUps, queues }: NoiseCounts, serverLateness: readonly number[]): Noise {
  const server = Array.from({ length: steps }, () => 0)
  for (const late of serverLateness) server[stepOf(late)] = (server[stepOf(late)] ?? 0) + 1
  return {
    at(percentile) {
      const each = 100 - (100 - percentile) / 4
      return latenessAt(server, each) + latenessAt(wakeUps, each) + 2 * latenessAt(queues, each)
    },
  }
}
