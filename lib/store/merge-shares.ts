import type { Observation } from '../model/observation.ts'

/** Observations that are handed on together. */
const batchSize = 500

/** The batches of several shares as one stream, in the order they ended. */
export async function* mergeShares(
  shares: readonly AsyncGenerator<readonly Observation[]>[],
): AsyncGenerator<readonly Observation[]> {
  try {
    const heads = (await Promise.all(shares.map(headOf))).filter((head) => head !== undefined)
    heads.sort(inOrder)
    for (let merged: Observation[] = []; ; merged = []) {
      while (heads.length > 0 && merged.length < batchSize) {
        takeRun(heads, merged)
        const [first] = heads
        const isOver = first && first.next === first.batch.length && !(await refill(first))
        if (isOver) heads.shift()
        else settleFirst(heads)
      }
      if (merged.length === 0) return
      yield merged
    }
  } finally {
    // Their files are open when one of them failed, or the reader stopped early.
    await Promise.all(shares.map((share) => share.return(undefined)))
  }
}

/** A share and what comes next of it. */
interface Head {
  readonly share: AsyncGenerator<readonly Observation[]>
  readonly index: number
  batch: readonly Observation[]
  next: number
  /** When what comes next ended. */
  end: number
}

async function headOf(
  share: AsyncGenerator<readonly Observation[]>,
  index: number,
): Promise<Head | undefined> {
  const head = { share, index, batch: [], next: 0, end: 0 }
  return (await refill(head)) ? head : undefined
}

/** Whether there is more of the share. */
async function refill(head: Head): Promise<boolean> {
  for (;;) {
    const { done, value } = await head.share.next()
    if (done) return false
    const [first] = value
    if (!first) continue
    head.batch = value
    head.next = 0
    head.end = endOf(first)
    return true
  }
}

const endOf = (observation: Observation): number =>
  'endedAt' in observation ? observation.endedAt : observation.scheduledAt

/** What ended at one instant comes in the order of the shares. */
const inOrder = (a: Head, b: Head): number => a.end - b.end || a.index - b.index

/** Takes from the first share for as long as no other is before it, or until its batch is over. */
function takeRun([first, second]: readonly Head[], merged: Observation[]): void {
  if (!first) return
  const { batch } = first
  for (;;) {
    const observation = batch[first.next]
    if (!observation) return
    merged.push(observation)
    first.next += 1
    const following = batch[first.next]
    if (!following) return
    first.end = endOf(following)
    if (second && inOrder(first, second) > 0) return
  }
}

/** Brings the first share, of which something was taken, to its place among the others. */
function settleFirst(heads: Head[]): void {
  const [first] = heads
  if (!first) return
  let place = 0
  for (let after = heads[1]; after && inOrder(after, first) < 0; after = heads[place + 1]) {
    heads[place] = after
    place += 1
  }
  heads[place] = first
}
