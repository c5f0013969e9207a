import type { RateLoad } from '../model/plan.ts'
import { toSeconds } from '../model/time.ts'
import { pacedCount, pacedWorkload, type RateCurve } from './paced.ts'
import type { Shape } from './shape.ts'
import { durationInWords, numberInWords, spacingInWords } from './words.ts'

/** A constant rate: uniform arrival k at k / rate, so that 100 per second for 10 s are exactly 1,000. */
export function rate(load: RateLoad): Shape {
  const curve = curveOf(load)
  return {
    describe: () => describe(load),
    workload: (share, random) => pacedWorkload(curve, load.arrivals, share, random),
    planned: (random) => pacedCount(curve, load.arrivals, random),
    peakAtOnce: 1,
  }
}

const describe = ({ perSecond, duration, arrivals }: RateLoad): string =>
  `${numberInWords(perSecond)} per second for ${durationInWords(duration)}${spacingInWords(arrivals)}`

const curveOf = ({ perSecond, duration }: RateLoad): RateCurve => ({
  arrivals: perSecond * toSeconds(duration),
  end: duration,
  instantOf: (n) => (n * 1_000_000) / perSecond,
})
