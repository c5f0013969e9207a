export interface Due {
  readonly at: number
  callback: () => void
}

/** What is to happen, the earliest first; those of the same instant in any order. */
export interface DueHeap {
  add(due: Due): void
  first(): Due | undefined
  removeFirst(): void
}

/** A binary heap: adding and removing take as many steps as the number of entries has binary digits. */
export function createDueHeap(): DueHeap {
  const heap: Due[] = []

  const at = (index: number): number => heap[index]?.at ?? Infinity

  function put(index: number, due: Due): void {
    heap[index] = due
  }

  function rise(due: Due): void {
    let index = heap.length
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || parent.at <= due.at) break
      put(index, parent)
      index = above
    }
    put(index, due)
  }

  function sink(due: Due): void {
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const below = at(left + 1) < at(left) ? left + 1 : left
      const child = heap[below]
      if (child === undefined || child.at >= due.at) break
      put(index, child)
      index = below
    }
    put(index, due)
  }

  return {
    add: rise,
    first: () => heap[0],
    removeFirst() {
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) sink(last)
    },
  }
}
