import type { RehearsedCall } from '../lib/settings/rehearse.ts'

/** Calls in their order, and how many times they come one after the other with nothing but other numbers. */
export interface Fold {
  readonly calls: readonly RehearsedCall[]
  readonly times: number
}

/** Calls that differ in nothing but numbers. */
export interface Tally {
  /** The first of them. */
  readonly call: RehearsedCall
  readonly times: number
}

/** A new version takes six calls at most, those of its alias apart. */
const longest = 8

/** What comes again and again is there once. Only what saves at least two lines is folded. */
export function foldCalls(calls: readonly RehearsedCall[]): Fold[] {
  const folds: Fold[] = []
  for (let at = 0; at < calls.length;) {
    const fold = foldAt(calls, at)
    folds.push(fold)
    at += fold.calls.length * fold.times
  }
  return folds
}

/** One call alone where what repeats itself begins with the next one. */
function foldAt(calls: readonly RehearsedCall[], at: number): Fold {
  const [here, next] = [bestFold(calls, at), bestFold(calls, at + 1)]
  return saved(next) < saved(here) ? here : single(calls, at)
}

function bestFold(calls: readonly RehearsedCall[], at: number): Fold {
  let best = single(calls, at)
  for (let length = 1; length <= longest; length += 1) {
    const fold = { calls: calls.slice(at, at + length), times: timesFrom(calls, at, length) }
    if (saved(fold) > Math.max(1, saved(best))) best = fold
  }
  return best
}

const single = (calls: readonly RehearsedCall[], at: number): Fold => ({
  calls: calls.slice(at, at + 1),
  times: 1,
})

/** Lines, where one says that it goes on. */
const saved = ({ calls, times }: Fold): number => calls.length * (times - 1) - 1

/** How many times what stands at a place stands there, one after the other. */
function timesFrom(calls: readonly RehearsedCall[], at: number, length: number): number {
  let next = at + length
  while (next < calls.length && isAlike(calls[next], calls[next - length])) next += 1
  return Math.floor((next - at) / length)
}

/** How many calls there are of each kind: by operation as each comes first, then by what they say. */
export function tallyCalls(calls: readonly RehearsedCall[]): readonly Tally[] {
  const kinds = new Map<string, Tally>()
  for (const call of calls) {
    const kind = `${call.operation} ${call.alike}`
    const { call: first, times } = kinds.get(kind) ?? { call, times: 0 }
    kinds.set(kind, { call: first, times: times + 1 })
  }
  const operations = [...new Set(calls.map(({ operation }) => operation))]
  return operations.flatMap((operation) =>
    [...kinds.values()].filter(({ call }) => call.operation === operation).sort(bySaying),
  )
}

const bySaying = (a: Tally, b: Tally): number =>
  a.call.alike.localeCompare(b.call.alike, 'en', { numeric: true })

const isAlike = (a: RehearsedCall | undefined, b: RehearsedCall | undefined): boolean =>
  a !== undefined && b !== undefined && a.operation === b.operation && a.alike === b.alike
