/** Keys in the order of their instants. Every operation takes at most logarithmic time. */
export interface DueQueue<K> {
  /** Puts a key in, or gives it another instant. */
  set(key: K, at: number): void
  get(key: K): number | undefined
  delete(key: K): void
  /** Takes out the first key that is due; undefined when none is. Of equal instants the smaller `rank` is first. */
  take(now: number): K | undefined
  /** The earliest instant. */
  next(this: void): number | undefined
}

interface Entry<K> {
  readonly key: K
  readonly at: number
}

/** A binary heap that knows where each key stands. */
export function createDueQueue<K>(rank: (key: K) => number): DueQueue<K> {
  const heap: Entry<K>[] = []
  const places = new Map<K, number>()

  function isBefore(a: Entry<K>, b: Entry<K>): boolean {
    return a.at === b.at ? rank(a.key) < rank(b.key) : a.at < b.at
  }

  function put(entry: Entry<K>, place: number): void {
    heap[place] = entry
    places.set(entry.key, place)
  }

  function rise(entry: Entry<K>, from: number): number {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = heap[parent]
      if (above === undefined || !isBefore(entry, above)) break
      put(above, place)
      place = parent
    }
    return place
  }

  function sink(entry: Entry<K>, from: number): number {
    let place = from
    for (;;) {
      const child = earlierChild(place)
      const below = heap[child]
      if (below === undefined || !isBefore(below, entry)) return place
      put(below, place)
      place = child
    }
  }

  function earlierChild(place: number): number {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]]
    return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * place + 2 : 2 * place + 1
  }

  function settle(entry: Entry<K>, place: number): void {
    put(entry, sink(entry, rise(entry, place)))
  }

  function remove(key: K): void {
    const place = places.get(key)
    const last = place === undefined ? undefined : heap.pop()
    if (place === undefined || last === undefined) return
    places.delete(key)
    if (last.key !== key) settle(last, place)
  }

  return {
    set(key, at) {
      const place = places.get(key)
      settle({ key, at }, place ?? heap.length)
    },
    get(key) {
      const place = places.get(key)
      return place === undefined ? undefined : heap[place]?.at
    },
    delete: remove,
    take(now) {
      const first = heap[0]
      if (first === undefined || first.at > now) return undefined
      remove(first.key)
      return first.key
    },
    next: () => heap[0]?.at,
  }
}
