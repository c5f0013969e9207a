import { describe, expect, it } from 'vitest'
import { BusyEnvironments } from '../../../lib/summary/busy-environments.ts'
import { fromMillis } from '../../../lib/model/time.ts'
import { sentInMillis } from '../../support/observations.ts'

function peakOf(...intervals: readonly (readonly [sent: number, end: number, phase?: number])[]): number {
  const busy = new BusyEnvironments()
  for (const [sent, end, phase = 0] of intervals) busy.add(sentInMillis({ sent, end, phase }))
  return busy.peak()
}

describe('the peak of busy environments', () => {
  it('is the most invocations that ran at one instant', () => {
    expect(peakOf([0, 10], [5, 20], [9, 12], [11, 30])).toBe(3)
  })

  it('does not count one that ends when another begins', () => {
    expect(peakOf([0, 10], [10, 20], [20, 30])).toBe(1)
  })

  it('is the highest of all phases, which never run side by side', () => {
    expect(peakOf([0, 10, 0], [0, 10, 0], [10, 90, 1], [20, 90, 1], [30, 90, 1])).toBe(3)
  })

  it('leaves out the time that an invocation waited on its way to an environment', () => {
    const busy = new BusyEnvironments()
    const report = { form: 'text', duration: fromMillis(10), initDuration: fromMillis(5) } as const
    for (const end of [100, 110, 120]) busy.add(sentInMillis({ sent: 0, end, markers: { report } }))
    // 85 to 100, 95 to 110, 105 to 120
    expect(busy.peak()).toBe(2)
  })

  it('is 0 when nothing ran', () => {
    expect(peakOf()).toBe(0)
  })
})
