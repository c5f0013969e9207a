import { describe, expect, it } from 'vitest'
import { BurstSkews } from '../../../lib/summary/burst-skew.ts'
import { sentInMillis } from '../../support/observations.ts'

describe('burst skews', () => {
  it('are last minus first send of each burst, in whatever order their answers came', () => {
    const skews = new BurstSkews()
    for (const sent of [2_003, 2_000.5, 2_001]) skews.add(sentInMillis({ at: 2_000, sent }))
    for (const sent of [7, 0]) skews.add(sentInMillis({ at: 0, sent }))
    expect(skews.list()).toEqual([
      { phase: 0, at: 0, size: 2, skew: 7_000 },
      { phase: 0, at: 2_000_000, size: 3, skew: 2_500 },
    ])
  })

  it('leave a burst of one out', () => {
    const skews = new BurstSkews()
    skews.add(sentInMillis({ at: 0, sent: 5 }))
    expect(skews.list()).toEqual([])
  })
})
