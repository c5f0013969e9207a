import { defined } from '../model/defined.ts'
import type { ConnectionCounts } from '../model/health.ts'
import type { BurstSkew, Health, SampledHealth } from '../model/run.ts'
import type { Histogram } from '../stats/histogram.ts'
import { type DistributionSet, describe } from './distributions.ts'

/** What the observations of the phases that count say of the generator. */
export interface ObservedHealth {
  readonly distributions: DistributionSet
  readonly skews: readonly BurstSkew[]
  readonly punctuality: {
    readonly lateSent: number
    readonly lateDropped: number
    readonly capHits: number
  }
  readonly connectionSetup: Histogram
}

/** What a share said of itself when it ended. */
export interface ShareHealth {
  readonly eventLoopDelay?: Health['eventLoopDelay']
  readonly busy?: number
  readonly connections?: ConnectionCounts
  /** Of all shares together, as far as this one saw. */
  readonly peakInFlight: number
}

/** How the generator did. `shares` are those that ended in order; the worst off of them decides. */
export function healthOf(
  { distributions, skews, punctuality, connectionSetup }: ObservedHealth,
  shares: readonly ShareHealth[],
  sampled: SampledHealth | undefined,
): Health {
  return defined({
    scheduleLag: describe(distributions.select('schedule_lag', 'all')),
    late: { sent: punctuality.lateSent, dropped: punctuality.lateDropped },
    capHits: punctuality.capHits,
    burstSkew: skews,
    connections: shares.map(({ connections }) => connections).reduce(addConnections, undefined),
    connectionSetup: describe(connectionSetup),
    eventLoopDelay: worstDelay(shares),
    firingThreadBusy: most(shares.map(({ busy }) => busy)),
    peakInFlight: most(shares.map(({ peakInFlight }) => peakInFlight)),
    sampled,
  })
}

function addConnections(
  sum: ConnectionCounts | undefined,
  share: ConnectionCounts | undefined,
): ConnectionCounts | undefined {
  if (!sum || !share) return sum ?? share
  return {
    ahead: sum.ahead + share.ahead,
    inCall: sum.inCall + share.inCall,
    failed: sum.failed + share.failed,
    closedByPeer: sum.closedByPeer + share.closedByPeer,
  }
}

/** The thread that was worst off: an average would hide it. */
function worstDelay(shares: readonly ShareHealth[]): Health['eventLoopDelay'] {
  const delays = shares.flatMap(({ eventLoopDelay }) => eventLoopDelay ?? [])
  return delays.reduce<Health['eventLoopDelay']>(
    (worst, delay) => (worst === undefined || delay.p99 > worst.p99 ? delay : worst),
    undefined,
  )
}

function most(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
