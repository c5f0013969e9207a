/** Uniform in [0, 1): the same row of numbers for the same seed. */
export type Draw = () => number

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for choosing between two versions. */
export function createDraws(seed: number): Draw {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
