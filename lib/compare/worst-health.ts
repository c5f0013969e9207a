import { defined } from '../model/defined.ts'
import type { Distribution } from '../model/distribution.ts'
import type { ConnectionCounts } from '../model/health.ts'
import type { BurstSkew, Health, SampledHealth, Utilization } from '../model/run.ts'

/** How the generator did at its worst: counts are sums, everything else is that of the block that was worst off. */
export function worstHealth(blocks: readonly Health[]): Health | undefined {
  if (blocks.length === 0) return undefined
  const each = <T>(read: (health: Health) => T | undefined): T[] =>
    blocks.flatMap((health) => read(health) ?? [])
  return defined({
    scheduleLag: worst(
      each(({ scheduleLag }) => scheduleLag),
      p99,
    ),
    late: {
      sent: sum(blocks.map(({ late }) => late.sent)),
      dropped: sum(blocks.map(({ late }) => late.dropped)),
    },
    capHits: sum(blocks.map(({ capHits }) => capHits)),
    burstSkew: worstSkew(blocks.flatMap(({ burstSkew }) => burstSkew)),
    connections: each(({ connections }) => connections).reduce<ConnectionCounts | undefined>(
      added,
      undefined,
    ),
    connectionSetup: worst(
      each(({ connectionSetup }) => connectionSetup),
      ({ p50 }) => p50,
    ),
    eventLoopDelay: worst(
      each(({ eventLoopDelay }) => eventLoopDelay),
      p99,
    ),
    firingThreadBusy: worst(
      each(({ firingThreadBusy }) => firingThreadBusy),
      itself,
    ),
    peakInFlight: worst(
      each(({ peakInFlight }) => peakInFlight),
      itself,
    ),
    sampled: worstSampled(each(({ sampled }) => sampled)),
  })
}

const p99 = ({ p99 }: Pick<Distribution, 'p99'>): number => p99
const itself = (value: number): number => value
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

const worst = <T>(values: readonly T[], key: (value: T) => number): T | undefined =>
  values.reduce<T | undefined>(
    (most, value) => (most === undefined || key(value) > key(most) ? value : most),
    undefined,
  )

/** The widest alone: the instants of the others belong to runs of their own. */
function worstSkew(skews: readonly BurstSkew[]): BurstSkew[] {
  const widest = worst(skews, ({ skew }) => skew)
  return widest === undefined ? [] : [widest]
}

function added(all: ConnectionCounts | undefined, counts: ConnectionCounts): ConnectionCounts {
  if (all === undefined) return counts
  return {
    ahead: all.ahead + counts.ahead,
    inCall: all.inCall + counts.inCall,
    failed: all.failed + counts.failed,
    closedByPeer: all.closedByPeer + counts.closedByPeer,
  }
}

function worstSampled(sampled: readonly SampledHealth[]): SampledHealth | undefined {
  const longest = worst(sampled, ({ longestDelay }) => longestDelay.took)
  if (longest === undefined) return undefined
  return defined({
    samples: sum(sampled.map(({ samples }) => samples)),
    firingThread: busiest(sampled.map(({ firingThread }) => firingThread)) ?? longest.firingThread,
    processCores: busiest(sampled.flatMap(({ processCores }) => processCores ?? [])),
    machine: busiest(sampled.flatMap(({ machine }) => machine ?? [])),
    mostSentPerSecond: Math.max(...sampled.map(({ mostSentPerSecond }) => mostSentPerSecond)),
    longestDelay: longest.longestDelay,
  })
}

function busiest(utilizations: readonly Utilization[]): Utilization | undefined {
  if (utilizations.length === 0) return undefined
  return {
    mean: Math.max(...utilizations.map(({ mean }) => mean)),
    max: Math.max(...utilizations.map(({ max }) => max)),
  }
}
