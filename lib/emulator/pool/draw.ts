import { addWord, finish } from './murmur3.ts'

/** What chance decides in the pool. */
export type Chance = 'idle' | 'lifetime' | 'proactive' | 'replacement'

/**
 * A number in [0, 1) that follows from its arguments alone: what one environment draws does not depend on
 * what others do, so a run can be repeated even if requests arrive in another order.
 */
export type Draw = (chance: Chance, environment: number, nth: number) => number

/** Which version an alias with weights leads to is drawn in the same way. */
export function seededDraw(seed: number) {
  return (chance: Chance | 'route', which: number, nth: number): number => {
    let hash = mix(seed | 0, Math.floor(seed / 2 ** 32) | 0)
    for (const word of [SALTS[chance], which, nth]) hash = mix(hash, word)
    return (hash >>> 0) / 2 ** 32
  }
}

const SALTS = { idle: 1, lifetime: 2, proactive: 3, replacement: 4, route: 5 } as const

// With an end after each word, so that few and small ones are enough.
const mix = (hash: number, word: number): number => finish(addWord(hash, word), 0)

/** `span`, give or take `jitter` (0 to 1) of it, by a number drawn from [0, 1). */
export function jittered(span: number, jitter: number, drawn: number): number {
  return span * (1 + jitter * (2 * drawn - 1))
}
