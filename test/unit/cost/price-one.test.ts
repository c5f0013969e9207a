import { describe, expect, it } from 'vitest'
import { createBill } from '../../../lib/cost/bill.ts'
import { createPriceOne } from '../../../lib/cost/price-one.ts'
import { sentWith } from '../../fixtures/invocation.ts'

const facts = { region: 'us-east-1', architecture: 'x86_64', rule: 'current', memoryMb: 512 } as const

describe('the price of one invocation', () => {
  const priceOne = createPriceOne(facts)

  it('is memory times billed time at list price, and the request charge', () => {
    // 0.5 GB × 0.1 s × $0.0000166667 + $0.0000002.
    expect(priceOne?.(sentWith({ duration: 99.5, billed: 100 }))).toBeCloseTo(0.000_001_033_335, 15)
  })

  it('goes by the memory that the invocation itself tells', () => {
    expect(priceOne?.(sentWith({ duration: 99.5, billed: 100, memoryMb: 1_024 }))).toBeCloseTo(
      0.000_001_866_67,
      15,
    )
  })

  it('is unknown where the billed time is, and where nothing is charged', () => {
    expect(priceOne?.(sentWith(undefined))).toBeUndefined()
    const throttled = { outcome: { kind: 'throttled', reason: 'x' } } as const
    expect(priceOne?.(sentWith({ duration: 1, billed: 1 }, throttled))).toBeUndefined()
  })

  it('is none in a region without a confirmed price', () => {
    expect(createPriceOne({ ...facts, region: 'mars-north-1' })).toBeUndefined()
    expect(createPriceOne({ architecture: 'x86_64', rule: 'current' })).toBeUndefined()
  })

  it('comes, on average, to what a bill says of a million', () => {
    const all = [3, 50, 700].map((billed) => sentWith({ duration: billed - 0.5, billed, init: 80 }))
    const bill = createBill({ ...facts, emulated: false })
    for (const one of all) bill.add(one, { discarded: false })
    const cost = bill.finish()
    const sum = all.reduce((total, one) => total + (priceOne?.(one) ?? Number.NaN), 0)
    expect(cost).toMatchObject({ kind: 'bill' })
    if (cost.kind === 'bill') expect((sum / 3) * 1_000_000).toBeCloseTo(cost.perMillion ?? Number.NaN, 9)
  })
})
