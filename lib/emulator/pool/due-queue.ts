/**
 * Keys in the order of their instants. Every operation takes at most logarithmic time. What is in it is known
 * by a handle and not by its key: a Map in which one key comes and goes keeps every trace of it in one chain
 * until it is next rebuilt (V8), and the environment used last comes and goes with each invocation.
 */
export interface DueQueue<K> {
  add(key: K, at: number): Due<K>
  remove(due: Due<K>): void
  /** Takes out the first key that is due; undefined when none is. Of equal instants the smaller `rank` is first. */
  take(now: number): K | undefined
  /** The key that is due first. */
  first(): K | undefined
  /** The earliest instant. */
  next(this: void): number | undefined
  readonly size: number
}

/** The place of a key in the queue. */
export interface Due<K> {
  readonly key: K
  readonly at: number
  /** The queue's own. */
  index: number
}

/** A binary heap. */
export function createDueQueue<K>(rank: (key: K) => number): DueQueue<K> {
  const heap: Due<K>[] = []

  function isBefore(a: Due<K>, b: Due<K>): boolean {
    return a.at === b.at ? rank(a.key) < rank(b.key) : a.at < b.at
  }

  function put(due: Due<K>, index: number): void {
    heap[index] = due
    due.index = index
  }

  function rise(due: Due<K>, from: number): number {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(due, above)) break
      put(above, index)
      index = parent
    }
    return index
  }

  function sink(due: Due<K>, from: number): number {
    let index = from
    for (;;) {
      const child = earlierChild(index)
      const below = heap[child]
      if (below === undefined || !isBefore(below, due)) return index
      put(below, index)
      index = child
    }
  }

  function earlierChild(index: number): number {
    const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]]
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * index + 2 : 2 * index + 1
  }

  function settle(due: Due<K>, index: number): void {
    put(due, sink(due, rise(due, index)))
  }

  function remove(due: Due<K>): void {
    if (heap[due.index] !== due) return
    const last = heap.pop()
    if (last !== undefined && last !== due) settle(last, due.index)
  }

  return {
    add(key, at) {
      const due = { key, at, index: heap.length }
      settle(due, heap.length)
      return due
    },
    remove,
    take(now) {
      const first = heap[0]
      if (first === undefined || first.at > now) return undefined
      remove(first)
      return first.key
    },
    first: () => heap[0]?.key,
    next: () => heap[0]?.at,
    get size() {
      return heap.length
    },
  }
}
