import type { Arrival, Share } from '../model/arrival.ts'
import type { BurstLoad } from '../model/plan.ts'
import { micros } from '../model/time.ts'
import type { Shape } from './shape.ts'
import { partOf } from './share-parts.ts'
import { counted, durationInWords, numberInWords } from './words.ts'

/** `size` arrivals at the same instant, `repeat` times: burst k at exactly k × every, so that nothing drifts. */
export function burst(load: BurstLoad): Shape {
  const total = load.size * load.repeat
  return {
    describe: () => describe(load),
    workload: (share) => ({
      kind: 'open',
      total: partOf(total, share),
      arrivals: { [Symbol.iterator]: () => arrivals(load, total, share) },
    }),
    planned: () => total,
    peakAtOnce: load.size,
    peakPerSecond: 0,
  }
}

function describe({ size, repeat, every }: BurstLoad): string {
  const bursts = `${counted(repeat, 'burst')} of ${numberInWords(size)}`
  return repeat > 1 ? `${bursts}, ${durationInWords(every)} apart` : bursts
}

function* arrivals({ size, every }: BurstLoad, total: number, { index, of }: Share): Generator<Arrival> {
  for (let seq = index; seq < total; seq += of) {
    yield { seq, at: micros(Math.floor(seq / size) * every) }
  }
}
