import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

type Generator = ReturnType<typeof xoroshiro128plusFromState>

/** A seeded source of random numbers: the same seed and stream give the same numbers on every machine. */
export interface Random {
  /** In [0, 1). */
  uniform(): number
  /** Exponentially distributed, mean 1. */
  exponential(): number
  /** An integer in [0, max). Throws RangeError unless `max` is a positive safe integer. */
  integer(max: number): number
  /** A copy that goes on with the same numbers, independent of this one. */
  clone(): Random
}

/** Streams of one seed are unrelated: give each phase its own. Throws RangeError on what is no safe integer. */
export function createRandom(seed: number, stream = 0): Random {
  const key = keyOf(seed, stream)
  // Neighbouring seeds must not start in neighbouring states; the 1 keeps the forbidden all-zero state out.
  return overGenerator(xoroshiro128plusFromState([mix(key, 0), mix(key, 1), mix(key, 2), mix(key, 3) | 1]))
}

/** In [0, 1): a pure function of its arguments, so that a choice made by it is the same in every share. */
export function hashUniform(seed: number, seq: number): number {
  const key = keyOf(seed, seq)
  const high = mix(key, 4) >>> 5
  const low = mix(key, 5) >>> 6
  return (high * 2 ** 26 + low) / 2 ** 53
}

function overGenerator(generator: Generator): Random {
  return {
    uniform: () => uniformFloat64(generator),
    // 1 - u is never 0, so the logarithm is finite.
    exponential: () => -Math.log1p(-uniformFloat64(generator)),
    integer: (max) => {
      if (!Number.isSafeInteger(max) || max < 1) throw new RangeError(`not a positive integer: ${max}`)
      return uniformInt(generator, 0, max - 1)
    },
    clone: () => overGenerator(generator.clone()),
  }
}

type Key = readonly [number, number, number, number]

function keyOf(first: number, second: number): Key {
  return [low32(first), high32(first), low32(second), high32(second)]
}

function low32(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`)
  return value | 0
}

const high32 = (value: number): number => Math.floor(value / 2 ** 32) | 0

/** Hashes a key with MurmurHash3 (x86, 32 bits), by Austin Appleby, public domain. */
function mix(key: Key, seed: number): number {
  let hash = seed
  for (const word of key) {
    hash ^= Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0
  }
  hash ^= 4 * key.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits))
