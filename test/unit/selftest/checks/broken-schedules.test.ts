import { describe, expect, it } from 'vitest'
import {
  compareSeeds,
  compareSpacing,
  spacingOfA12,
} from '../../../../lib/selftest/checks/arrival-spacing.ts'
import { compareRates, ratesOfA13 } from '../../../../lib/selftest/checks/rate-accuracy.ts'
import { compareShares } from '../../../../lib/selftest/checks/sharding.ts'
import { verdictOf } from '../../../../lib/selftest/rows.ts'
import { createRandom } from '../../../../lib/stats/prng.ts'
import { measuredFrom, type Recorded } from '../../../support/selftest-measured.ts'

const every = (count: number, gap: number): number[] => Array.from({ length: count }, (_, k) => k * gap)

/** ms. */
function poisson(seed: number, seconds: number): number[] {
  const random = createRandom(seed)
  const instants: number[] = []
  for (let at = 0; at < seconds * 1_000; at += 10 * random.exponential()) instants.push(at)
  return instants
}

interface Schedules {
  readonly poisson: readonly number[]
  readonly uniform: readonly number[]
  readonly bursts: readonly number[]
}

const planned: Schedules = {
  poisson: poisson(3, 4),
  uniform: every(spacingOfA12.uniformPerSecond * spacingOfA12.uniformSeconds, 10),
  bursts: every(spacingOfA12.bursts * spacingOfA12.burstSize, 1).map(
    (k) => Math.floor(k / spacingOfA12.burstSize) * 400,
  ),
}

/** What a tool plans, and when its requests reach the server. */
function spacing(arrived: Partial<Schedules> = {}, plans: Partial<Schedules> = {}) {
  const names = ['poisson', 'uniform', 'bursts'] as const
  const recorded = names.flatMap((name, phase) =>
    ({ ...planned, ...plans })[name].map((at): Recorded => ({ at, end: at + 1, phase })),
  )
  // The phases follow each other; the server tells them by their order alone.
  const served = names.flatMap((name, phase) =>
    ({ ...planned, ...plans, ...arrived })[name].map((at) => ({
      receivedAt: Math.round((phase * 10_000 + at + 0.2) * 1_000),
      late: 0,
    })),
  )
  return verdictOf(compareSpacing(measuredFrom(recorded, { served })))
}

describe('arrivals at the server', () => {
  it('are as planned in an honest tool, with jitter of half a millisecond, too', () => {
    const random = createRandom(9)
    const jitter = (instants: readonly number[]): number[] => instants.map((at) => at + random.uniform() / 2)
    expect(spacing()).toBe('ok')
    expect(
      spacing({
        poisson: jitter(planned.poisson),
        uniform: jitter(planned.uniform),
        bursts: jitter(planned.bursts),
      }),
    ).toBe('ok')
  })

  it('are off where a second’s load is sent within its first 200 ms', () => {
    const heartbeat = planned.uniform.map((at) => Math.floor(at / 1_000) * 1_000 + (at % 1_000) / 5)
    expect(spacing({ uniform: heartbeat })).toBe('off')
  })

  it('are off where timers drift by a twentieth', () => {
    expect(spacing({ uniform: planned.uniform.map((at) => at * 1.05) })).toBe('off')
  })

  it('are off where Poisson gaps are even, or of another mean, planned or sent', () => {
    const even = every(planned.poisson.length, 10)
    expect(spacing({}, { poisson: even })).toBe('off')
    expect(spacing({ poisson: even })).toBe('off')
    expect(spacing({ poisson: planned.poisson.map((at) => at * 1.3) })).toBe('off')
  })

  it('are off where bursts are spread, or each comes later than the one before', () => {
    const size = spacingOfA12.burstSize
    expect(spacing({ bursts: planned.bursts.map((at, k) => at + (k % size)) })).toBe('off')
    expect(spacing({ bursts: planned.bursts.map((at) => at * 1.03) })).toBe('off')
  })

  it('are off where one is sent twice', () => {
    expect(spacing({ uniform: [...planned.uniform, 3_000] })).toBe('off')
  })
})

describe('seeds', () => {
  const from = (seed: number, seconds: number) =>
    measuredFrom(poisson(seed, seconds).map((at) => ({ at: at + 20, end: at + 21 })))

  it('give the same instants again, and others give others', () => {
    expect(verdictOf(compareSeeds(from(1, 4), from(1, 1), from(2, 1)))).toBe('ok')
  })

  it('are off where they are not used, or change nothing', () => {
    expect(verdictOf(compareSeeds(from(1, 4), from(3, 1), from(2, 1)))).toBe('off')
    expect(verdictOf(compareSeeds(from(1, 4), from(1, 1), from(1, 1)))).toBe('off')
  })
})

const { perSecond, seconds, rampTo, rampSeconds } = ratesOfA13
/** Where the integral of a ramp from 0 reaches k, ms. */
const ramp = every((rampTo * rampSeconds) / 2, 1).map(
  (k) => Math.sqrt((2 * k * rampSeconds) / rampTo) * 1_000,
)

function rates(constant: readonly number[], ramped: readonly number[], arrived = constant) {
  const recorded = [
    ...constant.map((at): Recorded => ({ at, end: at + 1, phase: 0 })),
    ...ramped.map((at): Recorded => ({ at: 5_000 + at, end: 5_001 + at, phase: 1 })),
  ]
  const instants = [...arrived, ...ramped.map((at) => 5_000 + at)]
  const served = instants.map((at) => ({ receivedAt: Math.round(at * 1_000), late: 0 }))
  return verdictOf(compareRates(measuredFrom(recorded, { served })))
}

describe('a rate', () => {
  const even = every(perSecond * seconds, 1_000 / perSecond)

  it('is kept by an honest tool', () => {
    expect(rates(even, ramp)).toBe('ok')
  })

  it('is off where one is missing or too many, or a ramp is even', () => {
    expect(rates(even.slice(1), ramp)).toBe('off')
    expect(rates([...even, seconds * 1_000], ramp)).toBe('off')
    expect(rates(even, every(ramp.length, 10))).toBe('off')
  })

  it('is off where the total is right and the seconds are not', () => {
    expect(rates(even, ramp, every(even.length, 1_000 / perSecond / 1.1))).toBe('off')
  })
})

describe('the shares of a schedule', () => {
  const offsets = [every(200, 5), poisson(4, 1), every(60, 1).map((k) => Math.floor(k / 20) * 200)]
  const alone = measuredFrom(
    offsets.flatMap((instants, phase) =>
      instants.map((at, seq): Recorded => ({ at: 100 + at, end: 101 + at, phase, seq })),
    ),
  )
  const shared = (change: (one: Required<Pick<Recorded, 'at' | 'share' | 'seq'>>) => Partial<Recorded>[]) =>
    measuredFrom(
      offsets.flatMap((instants, phase) =>
        instants.flatMap((at, seq) => {
          const one = { at: 300 + at, share: seq % 3, seq }
          return change(one).map((changed): Recorded => ({ ...one, end: one.at + 1, phase, ...changed }))
        }),
      ),
    )

  it('are together the schedule of one thread', () => {
    expect(
      verdictOf(
        compareShares(
          alone,
          shared(() => [{}]),
        ),
      ),
    ).toBe('ok')
  })

  it('are off where each fires everything, one is missing, or one draws random numbers of its own', () => {
    expect(
      verdictOf(
        compareShares(
          alone,
          shared(() => [{}, {}, {}]),
        ),
      ),
    ).toBe('off')
    expect(
      verdictOf(
        compareShares(
          alone,
          shared(({ share }) => (share === 2 ? [] : [{}])),
        ),
      ),
    ).toBe('off')
    expect(
      verdictOf(
        compareShares(
          alone,
          shared(({ share, at }) => [{ at: share === 1 ? at + 3 : at }]),
        ),
      ),
    ).toBe('off')
    expect(
      verdictOf(
        compareShares(
          alone,
          shared(() => [{ share: 0 }]),
        ),
      ),
    ).toBe('off')
  })
})
