import type { Row } from '../../model/selftest.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, sentIn } from '../measured.ts'
import { countPer, furthest } from '../oracle/spacing.ts'
import { compare } from '../rows.ts'

export const ratesOfA13 = { perSecond: 150, seconds: 3, rampTo: 200, rampSeconds: 2 } as const

/** As many as were asked for, in all and in each second. */
export const rateAccuracy: Check = {
  id: 'A13',
  title: 'The rate is the one that was asked for',
  setup: '150/s for 3 s; a ramp from 0 to 200/s in 2 s; service 1 ms',
  async run(bench) {
    const { perSecond, seconds, rampTo, rampSeconds } = ratesOfA13
    const measured = await bench.fire({
      acts: [{ requests: Infinity, delays: [1_000] }],
      profile: {
        phases: [
          { name: 'rate', rate: { per: `${perSecond}/s`, for: `${seconds}s` } },
          { name: 'ramp', stages: { to: [{ rate: `${rampTo}/s`, for: `${rampSeconds}s` }] } },
        ],
      },
    })
    return compareRates(measured)
  },
}

export function compareRates(measured: Measured): readonly Row[] {
  const { perSecond, seconds, rampTo, rampSeconds } = ratesOfA13
  const arrived = measured.served.map(({ receivedAt }) => receivedAt)
  const total = perSecond * seconds
  // Half a gap before the first, so that one which is late by less stays in its second.
  const from = (arrived[0] ?? 0) - 500_000 / perSecond
  const each = countPer(arrived.slice(0, total), from, 1_000_000, seconds)
  // The integral of a ramp over its first half is a quarter of the whole.
  const ramp = (rampTo * rampSeconds) / 2
  const half = sentIn(measured, 1)
  const begun = half[0]?.scheduledAt ?? 0
  return [
    countRow('rate: sent in all', total, sentIn(measured, 0).length),
    compare({
      what: 'rate: at the server each second',
      unit: 'count',
      claimed: perSecond,
      measured: furthest(each, perSecond),
      tolerance: 1,
      noise: Math.ceil((measured.noise.at(100) * perSecond) / 1_000_000),
      noiseBothWays: true,
    }),
    countRow('ramp: sent in all', ramp, half.length),
    compare({
      what: 'ramp: in its first half',
      unit: 'count',
      claimed: ramp / 4,
      measured: half.filter(({ scheduledAt }) => scheduledAt - begun < (rampSeconds * 1_000_000) / 2).length,
      tolerance: 1,
    }),
    countRow('arrivals at the server', total + ramp, arrived.length),
  ]
}
