import { describe, expect, it } from 'vitest'
import { BurstSkews } from '../../../lib/summary/burst-skew.ts'
import { fromMillis, micros } from '../../../lib/model/time.ts'
import { sentInMillis } from '../../support/observations.ts'

describe('burst skews', () => {
  it('are last minus first send of each burst, in whatever order their answers came', () => {
    const skews = new BurstSkews(3)
    for (const sent of [2_003, 2_000.5, 2_001]) skews.add(sentInMillis({ at: 2_000, sent }))
    for (const sent of [7, 0]) skews.add(sentInMillis({ at: 0, sent }))
    expect(skews.list()).toEqual([
      { phase: 0, at: 0, size: 2, skew: 7_000 },
      { phase: 0, at: 2_000_000, size: 3, skew: 2_500 },
    ])
  })

  it('leave a burst of one out', () => {
    const skews = new BurstSkews(1)
    skews.add(sentInMillis({ at: 0, sent: 5 }))
    expect(skews.list()).toEqual([])
  })

  it('count an arrival that was dropped towards the end of its burst, not to its size', () => {
    const skews = new BurstSkews(3)
    skews.addDropped(0, micros(0))
    for (const sent of [0, 4]) skews.add(sentInMillis({ at: 0, sent }))
    expect(skews.list()).toEqual([{ phase: 0, at: 0, size: 2, skew: 4_000 }])
  })

  it('take in a burst that never becomes whole', () => {
    const skews = new BurstSkews(50)
    for (const sent of [0, 4]) skews.add(sentInMillis({ at: 0, sent }))
    expect(skews.list()).toEqual([{ phase: 0, at: 0, size: 2, skew: 4_000 }])
    expect(skews.distribution()).toMatchObject({ count: 1, max: 4_000 })
  })

  it('are all in the distribution, the first 1,000 by time in the list, though later bursts end sooner', () => {
    const skews = new BurstSkews(2)
    for (let at = 5_999; at >= 0; at -= 1) {
      for (const sent of [at, at + 7]) skews.add(sentInMillis({ at, sent }))
    }
    expect(skews.list().map(({ at }) => at)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => fromMillis(index)),
    )
    expect(skews.distribution()).toMatchObject({ count: 6_000, min: 7_000, max: 7_000 })
  })

  it('give up waiting for the oldest where parts of tens of thousands of bursts are missing', () => {
    const skews = new BurstSkews(3)
    for (let at = 0; at < 25_000; at += 1) {
      for (const sent of [at, at + 7]) skews.add(sentInMillis({ at, sent }))
    }
    skews.add(sentInMillis({ at: 0, sent: 900 }))
    expect(skews.distribution()).toMatchObject({ count: 25_000, max: 7_000 })
    expect(skews.list()).toHaveLength(1_000)
  })
})
