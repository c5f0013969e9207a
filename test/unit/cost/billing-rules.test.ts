import { describe, expect, test } from 'vitest'
import { type BillingRule, billedUnder } from '../../../lib/cost/billing-rules.ts'
import type { ProbeFields } from '../../../lib/model/markers.ts'
import { type ReportInMillis, reportOf } from '../../fixtures/invocation.ts'

const probe = (initializationType: string): ProbeFields => ({
  from: 'payload',
  environmentId: 'e1',
  processId: 'p1',
  call: 1,
  initializationType,
})

/** Milliseconds and where they are from. */
function billed(
  rule: BillingRule,
  report: ReportInMillis,
  { runtime, initializationType }: { runtime?: string; initializationType?: string } = {},
): readonly [number, string] | undefined {
  const markers = {
    report: reportOf(report),
    ...(initializationType !== undefined && { probe: probe(initializationType) }),
  }
  const answer = billedUnder(rule, { markers }, { runtime })
  return answer === undefined ? undefined : [answer.micros / 1_000, answer.from]
}

describe('the current rule', () => {
  // Real REPORT lines: Duration, Init Duration, Billed Duration.
  const lines = [
    [62.14, 162.08, 225],
    [1.44, 18.45, 20],
    [1.49, 18.91, 21],
    [55.01, 127.75, 183],
    [133.17, 81.74, 215],
    [79.88, 91.8, 172],
    [1233.96, 463.512, 1698],
    [2.37, 423.98, 427],
    [1.95, 113.58, 116],
    [133.61, 80, 214],
    [3016.78, 84, 3101],
    [3004.92, 111.23, 3117],
  ] as const

  test.each(lines)('rounds the sum of %d and %d ms up once, to %d ms', (duration, init, expected) => {
    expect(billed('current', { duration, init })).toEqual([expected, 'computed'])
    expect(billed('current', { duration, init, billed: expected })).toEqual([expected, 'reported'])
  })

  test('keeps a reported figure that a rounded fraction makes look 1 ms wrong', () => {
    expect(billed('current', { duration: 62.14, init: 162.08, billed: 226 })).toEqual([226, 'reported'])
  })

  test.each([
    [329.177, 503.083, 330, 833],
    [884.7, 3124.8, 885, 4010],
    [3.01, 110.1, 4, 114],
  ])('adds INIT to a line printed before it was billed: %d + %d ms', (duration, init, printed, expected) => {
    expect(billed('current', { duration, init, billed: printed })).toEqual([expected, 'computed'])
  })

  test('adds INIT to a line of the years of 100 ms steps', () => {
    expect(billed('current', { duration: 62.14, init: 162.08, billed: 100 })).toEqual([225, 'computed'])
  })

  test('bills a warm invocation for its Duration, rounded up', () => {
    expect(billed('current', { duration: 2.9 })).toEqual([3, 'computed'])
    expect(billed('current', { duration: 3 })).toEqual([3, 'computed'])
  })

  test('believes a reported bill that was capped at the timeout', () => {
    expect(billed('current', { duration: 3022.91, billed: 3000 })).toEqual([3000, 'reported'])
  })
})

describe('SnapStart', () => {
  test('adds the billed part of the restore to the rounded Duration when the bill is not reported', () => {
    expect(billed('current', { duration: 306.34, restore: 511.25, billedRestore: 303 })).toEqual([
      610,
      'computed',
    ])
    expect(billed('legacy', { duration: 2338.66, restore: 562, billedRestore: 182 })).toEqual([
      2521,
      'computed',
    ])
  })

  test('does not add the restore to a reported bill, which holds it already', () => {
    const report = { duration: 306.34, billed: 610, restore: 511.25, billedRestore: 303 }
    expect(billed('current', report)).toEqual([610, 'reported'])
    expect(billed('legacy', report)).toEqual([610, 'reported'])
  })

  test('is unknown when only the wall-clock time of the restore is told', () => {
    expect(billed('current', { duration: 306.34, restore: 511.25 })).toBeUndefined()
  })
})

describe('the legacy rule', () => {
  const cold = { duration: 62.14, init: 162.08, billed: 225 }

  test('takes INIT out of a line printed today', () => {
    expect(billed('legacy', cold, { runtime: 'nodejs22.x' })).toEqual([63, 'computed'])
  })

  test('believes a line printed under itself', () => {
    expect(billed('legacy', { duration: 884.7, init: 3124.8, billed: 885 })).toEqual([885, 'reported'])
  })

  test.each([
    { runtime: 'provided.al2023' },
    { runtime: 'image' },
    { initializationType: 'provisioned-concurrency' },
  ])('bills INIT of %o', (facts) => {
    expect(billed('legacy', cold, facts)).toEqual([225, 'reported'])
    expect(billed('legacy', { duration: 62.14, init: 162.08, billed: 63 }, facts)).toEqual([225, 'computed'])
  })

  test('bills an INIT of more than 10 s, which AWS runs again inside the invocation', () => {
    expect(billed('legacy', { duration: 100.5, init: 10_000.1, billed: 10_101 })).toEqual([
      10_101,
      'reported',
    ])
    expect(billed('legacy', { duration: 100.5, init: 9_999.9, billed: 10_101 })).toEqual([101, 'computed'])
  })

  test('has nothing to take out of an INIT that was run again: its Duration holds it', () => {
    const report = { duration: 12_079.53, billed: 12_080 }
    expect(billed('legacy', report)).toEqual([12_080, 'reported'])
    expect(billed('current', report)).toEqual([12_080, 'reported'])
  })
})

describe('what is not known', () => {
  test('is undefined, never 0', () => {
    expect(billed('current', {})).toBeUndefined()
    expect(billed('current', { init: 5 })).toBeUndefined()
    expect(billedUnder('current', { markers: {} }, {})).toBeUndefined()
  })

  test('a cold line without Duration can be read under its own rule only', () => {
    expect(billed('current', { init: 162.08, billed: 225 })).toEqual([225, 'reported'])
    expect(billed('legacy', { init: 162.08, billed: 225 })).toBeUndefined()
  })

  test('an environment of Managed Instances is not billed by the millisecond', () => {
    expect(
      billed('current', { duration: 5 }, { initializationType: 'lambda-managed-instances' }),
    ).toBeUndefined()
  })
})
