import { describe, expect, it } from 'vitest'
import type { HealthSample, ThreadSample, ThreadStretch } from '../../../lib/model/health.ts'
import type { SampledHealth } from '../../../lib/model/run.ts'
import { fromMillis } from '../../../lib/model/time.ts'
import { SampledHealthNumbers } from '../../../lib/summary/sampled-health.ts'

const thread = (more: { busy?: number; delayMs?: number; sent?: number } = {}): ThreadSample => ({
  busy: more.busy ?? 0,
  longestDelay: fromMillis(more.delayMs ?? 0),
  sent: more.sent ?? 0,
  late: 0,
  dropped: 0,
  waited: 0,
  inFlight: 0,
})

const stretch = (
  atMs: number,
  overMs: number,
  threads: readonly ThreadStretch[],
  more: { processCores?: number; machine?: number } = {},
): HealthSample => ({ at: fromMillis(atMs), over: fromMillis(overMs), threads, ...more })

function summed(samples: readonly HealthSample[]): SampledHealth | undefined {
  const numbers = new SampledHealthNumbers()
  for (const sample of samples) numbers.add(sample)
  return numbers.finish()
}

describe('the sum of health samples', () => {
  it('is nothing without samples', () => {
    expect(summed([])).toBeUndefined()
  })

  it('weighs means by the lengths of the stretches and names the busiest', () => {
    const samples = [
      stretch(1_000, 1_000, [thread({ busy: 0.2 })], { processCores: 0.5, machine: 0.4 }),
      stretch(4_000, 3_000, [thread({ busy: 0.6 })], { processCores: 1.5, machine: 0.8 }),
    ]
    const sum = summed(samples)
    expect(sum?.samples).toBe(2)
    // (0.2 × 1 + 0.6 × 3) / 4, and so on
    expect(sum?.firingThread.mean).toBeCloseTo(0.5, 12)
    expect(sum?.firingThread.max).toBe(0.6)
    expect(sum?.processCores?.mean).toBeCloseTo(1.25, 12)
    expect(sum?.processCores?.max).toBe(1.5)
    expect(sum?.machine?.mean).toBeCloseTo(0.7, 12)
    expect(sum?.machine?.max).toBe(0.8)
  })

  it('gives of several threads the busiest, and counts the sends of all', () => {
    const sum = summed([
      stretch(1_000, 1_000, [thread({ busy: 0.1, sent: 300 }), thread({ busy: 0.9, sent: 200 })]),
      stretch(2_000, 1_000, [thread({ busy: 0.3, sent: 100 }), thread({ busy: 0.5, sent: 150 })]),
    ])
    expect(sum?.firingThread).toEqual({ mean: 0.7, max: 0.9 })
    expect(sum?.mostSentPerSecond).toBe(500)
  })

  it('says when a thread stood still the longest', () => {
    const sum = summed([
      stretch(1_000, 1_000, [thread({ delayMs: 3 }), thread({ delayMs: 80 })]),
      stretch(2_000, 1_000, [thread({ delayMs: 20 }), thread({ delayMs: 1 })]),
    ])
    expect(sum?.longestDelay).toEqual({ took: 80_000, by: 1_000_000 })
  })

  it('takes no peak from a stretch under half a second, unless there is no longer one', () => {
    const short = stretch(1_100, 100, [thread({ busy: 1, sent: 50 })], { machine: 1 })
    const long = stretch(1_000, 1_000, [thread({ busy: 0.5, sent: 40 })], { machine: 0.5 })
    expect(summed([long, short])).toMatchObject({
      firingThread: { max: 0.5 },
      machine: { max: 0.5 },
      mostSentPerSecond: 40,
    })
    expect(summed([short])).toMatchObject({ firingThread: { max: 1 }, mostSentPerSecond: 500 })
  })

  it('knows a thread by its share and by the length of its own stretch', () => {
    const last = { ...thread({ busy: 1 }), share: 0, over: fromMillis(1) }
    const other = { ...thread({ busy: 0.2, sent: 300 }), share: 1, over: fromMillis(1_000) }
    const before = stretch(900, 900, [{ ...thread({ busy: 0.1 }), share: 0, over: fromMillis(900) }])
    expect(summed([before, stretch(1_000, 1_000, [last, other])])).toMatchObject({
      firingThread: { max: 0.2 },
      mostSentPerSecond: 300,
    })
  })

  it('leaves out what was never told', () => {
    const sum = summed([stretch(1_000, 1_000, [thread()])])
    expect(sum).toEqual({
      samples: 1,
      firingThread: { mean: 0, max: 0 },
      mostSentPerSecond: 0,
      longestDelay: { took: 0, by: 0 },
    })
  })
})
