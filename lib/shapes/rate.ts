import type { RateLoad } from '../model/plan.ts'
import { toSeconds } from '../model/time.ts'
import { pacedShape, type RateCurve } from './paced.ts'
import type { Shape } from './shape.ts'
import { durationInWords, numberInWords, spacingInWords } from './words.ts'

/** A constant rate: uniform arrival k at k / rate, so that 100 per second for 10 s are exactly 1,000. */
export const rate = (load: RateLoad): Shape => pacedShape(curveOf(load), load.arrivals, () => describe(load))

const describe = ({ perSecond, duration, arrivals }: RateLoad): string =>
  `${numberInWords(perSecond)} per second for ${durationInWords(duration)}${spacingInWords(arrivals)}`

const curveOf = ({ perSecond, duration }: RateLoad): RateCurve => ({
  arrivals: perSecond * toSeconds(duration),
  end: duration,
  peakPerSecond: perSecond,
  instantOf: (n) => (n * 1_000_000) / perSecond,
})
