import { inNewProcess } from './bench-process.ts'

/** How much of a core others took away from a loop that does nothing but read the clock. */
export interface Noise {
  /** Part of the time in which it did not run, 0 to 1. */
  readonly held: number
  readonly longestMs: number
}

export interface NoiseTask {
  readonly forMs: number
}

/** A pause between two looks at the clock that is longer than this was not the loop's own, ms. */
const ownPause = 0.1

/** From the pauses between looks, in ms, that add up to the whole time. */
export function noiseOf(pauses: Iterable<number>): Noise {
  let [total, held, longestMs] = [0, 0, 0]
  for (const pause of pauses) {
    total += pause
    if (pause <= ownPause) continue
    held += pause
    longestMs = Math.max(longestMs, pause)
  }
  return { held: total === 0 ? 0 : held / total, longestMs }
}

/** Listens for half a second where the clients run. */
export async function listenForNoise(core: number | undefined): Promise<Noise> {
  return inNewProcess<Noise>('noise', core, { forMs: 500 } satisfies NoiseTask)
}

/** From here on tails and absolute times are more of the others' making than of the client's. */
const loud = 0.02

export const isLoud = ({ held }: Noise): boolean => held > loud
