import { isSent } from '../../model/observation.ts'
import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check } from '../check.ts'
import { countRow, inPhase, type Measured, percentileRows, usualFloor } from '../measured.ts'
import { compare, fact } from '../rows.ts'

const toHead = fromMillis(5)
const toBody = fromMillis(200)
export const requestsOfA18 = 30

const acts = [{ requests: requestsOfA18, delays: [toHead], bodyDelay: toBody }]
const phases = [{ name: 'slow body', rate: { per: '30/s', for: '1s' } }]

/** The clock stops when the answer is there in full, and set-up that fell into a call is marked. */
export const whatTheClockCovers: Check = {
  id: 'A18',
  title: 'The clock runs until the whole answer is there',
  setup: '30/s for 1 s; head after 5 ms, body 200 ms later; then the same with no connection opened before',
  async run(bench) {
    const prepared = await bench.fire({ acts, profile: { phases } })
    const unprepared = await bench.fire({ acts, profile: { phases, firing: { prewarm: false } } })
    return [...compareBody(prepared), ...compareSetUp(prepared, unprepared)]
  },
}

export function compareBody(measured: Measured): readonly Row[] {
  const claimed = Array.from({ length: requestsOfA18 }, () => toHead + toBody)
  const closeness = { relative: 0.01, floor: usualFloor }
  return [
    countRow('observations', requestsOfA18, measured.run.distributions.response_time?.all?.count),
    ...(['response_time', 'service_time'] as const).flatMap((metric) =>
      percentileRows(
        metric === 'response_time' ? 'response' : 'service',
        claimed,
        inPhase(measured, 0, metric),
        ['p50', 'max'],
        closeness,
        measured.noise,
      ),
    ),
  ]
}

/** Opened before, no connection is set up in a call; not opened before, it is, and its time is part of the call. */
export function compareSetUp(prepared: Measured, unprepared: Measured): readonly Row[] {
  const own = setUps(unprepared)
  const within = unprepared.observations
    .filter(isSent)
    .every(({ connectionSetup = 0, endedAt, sentAt }) => connectionSetup <= endedAt - sentAt)
  return [
    countRow('prewarmed: set up in a call', 0, setUps(prepared)),
    compare({
      what: 'not prewarmed: set up in a call',
      unit: 'count',
      relation: 'at-least',
      claimed: 1,
      measured: own,
      tolerance: 0,
    }),
    countRow('the report counts them', own, unprepared.run.health.connectionSetup?.count ?? 0),
    fact('their time is part of the call', 'yes', within ? 'yes' : 'no'),
  ]
}

const setUps = ({ observations }: Measured): number =>
  observations.filter((one) => isSent(one) && one.connectionSetup !== undefined).length
