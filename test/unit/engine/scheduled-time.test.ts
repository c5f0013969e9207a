import { describe, expect, it } from 'vitest'
import { scheduledTime } from '../../../lib/engine/scheduled-time.ts'
import type { Load } from '../../../lib/model/plan.ts'
import { fromSeconds } from '../../../lib/model/time.ts'
import { comparisonPlanWith, loop } from '../../support/comparison-plan.ts'

const phases = (...loads: readonly Load[]) => loads.map((load) => ({ name: 'load', discard: false, load }))

describe('the time that the schedule of a comparison takes', () => {
  it.each<[string, readonly Load[], number]>([
    ['a rate', [{ kind: 'rate', perSecond: 5, duration: fromSeconds(10), arrivals: 'uniform' }], 10],
    ['bursts, from the first to the last', [{ kind: 'burst', size: 5, repeat: 3, every: fromSeconds(2) }], 4],
    [
      'stages, after bursts',
      [
        { kind: 'burst', size: 5, repeat: 2, every: fromSeconds(1) },
        {
          kind: 'stages',
          stages: [
            { duration: fromSeconds(3), perSecond: 5 },
            { duration: fromSeconds(4), perSecond: 0 },
          ],
          arrivals: 'poisson',
        },
      ],
      8,
    ],
    ['a closed loop, which is over when its answers are', [loop(1, 5)], 0],
  ])('is that of %s, for each warm block of each setting', (_, loads, seconds) => {
    // 10 samples in blocks of 5, of three settings.
    const plan = comparisonPlanWith({ base: { phases: phases(...loads) } })
    expect(scheduledTime(plan)).toBe(fromSeconds(2 * 3 * seconds))
  })
})
