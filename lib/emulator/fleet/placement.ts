import { setImmediate } from 'node:timers/promises'

import pLimit from 'p-limit'

/** Lets only so many environments start at once: more would make each other's INIT slow. */
export interface Placement {
  /** Runs `start` when its turn has come, with the µs it has waited: 0 when there was a place at once. */
  run<T>(start: (waitedUs: number) => Promise<T>): Promise<T>
}

export function createPlacement(atOnce: number): Placement {
  const limit = pLimit(atOnce)
  return {
    run(start) {
      const waits = limit.activeCount >= limit.concurrency
      const askedAt = performance.now()
      return new Promise((resolve, reject) => {
        void limit(async () => {
          const waitedUs = waits ? Math.round((performance.now() - askedAt) * 1_000) : 0
          try {
            resolve(await start(waitedUs))
          } catch (error) {
            reject(error)
          }
          // Whoever waited for this start goes on before the next spawn holds up the event loop.
          await setImmediate()
        })
      })
    },
  }
}
