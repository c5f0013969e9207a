/** What chance decides in the pool. */
export type Chance = 'idle' | 'lifetime' | 'proactive' | 'replacement'

/**
 * A number in [0, 1) that follows from its arguments alone: what one environment draws does not depend on
 * what others do, so a run can be repeated even if requests arrive in another order.
 */
export type Draw = (chance: Chance, environment: number, nth: number) => number

export function seededDraw(seed: number): Draw {
  return (chance, environment, nth) => {
    let hash = mix(seed | 0, Math.floor(seed / 2 ** 32) | 0)
    for (const word of [SALTS[chance], environment, nth]) hash = mix(hash, word)
    return (hash >>> 0) / 2 ** 32
  }
}

const SALTS: Readonly<Record<Chance, number>> = { idle: 1, lifetime: 2, proactive: 3, replacement: 4 }

/** One round and the end of MurmurHash3 (x86, 32 bits), by Austin Appleby, public domain. */
function mix(hash: number, word: number): number {
  let next = hash ^ Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
  next = (Math.imul(rotate(next, 13), 5) + 0xe6546b64) | 0
  next = Math.imul(next ^ (next >>> 16), 0x85ebca6b)
  next = Math.imul(next ^ (next >>> 13), 0xc2b2ae35)
  return next ^ (next >>> 16)
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))

/** `span`, give or take `jitter` (0 to 1) of it, by a number drawn from [0, 1). */
export function jittered(span: number, jitter: number, drawn: number): number {
  return span * (1 + jitter * (2 * drawn - 1))
}
