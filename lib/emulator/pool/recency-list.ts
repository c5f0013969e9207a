/** Keys in the order in which they were added. Every operation takes constant time. */
export interface RecencyList<K> {
  /** Puts a key at the end. */
  add(key: K): Link<K>
  /** Takes out one that is in it. */
  remove(link: Link<K>): void
  latest(): K | undefined
  /** Those added before others first; nothing may be removed meanwhile. */
  oldestFirst(this: void): Iterable<K>
}

/** The place of a key in the list. */
export interface Link<K> {
  readonly key: K
  /** The list's own, like `after`. */
  before: Link<K> | undefined
  after: Link<K> | undefined
}

export function createRecencyList<K>(): RecencyList<K> {
  let first: Link<K> | undefined
  let last: Link<K> | undefined
  return {
    add(key) {
      const link: Link<K> = { key, before: last, after: undefined }
      if (last === undefined) first = link
      else last.after = link
      last = link
      return link
    },
    remove({ before, after }) {
      if (before === undefined) first = after
      else before.after = after
      if (after === undefined) last = before
      else after.before = before
    },
    latest: () => last?.key,
    *oldestFirst() {
      for (let link = first; link !== undefined; link = link.after) yield link.key
    },
  }
}
