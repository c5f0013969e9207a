import { expect, test } from 'vitest'

import { ask, deployment, newPool, provisionAtOnce } from '../../../support/pool.ts'

// Which throttle comes when; the reasons are AWS's.

const ACCOUNT = 'ConcurrentInvocationLimitExceeded'
const RESERVED = 'ReservedFunctionConcurrentInvocationLimitExceeded'
const SCALING = 'FunctionInvocationRateLimitExceeded'

test('beyond the account concurrency a request is throttled, idle environment or not', () => {
  const pool = newPool({ accountConcurrency: 2 })
  ask(pool, 'f', 0)
  ask(pool, 'g', 0)
  expect(ask(pool, 'f', 1)).toBe(ACCOUNT)
  pool.release(1, 2)
  expect(ask(pool, 'f', 3)).toBe('reuse 1')
  expect(ask(pool, 'f', 3)).toBe(ACCOUNT)
})

test('a function with reserved concurrency has no more than that, whatever the account has', () => {
  const pool = newPool({ accountConcurrency: 100 })
  pool.reserve('f', 2, 0)
  expect([1, 2, 3].map(() => ask(pool, 'f', 1))).toEqual(['start 1', 'start 2', RESERVED])
  expect(ask(pool, 'g', 1)).toBe('start 3')
})

test('what is reserved is taken from all others and kept for the one', () => {
  const pool = newPool({ accountConcurrency: 5 })
  pool.reserve('f', 3, 0)
  expect(['g', 'h', 'g'].map((name) => ask(pool, name, 1))).toEqual(['start 1', 'start 2', ACCOUNT])
  expect([1, 2, 3].map(() => ask(pool, 'f', 1))).toEqual(['start 3', 'start 4', 'start 5'])
})

test('a reserved concurrency of 0 throttles everything', () => {
  const pool = newPool()
  ask(pool, 'f', 0)
  pool.release(1, 1)
  pool.reserve('f', 0, 2)
  expect(ask(pool, 'f', 3)).toBe(RESERVED)
  pool.reserve('f', undefined, 4)
  expect(ask(pool, 'f', 5)).toBe('reuse 1')
})

test('running invocations count on the right side when a reservation comes or goes', () => {
  const pool = newPool({ accountConcurrency: 4 })
  ask(pool, 'f', 0)
  ask(pool, 'f', 0)
  pool.reserve('f', 2, 1)
  expect(ask(pool, 'f', 2)).toBe(RESERVED)
  expect(['g', 'g', 'g'].map((name) => ask(pool, name, 2))).toEqual(['start 3', 'start 4', ACCOUNT])
  pool.reserve('f', undefined, 3)
  pool.release(1, 4)
  expect([1, 2].map(() => ask(pool, 'g', 5))).toEqual(['start 5', ACCOUNT])
})

test('the account never runs more than its concurrency, even right after a reservation', () => {
  const pool = newPool({ accountConcurrency: 2 })
  ask(pool, 'g', 0)
  ask(pool, 'g', 0)
  pool.reserve('f', 1, 1)
  expect(ask(pool, 'f', 2)).toBe(ACCOUNT)
  pool.release(1, 3)
  expect(ask(pool, 'g', 4)).toBe(ACCOUNT)
  expect(ask(pool, 'f', 4)).toBe('start 3')
})

test('a function gets so many new environments and then one for each tenth part of a second more', () => {
  const pool = newPool({ scalingPer10s: 100, accountConcurrency: 1_000, maxEnvironments: 1_000 })
  const first = Array.from({ length: 101 }, () => ask(pool, 'f', 0))
  expect(first.filter((told) => told.startsWith('start'))).toHaveLength(100)
  expect(first.at(-1)).toBe(`${SCALING} 1`)
  expect([99, 100, 100, 250].map((now) => ask(pool, 'f', now))).toEqual([
    `${SCALING} 1`,
    'start 101',
    `${SCALING} 1`,
    'start 102',
  ])
  expect(ask(pool, 'g', 250)).toBe('start 103')
})

test('the scaling rate is never saved up beyond its window', () => {
  const pool = newPool({ scalingPer10s: 4 })
  const starts = (now: number) =>
    [1, 2, 3, 4, 5, 6].map(() => ask(pool, 'f', now)).filter((told) => told.startsWith('start'))
  expect(starts(0)).toHaveLength(4)
  expect(starts(2_500)).toHaveLength(1)
  expect(starts(90_000)).toHaveLength(4)
})

test('the scaling rate says how many seconds to wait, and doesn’t count for what is reused', () => {
  const pool = newPool({ scalingPer10s: 2 })
  ask(pool, 'f', 0)
  ask(pool, 'f', 0)
  pool.release(1, 1)
  expect(ask(pool, 'f', 2)).toBe('reuse 1')
  // One comes each 5 s, the next at 5,000.
  expect(ask(pool, 'f', 2)).toBe(`${SCALING} 5`)
  expect(ask(pool, 'f', 2_500)).toBe(`${SCALING} 3`)
  expect(ask(pool, 'f', 5_000)).toBe('start 3')
})

test('requests per second are bounded by ten times the unreserved concurrency, over all functions', () => {
  const pool = newPool({ accountConcurrency: 5, requestRateFactor: 10 })
  pool.reserve('r', 3, 0)
  // 2 unreserved: 20 a second, one each 50 ms.
  const quick = (name: string, now: number) => {
    const decision = ask(pool, name, now)
    const id = Number(decision.split(' ')[1])
    if (/^(start|reuse)/.test(decision)) pool.release(id, now)
    return decision.split(' ')[0]
  }
  const burst = Array.from({ length: 21 }, (_, i) => quick(i % 2 === 0 ? 'f' : 'g', 0))
  expect(burst.slice(0, 20).every((kind) => kind === 'start' || kind === 'reuse')).toBe(true)
  expect(burst[20]).toBe('CallerRateLimitExceeded')
  expect(quick('f', 49)).toBe('CallerRateLimitExceeded')
  expect(quick('g', 50)).toBe('reuse')
  expect(quick('f', 50)).toBe('CallerRateLimitExceeded')
})

test('requests per second of a function with reserved concurrency are bounded by ten times that', () => {
  const pool = newPool({ requestRateFactor: 10 })
  pool.reserve('f', 1, 0)
  const seen: string[] = []
  for (let i = 0; i < 11; i += 1) {
    seen.push(ask(pool, 'f', 0))
    pool.release(1, 0)
  }
  expect(seen.slice(1, 10)).toEqual(Array.from({ length: 9 }, () => 'reuse 1'))
  expect(seen[10]).toBe('ReservedFunctionInvocationRateLimitExceeded 1')
  expect(ask(pool, 'f', 100)).toBe('reuse 1')
  expect(ask(pool, 'g', 100)).toBe('start 2')
})

test('what is throttled for concurrency spends no request', () => {
  const pool = newPool({ requestRateFactor: 2 })
  pool.reserve('f', 1, 0)
  ask(pool, 'f', 0)
  for (let i = 0; i < 50; i += 1) expect(ask(pool, 'f', 0)).toBe(RESERVED)
  pool.release(1, 0)
  expect(ask(pool, 'f', 0)).toBe('reuse 1')
})

test('provisioned concurrency takes from the unreserved, and its spill-over comes out of the rest', () => {
  const pool = newPool({ accountConcurrency: 3 })
  provisionAtOnce(pool, deployment('f', '1'), 1, 0)
  expect([1, 2].map(() => ask(pool, deployment('f', '1'), 1))).toEqual(['reuse 1', 'start 2'])
  expect(['g', 'g'].map((name) => ask(pool, name, 1))).toEqual(['start 3', ACCOUNT])
})

test('where the whole reserved concurrency is provisioned, other qualifiers are throttled', () => {
  const pool = newPool()
  pool.reserve('f', 2, 0)
  const published = deployment('f', '1')
  provisionAtOnce(pool, published, 2, 0, 'live')
  expect(ask(pool, deployment('f'), 1)).toBe(RESERVED)
  expect(ask(pool, published, 1, '1')).toBe(RESERVED)
  expect([1, 2, 3].map(() => ask(pool, published, 1, 'live'))).toEqual(['reuse 2', 'reuse 1', RESERVED])
})
