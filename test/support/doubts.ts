import type { Counts, Health } from '../../lib/model/run.ts'
import type { Doubts } from '../../lib/summary/doubts.ts'
import { counts, millisDistribution } from '../fixtures/example-run.ts'

export type SaidDoubts = Partial<Omit<Doubts, 'counts' | 'health' | 'firing'>> & {
  readonly counts?: Partial<Counts>
  readonly health?: Partial<Health>
  readonly firing?: Partial<Doubts['firing']>
}

/** 1,000 invocations of an open loop that all went well, unless `said` says more. */
export const doubtsWith = (said: SaidDoubts = {}): Doubts => ({
  loads: ['rate'],
  cpus: 4,
  errors: [],
  sharesCores: false,
  damagedLines: 0,
  ...said,
  counts: counts({ sent: 1_000, ok: 1_000, ...said.counts }),
  health: { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [], ...said.health },
  firing: { transport: 'lean', threads: 1, prewarm: true, onLate: 'send', ...said.firing },
})

/** A schedule lag whose p99 is beyond doubt, ms. */
export const lagP99 = (p99: number): Pick<Health, 'scheduleLag'> => ({
  scheduleLag: millisDistribution(5_000, [0, 1, p99], [0, 0, 0, p99, p99], {
    intervals: { p99: { low: p99 } },
  }),
})
