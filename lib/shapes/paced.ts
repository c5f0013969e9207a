import type { Arrival, OpenWorkload, Share } from '../model/arrival.ts'
import type { ArrivalSpacing } from '../model/plan.ts'
import { type Micros, micros } from '../model/time.ts'
import type { Random } from '../stats/prng.ts'
import type { Shape } from './shape.ts'
import { checkShare, partOf } from './share-parts.ts'

/** A rate over time, seen as the number of arrivals it has brought so far. */
export interface RateCurve {
  /** The integral of the rate over the whole phase; not an integer in general. */
  readonly arrivals: number
  readonly end: Micros
  readonly peakPerSecond: number
  /** When the integral reaches `n` (0 <= n < arrivals), in µs, unrounded. */
  instantOf(n: number): number
}

/** The shape of a rate, constant or not, that `describe` puts in words. */
export function pacedShape(curve: RateCurve, spacing: ArrivalSpacing, describe: () => string): Shape {
  return {
    describe,
    workload: (share, random) => pacedWorkload(curve, spacing, share, random),
    planned: (random) => pacedCount(curve, spacing, random),
    peakAtOnce: 1,
    peakPerSecond: curve.peakPerSecond,
  }
}

/**
 * Arrivals spaced along a curve, in [0, end). Uniform: arrival k where the integral reaches k. Poisson: where it
 * reaches the sum of k + 1 exponential gaps, which gives a Poisson process of just that rate; how many there are
 * is found by a dry pass when `total` is first read.
 */
function pacedWorkload(
  curve: RateCurve,
  spacing: ArrivalSpacing,
  share: Share,
  random: Random,
): OpenWorkload {
  checkShare(share)
  return spacing === 'uniform' ? uniformWorkload(curve, share) : poissonWorkload(curve, share, random.clone())
}

/** Arrivals of all shares together; undefined for Poisson arrivals of an unknown seed. */
function pacedCount(
  curve: RateCurve,
  spacing: ArrivalSpacing,
  random: Random | undefined,
): number | undefined {
  if (spacing === 'uniform') return uniformCount(curve)
  return random === undefined ? undefined : poissonCount(curve, random)
}

function uniformWorkload(curve: RateCurve, share: Share): OpenWorkload {
  const count = uniformCount(curve)
  return {
    kind: 'open',
    total: partOf(count, share),
    arrivals: { [Symbol.iterator]: () => uniformArrivals(curve, count, share) },
  }
}

function* uniformArrivals(curve: RateCurve, count: number, { index, of }: Share): Generator<Arrival> {
  for (let seq = index; seq < count; seq += of) yield { seq, at: micros(curve.instantOf(seq)) }
}

/** Every k below the integral whose instant, rounded to µs, is still before the end. */
function uniformCount(curve: RateCurve): number {
  // 0.1 × 30 s is a little more than 3 in binary: that must not make a fourth arrival.
  let count = Math.max(0, Math.ceil(curve.arrivals * (1 - 1e-12)))
  while (count > 0 && Math.round(curve.instantOf(count - 1)) >= curve.end) count -= 1
  return count
}

function poissonWorkload(curve: RateCurve, share: Share, random: Random): OpenWorkload {
  let total: number | undefined
  return {
    kind: 'open',
    get total() {
      return (total ??= partOf(poissonCount(curve, random), share))
    },
    arrivals: { [Symbol.iterator]: () => poissonArrivals(curve, share, random) },
  }
}

function* poissonArrivals(curve: RateCurve, { index, of }: Share, random: Random): Generator<Arrival> {
  let seq = 0
  for (const at of poissonInstants(curve, random)) {
    if (seq % of === index) yield { seq, at }
    seq += 1
  }
}

function poissonCount(curve: RateCurve, random: Random): number {
  let count = 0
  for (const _ of poissonInstants(curve, random)) count += 1
  return count
}

function* poissonInstants(curve: RateCurve, random: Random): Generator<Micros> {
  const own = random.clone()
  for (let n = own.exponential(); n < curve.arrivals; n += own.exponential()) {
    const at = micros(curve.instantOf(n))
    if (at >= curve.end) return
    yield at
  }
}
