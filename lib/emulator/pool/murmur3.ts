// MurmurHash3 (x86, 32 bits) by Austin Appleby, public domain, of whole words.

/** Takes one word more into a hash that is under way. */
export function addWord(hash: number, word: number): number {
  const mixed = hash ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
  return (Math.imul(rotate(mixed, 13), 5) + 0xe6546b64) | 0
}

/** The hash of so many words: every bit of them moves half of its own. */
export function finish(unfinished: number, words: number): number {
  let hash = unfinished ^ (4 * words)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))
