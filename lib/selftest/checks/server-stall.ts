import { fromMillis } from '../../model/time.ts'
import type { Row } from '../../model/selftest.ts'
import type { Check } from '../check.ts'
import { countRow, inPhase, type Measured, percentileRows, phaseOf, usualFloor } from '../measured.ts'
import { evenly, stalledResponses } from '../oracle/stalled.ts'
import type { Act } from '../server/script.ts'

interface Stalled {
  readonly perSecond: number
  readonly seconds: number
  readonly service: number
  readonly stall: number
  /** When the stall begins, one phase for each, ms. */
  readonly stallFrom: readonly number[]
}

/**
 * The numbers are the original's, its 10 s made shorter: 14 % of the time is stalled. No stall begins at the instant
 * of an arrival, where a first arrival late by a moment would decide. ms.
 */
export const stallOfA5: Stalled = {
  perSecond: 100,
  seconds: 3,
  service: 20,
  stall: 420,
  stallFrom: [701, 1_303, 1_905],
}

/** A paused server, at three phases of the pause. */
export const serverStall: Check = {
  id: 'A5',
  title: 'A server that stands still is seen by all who should have been served',
  setup: '3 × (100/s for 3 s; service 20 ms; stands still for 420 ms, earlier or later)',
  run: async (bench) =>
    compareStalls(
      await bench.fire({ acts: actsOf(stallOfA5), profile: { phases: phasesOf(stallOfA5) } }),
      stallOfA5,
    ),
}

/** The same at a higher rate and with a rarer stall, which only a high percentile shows. */
export const stallOfA1: Stalled = { perSecond: 500, seconds: 3, service: 2, stall: 140, stallFrom: [1_501] }

/** A rare pause at a high rate. */
export const rareStall: Check = {
  id: 'A1',
  title: 'A rare stall moves p99 of a fast server',
  setup: '500/s for 3 s; service 2 ms; stands still for 140 ms',
  run: async (bench) =>
    compareStalls(
      await bench.fire({ acts: actsOf(stallOfA1), profile: { phases: phasesOf(stallOfA1) } }),
      stallOfA1,
    ),
}

const actsOf = ({ perSecond, seconds, service, stall, stallFrom }: Stalled): Act[] =>
  stallFrom.map((from) => ({
    requests: perSecond * seconds,
    delays: [fromMillis(service)],
    stalls: [{ from: fromMillis(from), length: fromMillis(stall) }],
  }))

const phasesOf = ({ perSecond, seconds, stallFrom }: Stalled) =>
  stallFrom.map((from) => ({
    name: `stall at ${from} ms`,
    rate: { per: `${perSecond}/s`, for: `${seconds}s` },
  }))

/** Percentiles on the planned clock within 2 %, in each phase; and nothing left out or made up. */
export function compareStalls(measured: Measured, stalled: Stalled): readonly Row[] {
  const arrivals = evenly(stalled.perSecond * stalled.seconds, 1_000_000 / stalled.perSecond)
  return stalled.stallFrom.flatMap((from, phase) => {
    const claimed = stalledResponses(arrivals, {
      service: fromMillis(stalled.service),
      stallFrom: fromMillis(from),
      stallLength: fromMillis(stalled.stall),
    })
    const label = stalled.stallFrom.length > 1 ? `at ${from} ms: ` : ''
    const response = inPhase(measured, phase, 'response_time')
    const closeness = { relative: 0.02, floor: usualFloor }
    return [
      countRow(`${label}observations`, arrivals.length, response?.count),
      countRow(`${label}sent`, arrivals.length, phaseOf(measured, phase)?.counts.sent),
      ...percentileRows(
        `${label}response`,
        claimed,
        response,
        ['p50', 'p90', 'p99', 'max'],
        closeness,
        measured.noise,
      ),
    ]
  })
}
