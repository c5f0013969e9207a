import type { Load } from '../../lib/model/plan.ts'
import type { Counts, Health } from '../../lib/model/run.ts'
import { fromSeconds, micros } from '../../lib/model/time.ts'
import type { Doubts } from '../../lib/summary/doubts.ts'
import { counts, millisDistribution } from '../fixtures/example-run.ts'

export type SaidDoubts = Partial<Omit<Doubts, 'counts' | 'health' | 'firing' | 'loads'>> & {
  readonly counts?: Partial<Counts>
  readonly health?: Partial<Health>
  readonly firing?: Partial<Doubts['firing']>
  /** Open loops are of 10,000/s. */
  readonly loads?: readonly Load['kind'][]
}

/** 1,000 invocations of an open loop that all went well, unless `said` says more. */
export const doubtsWith = (said: SaidDoubts = {}): Doubts => ({
  cpus: 4,
  errors: [],
  sharesCores: false,
  damagedLines: 0,
  ...said,
  loads: (said.loads ?? ['rate']).map((kind) => loads[kind]),
  counts: counts({ sent: 1_000, ok: 1_000, ...said.counts }),
  health: { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [], ...said.health },
  firing: { transport: 'lean', threads: 1, prewarm: true, onLate: 'send', ...said.firing },
})

const duration = fromSeconds(10)
const loads: { readonly [K in Load['kind']]: Load } = {
  burst: { kind: 'burst', size: 50, repeat: 3, every: duration },
  rate: { kind: 'rate', perSecond: 10_000, duration, arrivals: 'uniform' },
  stages: { kind: 'stages', stages: [{ duration, perSecond: 10_000 }], arrivals: 'uniform' },
  closed: { kind: 'closed', concurrency: 5, duration, thinkTime: micros(0) },
}

/** A schedule lag whose p99 is beyond doubt, ms. */
export const lagP99 = (p99: number): Pick<Health, 'scheduleLag'> => ({
  scheduleLag: millisDistribution(5_000, [0, 1, p99], [0, 0, 0, p99, p99], {
    intervals: { p99: { low: p99 } },
  }),
})
