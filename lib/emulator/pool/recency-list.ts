/** Keys in the order in which they were added. Every operation takes constant time. */
export interface RecencyList<K> {
  /** Puts a key that is not in it at the end. */
  add(key: K): void
  delete(key: K): void
  latest(): K | undefined
  longest(this: void): K | undefined
  readonly size: number
}

interface Link<K> {
  readonly key: K
  before: Link<K> | undefined
  after: Link<K> | undefined
}

export function createRecencyList<K>(): RecencyList<K> {
  const links = new Map<K, Link<K>>()
  let first: Link<K> | undefined
  let last: Link<K> | undefined
  return {
    add(key) {
      const link: Link<K> = { key, before: last, after: undefined }
      if (last === undefined) first = link
      else last.after = link
      last = link
      links.set(key, link)
    },
    delete(key) {
      const link = links.get(key)
      if (link === undefined) return
      links.delete(key)
      if (link.before === undefined) first = link.after
      else link.before.after = link.after
      if (link.after === undefined) last = link.before
      else link.after.before = link.before
    },
    latest: () => last?.key,
    longest: () => first?.key,
    get size() {
      return links.size
    },
  }
}
