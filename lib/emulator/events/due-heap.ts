/** What waits for its time; the earliest first, and of equals the one that came first. */
export interface DueHeap<T extends Due> {
  push(item: T): void
  peek(): T | undefined
  pop(): T | undefined
  readonly size: number
}

export interface Due {
  readonly dueAt: number
  /** Unique. */
  readonly order: number
}

export function createDueHeap<T extends Due>(): DueHeap<T> {
  const items: T[] = []

  function isBefore(a: number, b: number): boolean {
    const [first, second] = [items[a], items[b]]
    if (first === undefined || second === undefined) return false
    return first.dueAt === second.dueAt ? first.order < second.order : first.dueAt < second.dueAt
  }

  function swap(a: number, b: number): void {
    const [first, second] = [items[a], items[b]]
    if (first === undefined || second === undefined) return
    items[a] = second
    items[b] = first
  }

  function sinkFrom(at: number): void {
    const left = 2 * at + 1
    const least = isBefore(left + 1, left) ? left + 1 : left
    if (!isBefore(least, at)) return
    swap(least, at)
    sinkFrom(least)
  }

  return {
    push(item) {
      items.push(item)
      for (let at = items.length - 1; at > 0;) {
        const parent = (at - 1) >>> 1
        if (!isBefore(at, parent)) break
        swap(at, parent)
        at = parent
      }
    },
    peek: () => items[0],
    pop() {
      const first = items[0]
      const last = items.pop()
      if (items.length > 0 && last !== undefined) {
        items[0] = last
        sinkFrom(0)
      }
      return first
    },
    get size() {
      return items.length
    },
  }
}
