import { addWord, finish } from '../pool/murmur3.ts'

/** Numbers that follow from a key alone: what one thing draws never moves what another one does. */
export interface Draws {
  /** In [0, 1): the same each time for the same purpose and place. */
  uniform(purpose: Purpose, place?: number): number
}

/** What a number is drawn for. */
export type Purpose = 'init' | 'init-failure' | 'duration' | 'compute' | 'wait' | 'ending'

/** The numbers of one key, such as the seed, the function and the request id. */
export function createDraws(key: string): Draws {
  const first = hashText(key, FIRST)
  const second = hashText(key, SECOND)
  return {
    uniform(purpose, place = 0) {
      const index = PURPOSES[purpose]
      // 53 bits, as many as a number in [0, 1) holds.
      const high = hashWords(first, second, index, place, FIRST) >>> 5
      const low = hashWords(first, second, index, place, SECOND) >>> 6
      return (high * 2 ** 26 + low) / 2 ** 53
    },
  }
}

/** 32 hex digits that follow from a key. */
export function hexOf(key: string): string {
  const first = hashText(key, FIRST)
  const second = hashText(key, SECOND)
  const bytes = Buffer.allocUnsafe(16)
  for (let place = 0; place < 4; place += 1) {
    bytes.writeInt32BE(hashWords(first, second, IDENTITY, place, FIRST), 4 * place)
  }
  return bytes.toString('hex')
}

const PURPOSES: Readonly<Record<Purpose, number>> = {
  init: 1,
  'init-failure': 2,
  duration: 3,
  compute: 4,
  wait: 5,
  ending: 6,
}
const IDENTITY = 0

// Two hashes make a key long enough that no two of millions meet.
const FIRST = 0x3c6ef372
const SECOND = 0xa54ff53a

function hashText(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at += 1) hash = addWord(hash, text.charCodeAt(at))
  return finish(hash, text.length)
}

function hashWords(a: number, b: number, c: number, d: number, seed: number): number {
  return finish(addWord(addWord(addWord(addWord(seed, a), b), c), d), 4)
}
