import { expect, test } from 'vitest'

import { createPool, type Pool, type PoolLimits } from '../../../../lib/emulator/pool/pool.ts'

const roomy: PoolLimits = { accountConcurrency: 100, maxEnvironments: 100, idleMs: 1_000 }

function decide(pool: Pool, functionName: string, now: number) {
  return pool.acquire(functionName, now).decision
}

test('a request finds the idle environment instead of starting another', () => {
  const pool = createPool(roomy)
  expect(decide(pool, 'f', 0)).toEqual({ kind: 'start', environment: 1 })
  pool.release(1, 10)
  expect(decide(pool, 'f', 20)).toEqual({ kind: 'reuse', environment: 1 })
})

test('requests at once each start an environment', () => {
  const pool = createPool(roomy)
  const environments = [0, 1, 2].map(() => decide(pool, 'f', 0))
  expect(environments.map((decision) => decision.kind)).toEqual(['start', 'start', 'start'])
  expect(pool.busy).toBe(3)
})

test('the environment used most recently goes first', () => {
  const pool = createPool(roomy)
  for (const _ of [1, 2, 3]) decide(pool, 'f', 0)
  pool.release(2, 10)
  pool.release(3, 11)
  pool.release(1, 12)
  expect([1, 2, 3].map(() => decide(pool, 'f', 20))).toEqual(
    [1, 3, 2].map((environment) => ({ kind: 'reuse', environment })),
  )
})

test('an environment serves no other function', () => {
  const pool = createPool(roomy)
  decide(pool, 'f', 0)
  pool.release(1, 10)
  expect(decide(pool, 'g', 20)).toEqual({ kind: 'start', environment: 2 })
})

test('an environment is shut down when it was idle for the whole idle time', () => {
  const pool = createPool(roomy)
  decide(pool, 'f', 0)
  pool.release(1, 10)
  expect(pool.nextExpiry()).toBe(1_010)
  expect(pool.expire(1_009)).toEqual([])
  expect(pool.expire(1_010)).toEqual([1])
  expect(pool.size).toBe(0)
  expect(pool.nextExpiry()).toBeUndefined()
})

test('a request never gets an environment whose idle time is over, even if nobody has looked', () => {
  const pool = createPool(roomy)
  decide(pool, 'f', 0)
  pool.release(1, 10)
  expect(pool.acquire('f', 1_010)).toEqual({ decision: { kind: 'start', environment: 2 }, retire: [1] })
})

test('beyond the account concurrency a request is throttled with its reason, idle or not', () => {
  const pool = createPool({ ...roomy, accountConcurrency: 2 })
  decide(pool, 'f', 0)
  decide(pool, 'g', 0)
  expect(decide(pool, 'f', 1)).toEqual({ kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' })
  pool.release(1, 2)
  expect(decide(pool, 'f', 3)).toEqual({ kind: 'reuse', environment: 1 })
})

test('at the local cap an idle environment of another function makes room', () => {
  const pool = createPool({ ...roomy, maxEnvironments: 2 })
  decide(pool, 'f', 0)
  decide(pool, 'g', 0)
  pool.release(2, 5)
  expect(pool.acquire('f', 6)).toEqual({ decision: { kind: 'start', environment: 3 }, retire: [2] })
})

test('the one idle for longest makes room', () => {
  const pool = createPool({ ...roomy, maxEnvironments: 3 })
  for (const name of ['f', 'g', 'f']) decide(pool, name, 0)
  pool.release(2, 5)
  pool.release(3, 4)
  pool.release(1, 6)
  expect(pool.acquire('h', 7).retire).toEqual([3])
})

test('at the local cap with all busy a request is refused by the cap, not throttled', () => {
  const pool = createPool({ ...roomy, maxEnvironments: 1 })
  decide(pool, 'f', 0)
  expect(decide(pool, 'f', 1)).toEqual({ kind: 'local-cap', cap: 1 })
})

test('a discarded environment leaves its place', () => {
  const pool = createPool({ ...roomy, maxEnvironments: 1 })
  decide(pool, 'f', 0)
  pool.discard(1)
  expect(decide(pool, 'f', 1)).toEqual({ kind: 'start', environment: 2 })
})

test('releasing what is not busy changes nothing', () => {
  const pool = createPool(roomy)
  pool.release(9, 0)
  expect(pool.size).toBe(0)
})
