import type { Random } from './prng.ts'

/** The same seed gives the same intervals. */
export interface Resampling {
  readonly seed: number
  /** 2,000 where it is absent. */
  readonly replicates?: number
}

/** What is left out of so many on one side is some 30 replicates: enough not to depend on the seed. */
export const defaultReplicates = 2_000

/** Draws as many blocks as there are, with replacement: how often each came. */
export function draw(drawn: Uint32Array, random: Random): Uint32Array {
  drawn.fill(0)
  for (let left = drawn.length; left > 0; left -= 1) {
    const block = random.integer(drawn.length)
    drawn[block] = (drawn[block] ?? 0) + 1
  }
  return drawn
}

/** What holds the middle of them. */
export interface Ends {
  readonly low: number
  readonly high: number
}

/** What is left when that share is left out on each side; the same rank from either end, so that signs can flip. */
export function middle(replicates: Float64Array, tail: number): Ends {
  const sorted = replicates.toSorted()
  const rank = Math.max(1, Math.floor(tail * (sorted.length + 1)))
  return { low: sorted[rank - 1] ?? Number.NaN, high: sorted[sorted.length - rank] ?? Number.NaN }
}
