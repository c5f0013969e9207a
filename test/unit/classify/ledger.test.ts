import { describe, expect, test } from 'vitest'
import { createLedger } from '../../../lib/classify/ledger.ts'
import type { Classification, StartKind } from '../../../lib/model/classification.ts'
import type { Environments } from '../../../lib/model/run.ts'
import { type Told, sentWith } from './sent.ts'

interface Entry extends Told {
  readonly environment?: string
  readonly start?: StartKind
  readonly discarded?: boolean
}

function ledgerOf(
  entries: readonly Entry[],
  limits: Parameters<ReturnType<typeof createLedger>['finish']>[0] = {},
): { environments: Environments; gaps: number[] } {
  const gaps: number[] = []
  const ledger = createLedger({ recordIdleGap: (gap) => gaps.push(gap) })
  for (const { environment, start = 'warm', discarded = false, ...told } of entries) {
    const classification: Classification = {
      start,
      evidence: [],
      ...(environment !== undefined && { environmentId: environment }),
    }
    ledger.add(sentWith(told), classification, { discarded })
  }
  return { environments: ledger.finish(limits, 2), gaps }
}

test('an empty ledger has no environments', () => {
  expect(ledgerOf([])).toEqual({
    gaps: [],
    environments: {
      count: 0,
      maxConcurrent: 2,
      reuse: [],
      overlaps: 0,
      unidentified: 0,
      growth: [],
      list: [],
    },
  })
})

test('counts environments and how often each was reused', () => {
  const { environments } = ledgerOf(['a', 'b', 'a', 'c', 'a', 'c'].map((environment) => ({ environment })))
  expect(environments.count).toBe(3)
  expect(environments.reuse).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ])
})

test('lists environments in order of first use, with what became of them', () => {
  const { environments } = ledgerOf([
    {
      environment: 'b',
      start: 'cold',
      at: 100,
      took: 50,
      report: { maxMemoryUsedMb: 60 },
      probe: { tmpBytes: 5 },
    },
    { environment: 'a', start: 'cold', at: 90, took: 80 },
    {
      environment: 'b',
      start: 'reinitialized',
      at: 200,
      took: 50,
      report: { maxMemoryUsedMb: 40 },
      probe: { tmpBytes: 9 },
    },
  ])
  expect(environments.list).toEqual([
    { id: 'a', invocations: 1, firstStart: 'cold', reinitialized: 0, firstAt: 90_000, lastAt: 170_000 },
    {
      id: 'b',
      invocations: 2,
      firstStart: 'cold',
      reinitialized: 1,
      firstAt: 100_000,
      lastAt: 250_000,
      maxMemoryUsedMb: 60,
      tmpBytes: 9,
    },
  ])
})

test('lists at most 1,000', () => {
  const { environments } = ledgerOf(
    Array.from({ length: 1_001 }, (_, i) => ({ environment: `e${i}`, at: i })),
  )
  expect(environments.count).toBe(1_001)
  expect(environments.list).toHaveLength(1_000)
  expect(environments.list.at(-1)?.id).toBe('e999')
})

describe('discarded phases', () => {
  test('make environments known, but count nothing', () => {
    const { environments, gaps } = ledgerOf([
      { environment: 'a', start: 'cold', at: 0, took: 400, discarded: true },
      { environment: 'b', start: 'cold', at: 0, took: 400, discarded: true },
      { at: 0, discarded: true },
      { environment: 'a', at: 1_000, took: 400 },
    ])
    expect(environments).toMatchObject({ count: 1, reuse: [[1, 1]], unidentified: 0 })
    expect(environments.list).toEqual([
      { id: 'a', invocations: 1, firstStart: 'cold', reinitialized: 0, firstAt: 0, lastAt: 1_400_000 },
    ])
    expect(gaps).toEqual([600_000])
  })
})

describe('idle gaps', () => {
  test('run from the end of one invocation to the sending of the next of the same environment', () => {
    const { gaps } = ledgerOf([
      { environment: 'a', at: 0, took: 100 },
      { environment: 'b', at: 50, took: 100 },
      { environment: 'a', at: 350, took: 100 },
    ])
    expect(gaps).toEqual([250_000])
  })

  test('are nothing where the next was sent before the answer came', () => {
    const short = { report: { duration: sentWith({ took: 40 }).endedAt } }
    const { gaps, environments } = ledgerOf([
      { environment: 'a', at: 0, took: 100, ...short },
      { environment: 'a', at: 90, took: 100, ...short },
    ])
    expect(gaps).toEqual([0])
    expect(environments.overlaps).toBe(0)
  })
})

test('counts invocations that certainly ran beside another one, and gives them no gap', () => {
  const long = { report: { duration: sentWith({ took: 95 }).endedAt } }
  const { gaps, environments } = ledgerOf([
    { environment: 'a', at: 0, took: 100, ...long },
    { environment: 'a', at: 10, took: 100, ...long },
    { environment: 'b', at: 10, took: 100, ...long },
  ])
  expect(environments.overlaps).toBe(1)
  expect(gaps).toEqual([])
})

test('counts what ran without naming an environment, and nothing that did not run', () => {
  const { environments } = ledgerOf([
    {},
    { outcome: { kind: 'function-error', errorType: 'Error', handled: false } },
    { outcome: { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' } },
    { outcome: { kind: 'timed-out' } },
  ])
  expect(environments.unidentified).toBe(2)
})

describe('growth', () => {
  const leaky = (call: number): Entry => ({
    environment: 'a',
    at: call * 1_000,
    probe: { call, tmpBytes: (call - 1) * 12 * 1_048_576 },
    report: { maxMemoryUsedMb: 50 + call, memorySizeMb: 128 },
  })
  const calls = Array.from({ length: 12 }, (_, i) => leaky(i + 1))

  test('of /tmp and of memory is found, against the limits that are given', () => {
    const { growth } = ledgerOf(calls, { tmpMb: 1_024, memoryMb: 256 }).environments
    expect(growth.map(({ of, limitBytes, fullAfter }) => [of, limitBytes, fullAfter])).toEqual([
      ['tmp', 1_073_741_824, 86],
      ['memory', 268_435_456, 206],
    ])
  })

  test('is held against 512 MB and the Memory Size of REPORT when no limits are given', () => {
    const { growth } = ledgerOf(calls).environments
    expect(growth.map(({ limitBytes }) => limitBytes)).toEqual([536_870_912, 134_217_728])
  })

  test('of memory is still found when the leak has ended the process and the high-water mark stays', () => {
    const full = (call: number): Entry => ({
      ...leaky(call),
      report: { maxMemoryUsedMb: 128, memorySizeMb: 128 },
    })
    const later = Array.from({ length: 30 }, (_, i) => full(i + 13))
    const [, memory] = ledgerOf([...calls, ...later]).environments.growth
    expect(memory).toMatchObject({ of: 'memory', bytesPerInvocation: 1_048_576 })
  })

  test('is seen over discarded invocations too', () => {
    const { growth } = ledgerOf(
      calls.slice(0, 3).map((entry, i) => ({ ...entry, discarded: i < 2 })),
    ).environments
    expect(growth.map(({ of }) => of)).toEqual(['tmp'])
  })
})
