import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, percentileRows, usualFloor } from '../measured.ts'

/** µs. */
const delay = fromMillis(50)
export const requestsOfA6 = 40

/** The simplest question of all, which a popular tool gets wrong under a rate limit. */
export const constantDelay: Check = {
  id: 'A6',
  title: 'A constant delay under a rate is that delay, as often as it happened',
  setup: '20/s for 2 s; service 50 ms',
  run: async (bench) =>
    compareConstant(
      await bench.fire({
        acts: [{ requests: requestsOfA6, delays: [delay] }],
        profile: { phases: [{ name: 'constant', rate: { per: '20/s', for: '2s' } }] },
      }),
    ),
}

export function compareConstant({ run, noise }: Measured): readonly Row[] {
  const claimed = Array.from({ length: requestsOfA6 }, () => delay)
  const { response_time: response, service_time: service } = run.distributions
  // ± 2 ms, as the original has it.
  const closeness = { relative: 0, floor: 2_000 }
  return [
    countRow('observations', requestsOfA6, response?.all?.count),
    ...percentileRows('response', claimed, response?.all, ['p50', 'p90'], closeness, noise),
    ...percentileRows('service', claimed, service?.all, ['p50', 'p90'], closeness, noise),
  ]
}

/** Delays with digits that coarse units lose; p50 and p90 are in the middle of theirs. µs. */
const longDelays = [fromMillis(1_400), fromMillis(1_400), fromMillis(3_430)] as const
export const requestsOfA16 = 21

/** Rounding to milliseconds, or to two digits, shows in long delays. */
export const longConstantDelay: Check = {
  id: 'A16',
  title: 'Long delays keep their digits',
  setup: '21 within 1 s; service 1.4 s for two of three, 3.43 s for the third',
  run: async (bench) =>
    compareLongConstant(
      await bench.fire({
        acts: [{ requests: requestsOfA16, delays: longDelays }],
        profile: { phases: [{ name: 'long', rate: { per: `${requestsOfA16}/s`, for: '1s' } }] },
      }),
    ),
}

export function compareLongConstant({ run, noise }: Measured): readonly Row[] {
  const claimed = Array.from(
    { length: requestsOfA16 },
    (_, index) => longDelays[index % longDelays.length] ?? 0,
  )
  const { response_time: response, service_time: service } = run.distributions
  const closeness = { relative: 0.001, floor: 0 }
  return [
    countRow('observations', requestsOfA16, response?.all?.count),
    ...percentileRows(
      'response',
      claimed,
      response?.all,
      ['p50', 'p90', 'max'],
      { relative: 0.001, floor: usualFloor },
      noise,
    ),
    ...percentileRows('service', claimed, service?.all, ['p50', 'p90', 'max'], closeness, noise),
  ]
}
