import { responseTime } from '../../model/observation.ts'
import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, percentileRows, sentIn, usualFloor } from '../measured.ts'
import type { Noise } from '../noise/noise.ts'
import { evenly, stalledResponses } from '../oracle/stalled.ts'
import { compare } from '../rows.ts'

interface Locked {
  readonly perSecond: number
  readonly seconds: number
  /** ms. */
  readonly service: number
  readonly lockFrom: number
  readonly lock: number
  /** Responses longer than the service time by more than this were held up, ms. */
  readonly raisedBy: number
}

/** The original has 5 s; everything is in proportion. */
export const lockOfA4: Locked = {
  perSecond: 50,
  seconds: 3,
  service: 5,
  lockFrom: 1_010,
  lock: 1_000,
  raisedBy: 5,
}

/** A server that locks up. */
export const lockedServer: Check = {
  id: 'A4',
  title: 'Each arrival at a locked server waits for what is left of the lock',
  setup: '50/s for 3 s; service 5 ms; locked for 1 s',
  run: async (bench) => compareLock(await bench.fire(experimentOf(lockOfA4)), lockOfA4),
}

/** The original has 10 ms at an interval of 1 ms, ten times as fast as a timer can be trusted with. */
export const lockOfA8: Locked = {
  perSecond: 100,
  seconds: 2,
  service: 5,
  lockFrom: 996,
  lock: 100,
  raisedBy: 5,
}

/** Catching up after a stall and adding what was missed would count it twice. */
export const noDoubleCorrection: Check = {
  id: 'A8',
  title: 'A stall is counted once: nothing is added for what was missed',
  setup: '100/s for 2 s; service 5 ms; stands still for 100 ms',
  run: async (bench) => compareLock(await bench.fire(experimentOf(lockOfA8)), lockOfA8),
}

const experimentOf = ({ perSecond, seconds, service, lockFrom, lock: length }: Locked) => ({
  acts: [
    {
      requests: perSecond * seconds,
      delays: [fromMillis(service)],
      stalls: [{ from: fromMillis(lockFrom), length: fromMillis(length) }],
    },
  ],
  profile: { phases: [{ name: 'lock', rate: { per: `${perSecond}/s`, for: `${seconds}s` } }] },
})

/** How many were held up, that their responses fall in a straight line, and that there are no others. */
export function compareLock(measured: Measured, locked: Locked): readonly Row[] {
  const { perSecond, seconds, service, lockFrom, lock: length } = locked
  const arrivals = evenly(perSecond * seconds, 1_000_000 / perSecond)
  const claimed = stalledResponses(arrivals, {
    service: fromMillis(service),
    stallFrom: fromMillis(lockFrom),
    stallLength: fromMillis(length),
  })
  const response = measured.run.distributions.response_time?.all
  const closeness = { relative: 0.02, floor: usualFloor }
  return [
    countRow('observations', claimed.length, response?.count),
    ...lineRows(claimed, sentIn(measured, 0).map(responseTime), locked, measured.noise),
    ...percentileRows('response', claimed, response, ['p50', 'p90', 'max'], closeness, measured.noise),
  ]
}

function lineRows(
  claimed: readonly number[],
  responses: readonly number[],
  { perSecond, service, lock: length, raisedBy }: Locked,
  noise: Noise,
): readonly Row[] {
  const raised = (values: readonly number[]): number =>
    values.filter((value) => value > fromMillis(service + raisedBy)).length
  // Where one in ten is raised by noise alone, any of them may be.
  const any = noise.at(90) > fromMillis(raisedBy) ? claimed.length : 0
  return [
    compare({
      what: 'responses raised by it',
      unit: 'count',
      claimed: raised(claimed),
      measured: raised(responses),
      // One may be at the limit.
      tolerance: 1,
      noise: any + Math.ceil((noise.at(100) / 1_000_000) * perSecond),
    }),
    compare({
      what: 'furthest from the line',
      unit: 'µs',
      relation: 'at-most',
      claimed: Math.max(2 * usualFloor, fromMillis(length) / 50),
      measured: furthestFrom(claimed, responses),
      tolerance: 0,
      noise: noise.at(100),
    }),
  ]
}

/** Undefined where not each arrival has a response. */
function furthestFrom(claimed: readonly number[], responses: readonly number[]): number | undefined {
  if (claimed.length !== responses.length) return undefined
  return Math.max(...claimed.map((value, index) => Math.abs((responses[index] ?? NaN) - value)))
}
