import { describe, expect, test } from 'vitest'
import { type BillOptions, createBill } from '../../../lib/cost/bill.ts'
import { estimateCost } from '../../../lib/cost/estimate.ts'
import { pricesFor } from '../../../lib/cost/price-book.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import type { Outcome } from '../../../lib/model/outcome.ts'
import type { Bill } from '../../../lib/model/run.ts'
import { type ReportInMillis, sentWith } from '../../fixtures/invocation.ts'

const x86: BillOptions = { region: 'us-east-1', architecture: 'x86_64', rule: 'current', emulated: false }

function billFor(
  all: readonly Sent[],
  options: Partial<BillOptions> = {},
  discarded: readonly Sent[] = [],
): Bill {
  const recorder = createBill({ ...x86, ...options })
  for (const sent of all) recorder.add(sent, { discarded: false })
  for (const sent of discarded) recorder.add(sent, { discarded: true })
  const cost = recorder.finish()
  if (cost.kind !== 'bill') throw new Error(cost.why)
  return cost
}

const times = (count: number, report: ReportInMillis): readonly Sent[] =>
  Array.from({ length: count }, () => sentWith(report))

const quantities = (bill: Bill): Record<string, number> =>
  Object.fromEntries(bill.items.map(({ name, quantity }) => [name, quantity]))

describe('arithmetic', () => {
  test('1,000 invocations of 100 ms at 128 MB are 12.5 GB-seconds', () => {
    const bill = billFor(times(1_000, { duration: 99.2, billed: 100, memoryMb: 128 }))
    expect(bill.gbSeconds).toBe(12.5)
    expect(quantities(bill)).toEqual({ requests: 1_000, duration: 12.5 })
  })

  test('a million of them cost $0.2083 for duration and $0.20 for requests on x86', () => {
    const bill = billFor(times(1_000, { duration: 99.2, billed: 100, memoryMb: 128 }))
    expect(bill.perMillion).toBeCloseTo(0.2083 + 0.2, 4)
    expect(bill.perInvocation).toBeCloseTo(0.00000040833, 11)
    expect(bill.items.map(({ amount }) => amount)).toEqual([
      expect.closeTo(0.0002, 12),
      expect.closeTo(12.5 * 0.0000166667, 12),
    ])
    expect(bill.total).toBeCloseTo(0.00040833375, 12)
  })

  test('arm64 is charged at its own price', () => {
    const bill = billFor(times(8, { duration: 1_000, billed: 1_000, memoryMb: 1_024 }), {
      architecture: 'arm64',
    })
    expect(bill.items[1]).toEqual({
      name: 'duration',
      quantity: 8,
      unit: 'GB-second',
      unitPrice: 0.0000133334,
      amount: 8 * 0.0000133334,
    })
  })
})

describe('what is charged', () => {
  const outcomes: readonly [Sent['outcome'], number][] = [
    [{ kind: 'ok', status: 200 }, 1],
    [{ kind: 'function-error', errorType: 'TypeError', handled: false }, 1],
    [{ kind: 'timed-out' }, 1],
    [{ kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' }, 0],
    [{ kind: 'service-error', status: 404, name: 'ResourceNotFoundException' }, 0],
    [{ kind: 'transport-error', code: 'ECONNRESET' }, 0],
    [{ kind: 'transport-error', code: 'INTERRUPTED' }, 1],
  ]

  test.each(outcomes)('%o: %d requests', (outcome: Exclude<Outcome, { kind: 'dropped' }>, expected) => {
    expect(quantities(billFor([sentWith(undefined, { outcome })]))['requests']).toBe(expected)
  })

  test('an invocation given up by its caller is a request whose duration is unknown', () => {
    const givenUp = sentWith(undefined, { outcome: { kind: 'timed-out' } })
    const bill = billFor([...times(1, { duration: 100, billed: 100, memoryMb: 1_024 }), givenUp])
    expect(quantities(bill)).toEqual({ requests: 2, duration: 0.1 })
    expect(bill.billedFrom).toEqual({ reported: 1, computed: 0, unknown: 1 })
  })

  test('unknown durations do not make the others look cheaper', () => {
    const known = times(1, { duration: 100, billed: 100, memoryMb: 1_024 })
    const unknown = [sentWith(undefined), sentWith(undefined)]
    expect(billFor([...known, ...unknown]).perMillion).toBeCloseTo(billFor(known).perMillion ?? NaN, 9)
  })

  test('with no duration known there is no price per invocation', () => {
    const bill = billFor([sentWith(undefined)])
    expect(bill).not.toHaveProperty('perMillion')
    expect(bill).not.toHaveProperty('perInvocation')
    expect(bill.total).toBeCloseTo(0.0000002, 12)
  })

  test('warm-up phases are paid for in items of their own and left out of everything per invocation', () => {
    const counted = times(2, { duration: 100, billed: 100, memoryMb: 1_024 })
    const warmUp = times(3, { duration: 1_000, billed: 1_000, memoryMb: 1_024 })
    const bill = billFor(counted, {}, warmUp)
    expect(quantities(bill)).toEqual({
      requests: 2,
      duration: 0.2,
      'warm-up requests': 3,
      'warm-up duration': 3,
    })
    expect(bill.gbSeconds).toBe(0.2)
    expect(bill.perMillion).toBeCloseTo(0.2 + 0.1 * 16.6667, 9)
    expect(bill.total).toBeCloseTo(5 * 0.0000002 + 3.2 * 0.0000166667, 12)
  })
})

describe('memory', () => {
  test('is what the REPORT says, before what the run was told', () => {
    expect(billFor(times(1, { billed: 1_000, memoryMb: 2_048 }), { memoryMb: 128 }).gbSeconds).toBe(2)
    expect(billFor(times(1, { billed: 1_000 }), { memoryMb: 512 }).gbSeconds).toBe(0.5)
  })

  test('without any, the duration is unknown', () => {
    expect(billFor(times(1, { billed: 1_000 })).billedFrom).toEqual({ reported: 0, computed: 0, unknown: 1 })
  })

  test('figures that no bill can hold are unknown too', () => {
    const hostile = [
      ...times(1, { billed: 1_000, memoryMb: 1e300 }),
      ...times(1, { billed: 1_000, memoryMb: 12.0001 }),
      ...times(1, { billed: -5, memoryMb: 128 }),
    ]
    expect(billFor(hostile).billedFrom.unknown).toBe(2)
    expect(billFor(hostile).gbSeconds).toBeCloseTo(12.0001 / 1_024, 12)
  })
})

describe('the two rules for INIT', () => {
  const cold = { duration: 62.14, init: 162.08, billed: 225, memoryMb: 1_024 }

  test('are both shown when they differ', () => {
    const request = 0.0000002
    expect(billFor(times(1, cold)).otherRule).toEqual({
      rule: 'legacy',
      total: expect.closeTo(request + 0.063 * 0.0000166667, 15),
    })
    const legacy = billFor(times(1, cold), { rule: 'legacy' })
    expect(legacy.rule).toBe('legacy')
    expect(legacy.total).toBeCloseTo(request + 0.063 * 0.0000166667, 15)
    expect(legacy.otherRule?.total).toBeCloseTo(request + 0.225 * 0.0000166667, 15)
  })

  test('are one when nothing differs, or when the other one can not be told', () => {
    expect(billFor(times(1, { duration: 2.9, billed: 3, memoryMb: 128 }))).not.toHaveProperty('otherRule')
    expect(billFor(times(1, cold), { runtime: 'image' })).not.toHaveProperty('otherRule')
    expect(billFor(times(1, { init: 162.08, billed: 225, memoryMb: 128 }))).not.toHaveProperty('otherRule')
  })
})

describe('an absent bill', () => {
  const why = (options: Partial<BillOptions>): string => {
    const cost = createBill({ ...x86, ...options }).finish()
    return cost.kind === 'absent' ? cost.why : 'there is one'
  }

  test('names the region that has no confirmed price', () => {
    expect(why({ region: 'il-central-1', architecture: 'arm64' })).toBe(
      'no confirmed list price in USD is known for arm64 in the region il-central-1',
    )
  })

  test('says that no region is known', () => {
    expect(why({ region: undefined })).toMatch(/^no region is known; say which with --region$/u)
    expect(why({ region: undefined, emulated: true })).toMatch(/what AWS would charge/u)
  })
})

test('an estimate before the first send is the bill of that many such invocations', () => {
  const prices = pricesFor('us-east-1', 'x86_64')
  if (prices === undefined) throw new Error('us-east-1 has prices')
  const estimate = estimateCost({ invocations: 1_000_000, memoryMb: 128, billedMsEach: 100, prices })
  expect(estimate).toBeCloseTo(0.2083 + 0.2, 4)
  expect(estimateCost({ invocations: 0, memoryMb: 128, billedMsEach: 100, prices })).toBe(0)
})
