import type { Decision } from '../pool/pool.ts'
import type { EnvironmentStarts, FleetStats } from '../protocol.ts'

/** Counts what the fleet does. */
export interface Tally {
  /** Which invocation of the emulator the next one is, from 1. */
  nextOrder(): number
  started(why: keyof EnvironmentStarts, environments: number): void
  refused(decision: Extract<Decision, { kind: 'throttled' | 'local-cap' }>): void
  ended(cpuSeconds: number): void
  /** With the processor time of the environments that are there. */
  stats(cpuSeconds: number): FleetStats
}

export function createTally(): Tally {
  const starts = { onDemand: 0, provisioned: 0, proactive: 0 }
  const throttles: Record<string, number> = {}
  let [order, peakEnvironments, localCapHits, pastCpuSeconds] = [0, 0, 0, 0]
  return {
    nextOrder: () => (order += 1),
    started(why, environments) {
      starts[why] += 1
      peakEnvironments = Math.max(peakEnvironments, environments)
    },
    refused(decision) {
      if (decision.kind === 'local-cap') localCapHits += 1
      else throttles[decision.reason] = (throttles[decision.reason] ?? 0) + 1
    },
    ended(cpuSeconds) {
      pastCpuSeconds += cpuSeconds
    },
    stats: (cpuSeconds) => ({
      invocations: order,
      environmentsStarted: starts.onDemand + starts.provisioned + starts.proactive,
      starts: { ...starts },
      peakEnvironments,
      localCapHits,
      throttles: { ...throttles },
      cpuSeconds: pastCpuSeconds + cpuSeconds,
    }),
  }
}
