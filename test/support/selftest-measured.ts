import type { Dropped, Observation, Sent } from '../../lib/model/observation.ts'
import { isSent } from '../../lib/model/observation.ts'
import type { Outcome } from '../../lib/model/outcome.ts'
import { ran } from '../../lib/model/outcome.ts'
import type { Distribution, Distributions } from '../../lib/model/distribution.ts'
import type { Counts, PhaseSummary } from '../../lib/model/run.ts'
import { micros } from '../../lib/model/time.ts'
import type { Measured } from '../../lib/selftest/measured.ts'
import type { Noise } from '../../lib/selftest/noise/noise.ts'

const noNoise: Noise = { at: () => 0 }

/** One arrival as a tool recorded it; times in ms. */
export interface Recorded {
  readonly at: number
  /** The send, where it was not at its instant. */
  readonly sent?: number
  readonly end: number
  readonly phase?: number
  readonly share?: number
  readonly seq?: number
  readonly outcome?: Sent['outcome']
  readonly connectionSetup?: number
}

export const ok: Outcome & { kind: 'ok' } = { kind: 'ok', status: 200 }

export function sentOf(recorded: Recorded, index: number): Sent {
  const { at, sent = at, end, phase = 0, share = 0, seq = index, outcome = ok, connectionSetup } = recorded
  return {
    seq,
    phase,
    share,
    scheduledAt: micros(at * 1_000),
    sentAt: micros(sent * 1_000),
    endedAt: micros(end * 1_000),
    outcome,
    markers: {},
    bytesOut: 2,
    bytesIn: 2,
    ...(connectionSetup === undefined ? {} : { connectionSetup: micros(connectionSetup * 1_000) }),
  }
}

/** What a run's document would say of these observations, made without any of its code. */
export function measuredOf(
  observations: readonly Observation[],
  overrides: { readonly run?: Partial<Measured['run']> } & Partial<Omit<Measured, 'run'>> = {},
): Measured {
  const phases = Math.max(0, ...observations.map(({ phase }) => phase)) + 1
  const run = {
    phases: Array.from({ length: phases }, (_, phase) =>
      phaseOf(
        observations.filter((one) => one.phase === phase),
        phase,
      ),
    ),
    counts: countsOf(observations),
    validity: { valid: true, reasons: [] },
    notes: [],
    health: { late: { sent: 0, dropped: 0 }, capHits: 0, burstSkew: [] },
    errors: [],
    distributions: distributionsOf(observations),
  }
  const served = observations.filter(isSent).map(({ sentAt }) => ({ receivedAt: sentAt, late: 0 }))
  return { observations, served, noise: noNoise, ...overrides, run: { ...run, ...overrides.run } }
}

export const measuredFrom = (recorded: readonly Recorded[], overrides?: Parameters<typeof measuredOf>[1]) =>
  measuredOf(recorded.map(sentOf), overrides)

export const droppedAt = (at: number, seq: number, reason: 'in-flight' | 'late'): Dropped => ({
  seq,
  phase: 0,
  share: 0,
  scheduledAt: micros(at * 1_000),
  outcome: { kind: 'dropped', reason },
})

function phaseOf(observations: readonly Observation[], index: number): PhaseSummary {
  return {
    name: `phase ${index}`,
    discard: false,
    describes: '',
    counts: countsOf(observations),
    starts: { cold: 0, restored: 0, reinitialized: 0, warm: 0, unknown: observations.length },
    distributions: distributionsOf(observations),
  }
}

function countsOf(observations: readonly Observation[]): Counts {
  const of = (kind: Outcome['kind']): number =>
    observations.filter(({ outcome }) => outcome.kind === kind).length
  return {
    sent: observations.filter(isSent).length,
    ok: of('ok'),
    functionError: of('function-error'),
    throttled: of('throttled'),
    timedOut: of('timed-out'),
    serviceError: of('service-error'),
    transportError: of('transport-error'),
    dropped: of('dropped'),
  }
}

function distributionsOf(observations: readonly Observation[]): Distributions {
  const answered = observations.filter(isSent).filter(({ outcome }) => ran(outcome))
  if (answered.length === 0) return {}
  return {
    response_time: { all: distributionOf(answered.map((one) => one.endedAt - one.scheduledAt)) },
    service_time: { all: distributionOf(answered.map((one) => one.endedAt - one.sentAt)) },
  }
}

/** Nearest rank, the naive way: the smallest value with at least that share at or below it. */
export function distributionOf(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted.find((_, index) => (index + 1) / sorted.length >= share - 1e-12) ?? NaN
  return {
    count: sorted.length,
    min: at(0),
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99_9: at(0.999),
    max: at(1),
    intervals: {},
    unresolved: [],
    histogram: '',
  }
}
