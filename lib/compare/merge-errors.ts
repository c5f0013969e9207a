import type { DistinctError } from '../model/run.ts'
import { micros } from '../model/time.ts'

/** The errors of one block and how long after the comparison's beginning its own times begin, µs. */
export interface BlockErrors {
  readonly errors: readonly DistinctError[]
  readonly offset: number
}

/** The errors of several blocks in one list, their times since the comparison began; the most frequent first. */
export function mergeErrors(blocks: readonly BlockErrors[]): DistinctError[] {
  const byName = new Map<string, DistinctError>()
  for (const { errors, offset } of blocks) {
    for (const error of errors) {
      const key = `${error.outcome} ${error.name}`
      byName.set(key, together(byName.get(key), shifted(error, offset)))
    }
  }
  return [...byName.values()].sort((a, b) => b.count - a.count || a.firstAt - b.firstAt)
}

const shifted = (error: DistinctError, offset: number): DistinctError => ({
  ...error,
  firstAt: micros(error.firstAt + offset),
  lastAt: micros(error.lastAt + offset),
})

/** With the message and the log of the first that had them. */
function together(seen: DistinctError | undefined, error: DistinctError): DistinctError {
  if (seen === undefined) return error
  return {
    ...error,
    ...seen,
    count: seen.count + error.count,
    firstAt: micros(Math.min(seen.firstAt, error.firstAt)),
    lastAt: micros(Math.max(seen.lastAt, error.lastAt)),
  }
}
