import type { Stage, StagesLoad } from '../model/plan.ts'
import { micros, toSeconds } from '../model/time.ts'
import { pacedShape, type RateCurve } from './paced.ts'
import type { Shape } from './shape.ts'
import { durationInWords, numberInWords, spacingInWords } from './words.ts'

/** Straight ramps from 0 through each stage's rate; a stage of no duration is a jump. */
export const stages = (load: StagesLoad): Shape =>
  pacedShape(curveOf(load), load.arrivals, () => describe(load))

function describe({ stages, arrivals }: StagesLoad): string {
  const steps = stages.map((stage, index) => describeStage(stage, stages[index - 1]?.perSecond ?? 0))
  return `ramp 0${steps.join('')}${spacingInWords(arrivals)}`
}

function describeStage({ duration, perSecond }: Stage, before: number): string {
  if (perSecond === before) return `, held for ${durationInWords(duration)}`
  const rate = perSecond === 0 ? '0' : `${numberInWords(perSecond)}/s`
  return duration === 0 ? ` → ${rate} at once` : ` → ${rate} in ${durationInWords(duration)}`
}

/** One ramp. Times in seconds; `arrivalsBefore` is the integral of the rate where it begins. */
interface Ramp {
  readonly start: number
  readonly duration: number
  readonly from: number
  readonly to: number
  readonly arrivalsBefore: number
  readonly arrivals: number
}

function curveOf({ stages }: StagesLoad): RateCurve {
  const ramps = rampsOf(stages)
  const last = ramps.at(-1)
  return {
    arrivals: last === undefined ? 0 : last.arrivalsBefore + last.arrivals,
    end: micros(stages.reduce((sum, { duration }) => sum + duration, 0)),
    peakPerSecond: Math.max(0, ...stages.map(({ perSecond }) => perSecond)),
    instantOf: (n) => {
      // The later of two ramps that touch at n: an arrival due when a pause begins comes after the pause.
      const ramp = ramps.findLast(({ arrivals, arrivalsBefore }) => arrivals > 0 && arrivalsBefore <= n)
      return ramp === undefined ? 0 : 1_000_000 * (ramp.start + timeInto(ramp, n - ramp.arrivalsBefore))
    },
  }
}

function rampsOf(stages: readonly Stage[]): Ramp[] {
  const ramps: Ramp[] = []
  for (const stage of stages) {
    const before = ramps.at(-1)
    const from = before?.to ?? 0
    const duration = toSeconds(stage.duration)
    ramps.push({
      start: before === undefined ? 0 : before.start + before.duration,
      duration,
      from,
      to: stage.perSecond,
      arrivalsBefore: before === undefined ? 0 : before.arrivalsBefore + before.arrivals,
      arrivals: ((from + stage.perSecond) / 2) * duration,
    })
  }
  return ramps
}

/**
 * When `from × t + slope × t² / 2` reaches `n`: the root of the quadratic in the form that does not cancel
 * and that also serves a slope of 0.
 */
function timeInto({ duration, from, to }: Ramp, n: number): number {
  if (n <= 0) return 0
  const slope = (to - from) / duration
  const rateThen = Math.sqrt(Math.max(0, from ** 2 + 2 * slope * n))
  return Math.min(duration, (2 * n) / (from + rateThen))
}
