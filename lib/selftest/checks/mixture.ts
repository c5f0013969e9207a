import type { Row } from '../../model/selftest.ts'
import { fromMillis } from '../../model/time.ts'
import type { Check } from '../check.ts'
import { countRow, type Measured, percentileRows, usualFloor } from '../measured.ts'
import { mix, type Part } from '../oracle/mixture.ts'

/** No printed percentile is at the edge of a part, where one observation more or less decides. */
const parts: readonly Part[] = [
  { delay: fromMillis(5), count: 600 },
  { delay: fromMillis(20), count: 320 },
  { delay: fromMillis(50), count: 60 },
  { delay: fromMillis(100), count: 14 },
  { delay: fromMillis(250), count: 6 },
]

export const delaysOfA11 = mix(parts)

/** Known parts of known delays. */
export const mixture: Check = {
  id: 'A11',
  title: 'Each printed percentile of a known mixture is its own',
  setup: '250/s for 4 s; 60 % 5 ms, 32 % 20 ms, 6 % 50 ms, 1.4 % 100 ms, 0.6 % 250 ms',
  run: async (bench) =>
    compareMixture(
      await bench.fire({
        acts: [{ requests: delaysOfA11.length, delays: delaysOfA11 }],
        profile: { phases: [{ name: 'mixture', rate: { per: '250/s', for: '4s' } }] },
      }),
    ),
}

export function compareMixture({ run, noise }: Measured): readonly Row[] {
  const { response_time: response, service_time: service } = run.distributions
  const points = ['p50', 'p90', 'p95', 'p99', 'p99_9'] as const
  const closeness = { relative: 0.01, floor: usualFloor }
  return [
    countRow('observations', delaysOfA11.length, response?.all?.count),
    ...percentileRows('response', delaysOfA11, response?.all, points, closeness, noise),
    ...percentileRows('service', delaysOfA11, service?.all, points, closeness, noise),
  ]
}
