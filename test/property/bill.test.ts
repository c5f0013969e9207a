import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBill } from '../../lib/cost/bill.ts'
import type { Sent } from '../../lib/model/observation.ts'
import type { Bill } from '../../lib/model/run.ts'
import { sentWith } from '../fixtures/invocation.ts'

interface Fired {
  readonly sent: Sent
  readonly discarded: boolean
}

const millis = fc.integer({ min: 0, max: 90_000_000 }).map((hundredths) => hundredths / 100)
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })

const report = fc
  .record({
    duration: optional(millis),
    init: optional(millis),
    billed: optional(fc.integer({ min: 0, max: 900_000 })),
    memoryMb: optional(fc.integer({ min: 128, max: 10_240 })),
  })
  .map(({ duration, init, billed, memoryMb }) => ({
    ...(duration !== undefined && { duration }),
    ...(init !== undefined && { init }),
    ...(billed !== undefined && { billed }),
    ...(memoryMb !== undefined && { memoryMb }),
  }))

const outcome = fc.constantFrom<Sent['outcome']>(
  { kind: 'ok', status: 200 },
  { kind: 'function-error', errorType: 'E', handled: false },
  { kind: 'timed-out' },
  { kind: 'throttled', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
)

const fired: fc.Arbitrary<Fired> = fc
  .tuple(report, outcome, fc.boolean())
  .map(([fields, how, discarded]) => ({ sent: sentWith(fields, { outcome: how }), discarded }))

const rule = fc.constantFrom('current' as const, 'legacy' as const)

function billOf(all: readonly Fired[], initBilling: 'current' | 'legacy'): Bill {
  const recorder = createBill({
    region: 'eu-west-1',
    architecture: 'arm64',
    rule: initBilling,
    memoryMb: 512,
    emulated: true,
  })
  for (const { sent, discarded } of all) recorder.add(sent, { discarded })
  const cost = recorder.finish()
  if (cost.kind !== 'bill') throw new Error(cost.why)
  return cost
}

/** Exact MB·ms behind a quantity in GB-seconds. */
const asInteger = (gbSeconds: number): number => Math.round(gbSeconds * 1_024 * 1_000)

function quantity(bill: Bill, name: string): number {
  const found = bill.items.find((item) => item.name === name)?.quantity ?? 0
  return name.endsWith('duration') ? asInteger(found) : found
}

test('the bill of two runs is the sum of their bills', () => {
  fc.assert(
    fc.property(fc.array(fired), fc.array(fired), rule, (a, b, initBilling) => {
      const [whole, first, second] = [[...a, ...b], a, b].map((all) => billOf(all, initBilling))
      if (whole === undefined || first === undefined || second === undefined) throw new Error('three bills')
      for (const name of ['requests', 'duration', 'warm-up requests', 'warm-up duration']) {
        expect(quantity(whole, name)).toBe(quantity(first, name) + quantity(second, name))
      }
      expect(whole.total).toBeCloseTo(first.total + second.total, 9)
      for (const from of ['reported', 'computed', 'unknown'] as const) {
        expect(whole.billedFrom[from]).toBe(first.billedFrom[from] + second.billedFrom[from])
      }
    }),
  )
})

test('the order of invocations does not matter', () => {
  fc.assert(
    fc.property(fc.array(fired), rule, (all, initBilling) => {
      expect(billOf(all.toReversed(), initBilling)).toEqual(billOf(all, initBilling))
    }),
  )
})

test('leaving INIT unbilled never costs more, for lines that are printed consistently', () => {
  const consistent = fc.tuple(millis, optional(millis)).map(([duration, init]): Fired => {
    const fields = { duration, memoryMb: 1_024, ...(init !== undefined && { init }) }
    return { sent: sentWith(fields), discarded: false }
  })
  fc.assert(
    fc.property(fc.array(consistent), (all) => {
      expect(billOf(all, 'legacy').total).toBeLessThanOrEqual(billOf(all, 'current').total)
    }),
  )
})
