import { isSent, responseTime } from '../../model/observation.ts'
import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, percentileRows, usualFloor } from '../measured.ts'
import { quantile } from '../oracle/quantile.ts'
import { compare } from '../rows.ts'

const service = fromMillis(10)
const timeout = fromMillis(400)
const total = 400
const silentEvery = 20
/** No multiple of it is one of `silentEvery` too, within `total`. */
const resetEvery = 61

const resets = Array.from({ length: total }, (_, k) => k + 1).filter(
  (n) => n % resetEvery === 0 && n % silentEvery !== 0,
).length
const timeouts = total / silentEvery
export const countsOfA19 = { total, timeouts, resets, ok: total - timeouts - resets } as const

/** What fails is counted, and changes no percentile of what did not. */
export const failures: Check = {
  id: 'A19',
  title: 'Timeouts and resets are counted, and no percentile is better or worse for them',
  setup: '200/s for 2 s; service 10 ms; each 20th never answered (timeout 400 ms), each 61st reset',
  run: async (bench) =>
    compareFailures(
      await bench.fire({
        acts: [{ requests: total, delays: [service], silentEvery, resetEvery }],
        profile: { timeout: '400ms', phases: [{ name: 'failures', rate: { per: '200/s', for: '2s' } }] },
      }),
    ),
}

export function compareFailures(measured: Measured): readonly Row[] {
  const { run, observations, noise } = measured
  const { counts, distributions, errors } = run
  const response = distributions.response_time?.all
  const timedOut = observations.filter(isSent).filter(({ outcome }) => outcome.kind === 'timed-out')
  const listed = errors.reduce((sum, { count }) => sum + count, 0)
  return [
    countRow('sent', total, counts.sent),
    countRow('timed out', timeouts, counts.timedOut),
    countRow('reset', resets, counts.transportError),
    countRow('listed as errors', timeouts + resets, listed),
    countRow('in the percentiles', countsOfA19.ok, response?.count),
    ...percentileRows(
      'response of the rest',
      Array.from({ length: countsOfA19.ok }, () => service),
      response,
      ['p50', 'p90', 'p99'],
      { relative: 0.01, floor: usualFloor },
      noise,
    ),
    compare({
      what: 'given up after',
      unit: 'µs',
      claimed: timeout,
      measured: quantile(timedOut.map(responseTime), 500),
      tolerance: 2 * usualFloor,
      noise: noise.at(90),
    }),
  ]
}
