import type { DistinctError } from '../model/run.ts'
import { micros } from '../model/time.ts'
import { mostKinds, others } from '../summary/distinct-errors.ts'

/** The errors of one block and how long after the comparison's beginning its own times begin, µs. */
export interface BlockErrors {
  readonly errors: readonly DistinctError[]
  readonly offset: number
}

/** The errors of several blocks in one list, their times since the comparison began; the most frequent first. */
export const mergeErrors = (blocks: readonly BlockErrors[]): DistinctError[] =>
  byName(blocks.flatMap(({ errors, offset }) => errors.map((error) => shifted(error, offset))))

/**
 * What a reader takes in of merged errors: as many by name as of one block, the most frequent ones. The others count
 * together by how the invocations ended.
 */
export function cappedErrors(merged: readonly DistinctError[]): DistinctError[] {
  const named = merged.filter(({ name }) => name !== others)
  const [most, rest] = [named.slice(0, mostKinds), named.slice(mostKinds)]
  return byName([...most, ...rest.map(nameless), ...merged.filter(({ name }) => name === others)])
}

function byName(errors: readonly DistinctError[]): DistinctError[] {
  const found = new Map<string, DistinctError>()
  for (const error of errors) {
    const key = `${error.outcome} ${error.name}`
    found.set(key, together(found.get(key), error))
  }
  return [...found.values()].sort((a, b) => b.count - a.count || a.firstAt - b.firstAt)
}

const shifted = (error: DistinctError, offset: number): DistinctError => ({
  ...error,
  firstAt: micros(error.firstAt + offset),
  lastAt: micros(error.lastAt + offset),
})

/** What one of them said would be taken for what all did. */
const nameless = ({ outcome, count, firstAt, lastAt }: DistinctError): DistinctError => ({
  outcome,
  name: others,
  count,
  firstAt,
  lastAt,
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
