import { expect, test } from 'vitest'

import type { Pool } from '../../../../lib/emulator/pool/pool.ts'
import type { PoolDeployment } from '../../../../lib/emulator/pool/resident.ts'
import { ask, deployment, newPool, provisionAtOnce } from '../../../support/pool.ts'

const one = deployment('f', '1')
const live = { functionName: 'f', qualifier: 'live', deployment: one }

const started = (orders: ReturnType<Pool<PoolDeployment>['advance']>) =>
  orders.start.map(({ environment, why }) => `${why} ${environment}`)

test('provisioned environments are initialised ahead and serve the most recently used first', () => {
  const pool = newPool()
  expect(started(pool.provision(live, 3, 0))).toEqual(['provisioned 1', 'provisioned 2', 'provisioned 3'])
  for (const id of [2, 1, 3]) pool.initialised(id, 10)
  expect(ask(pool, one, 20, 'live')).toBe('reuse 3')
  pool.release(3, 30)
  expect([1, 2, 3].map(() => ask(pool, one, 40, 'live'))).toEqual(['reuse 3', 'reuse 1', 'reuse 2'])
})

test('none of them serves before all are initialised; until then requests run on demand', () => {
  const pool = newPool()
  pool.provision(live, 2, 0)
  pool.initialised(1, 10)
  expect(pool.provisioned('f', 'live')).toEqual({
    requested: 2,
    allocated: 1,
    available: 0,
    kind: 'in-progress',
  })
  expect(ask(pool, one, 11, 'live')).toBe('start 3')
  pool.initialised(2, 12)
  expect(pool.provisioned('f', 'live')).toEqual({ requested: 2, allocated: 2, available: 2, kind: 'ready' })
  expect(ask(pool, one, 13, 'live')).toBe('reuse 2')
})

test('when all are busy a request spills over to an environment on demand, and comes back', () => {
  const pool = newPool()
  provisionAtOnce(pool, one, 1, 0, 'live')
  expect([1, 2].map(() => ask(pool, one, 1, 'live'))).toEqual(['reuse 1', 'start 2'])
  pool.release(2, 5)
  pool.release(1, 6)
  expect([1, 2].map(() => ask(pool, one, 7, 'live'))).toEqual(['reuse 1', 'reuse 2'])
})

test('beyond ten requests per second for each of them requests spill over too', () => {
  const pool = newPool({ requestRateFactor: 10, accountConcurrency: 1_000 })
  provisionAtOnce(pool, one, 1, 0, 'live')
  for (let i = 0; i < 10; i += 1) {
    expect(ask(pool, one, 0, 'live')).toBe('reuse 1')
    pool.release(1, 0)
  }
  expect(ask(pool, one, 99, 'live')).toBe('start 2')
  expect(ask(pool, one, 100, 'live')).toBe('reuse 1')
})

test('only invocations by the qualifier use them, or by an alias of a version that has some', () => {
  const pool = newPool()
  provisionAtOnce(pool, one, 2, 0, '1')
  expect(ask(pool, deployment('f'), 1)).toBe('start 3')
  expect(ask(pool, one, 1, 'live')).toBe('reuse 2')
  expect(ask(pool, deployment('f', '2'), 1, '1')).toBe('start 4')
  provisionAtOnce(pool, deployment('g', '1'), 1, 2, 'live')
  expect(ask(pool, deployment('g', '1'), 3, '1')).toBe('start 6')
})

test('they are kept however long nobody comes', () => {
  const pool = newPool({ idleMs: 10 })
  provisionAtOnce(pool, one, 2, 0, 'live')
  expect(pool.nextDue()).toBeUndefined()
  expect(pool.advance(1e9)).toEqual({ retire: [], start: [] })
  expect(ask(pool, one, 1e9, 'live')).toBe('reuse 2')
})

test('one that is lost is replaced at once, and stays the group’s concurrency', () => {
  const pool = newPool()
  pool.reserve('f', 2, 0)
  provisionAtOnce(pool, one, 2, 0, 'live')
  ask(pool, one, 1, 'live')
  const orders = pool.discard(2, 2)
  expect([orders.retire, started(orders)]).toEqual([[2], ['provisioned 3']])
  expect(pool.provisioned('f', 'live')).toMatchObject({ allocated: 1, available: 1, kind: 'ready' })
  expect(ask(pool, deployment('f'), 3)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded')
  pool.initialised(3, 4)
  expect(ask(pool, one, 5, 'live')).toBe('reuse 3')
})

test('one past its lifetime is replaced when it isn’t busy', () => {
  const pool = newPool({ lifetimeMs: 1_000 })
  provisionAtOnce(pool, one, 2, 0, 'live')
  ask(pool, one, 10, 'live')
  const due = pool.advance(1_000)
  expect([due.retire, started(due)]).toEqual([[1], ['provisioned 3']])
  const released = pool.release(2, 1_500)
  expect([released.retire, started(released)]).toEqual([[2], ['provisioned 4']])
})

test('after an INIT that could not be run the next waits, longer each time, up to a minute', () => {
  const pool = newPool()
  pool.provision(live, 1, 0)
  const pauses: number[] = []
  let now = 0
  for (let id = 1; id <= 9; id += 1) {
    expect(pool.failed(id, now)).toEqual({ retire: [id], start: [] })
    const due = pool.nextDue()!
    pauses.push(due - now)
    expect(pool.advance(due - 1).start).toEqual([])
    expect(started(pool.advance(due))).toEqual([`provisioned ${id + 1}`])
    now = due
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
  pool.initialised(10, now)
  pool.discard(10, now)
  pool.failed(11, now)
  expect(pool.nextDue()).toBe(now + 1_000)
})

test('those that could be initialised serve while the others wait for another try', () => {
  const pool = newPool()
  pool.provision(live, 2, 0)
  pool.initialised(1, 1)
  pool.failed(2, 2)
  expect(pool.provisioned('f', 'live')).toMatchObject({ allocated: 1, available: 1, kind: 'in-progress' })
  expect(ask(pool, one, 3, 'live')).toBe('reuse 1')
  expect(started(pool.advance(1_002))).toEqual(['provisioned 3'])
  pool.initialised(3, 1_010)
  expect(pool.provisioned('f', 'live').kind).toBe('ready')
})

test('they come at the function’s scaling rate', () => {
  const pool = newPool({ scalingPer10s: 2 })
  expect(started(pool.provision(live, 3, 0))).toEqual(['provisioned 1', 'provisioned 2'])
  expect(pool.nextDue()).toBe(5_000)
  expect(ask(pool, 'f', 10)).toBe('FunctionInvocationRateLimitExceeded 5')
  expect(started(pool.advance(5_000))).toEqual(['provisioned 3'])
})

test('the local cap never takes one away: others make room for them', () => {
  const pool = newPool({ maxEnvironments: 2 })
  ask(pool, 'g', 0)
  ask(pool, 'g', 0)
  pool.release(1, 1)
  const orders = pool.provision(live, 2, 2)
  expect([orders.retire, started(orders)]).toEqual([[1], ['provisioned 3']])
  pool.initialised(3, 3)
  // What this machine has room for is used.
  expect(pool.provisioned('f', 'live')).toEqual({
    requested: 2,
    allocated: 1,
    available: 1,
    kind: 'in-progress',
  })
  const released = pool.release(2, 4)
  expect([released.retire, started(released)]).toEqual([[2], ['provisioned 4']])
  pool.initialised(4, 5)
  expect(ask(pool, 'g', 6)).toBe('local-cap')
})

test('fewer of them means that idle ones go at once and busy ones when they end', () => {
  const pool = newPool({ accountConcurrency: 3 })
  provisionAtOnce(pool, one, 3, 0, 'live')
  ask(pool, one, 1, 'live')
  expect(pool.provision(live, 2, 2).retire).toEqual([1])
  ask(pool, one, 3, 'live')
  expect(pool.provision(live, 0, 4)).toEqual({ retire: [], start: [] })
  expect(pool.provisioned('f', 'live')).toEqual({ requested: 0, allocated: 0, available: 0, kind: 'ready' })
  // Both still run, on demand now, so there is room for one more.
  expect([1, 2].map(() => ask(pool, 'g', 5))).toEqual(['start 4', 'ConcurrentInvocationLimitExceeded'])
  expect(pool.release(3, 6).retire).toEqual([3])
  expect(pool.discard(2, 7).retire).toEqual([2])
})

test('more of them leaves those that are there in use', () => {
  const pool = newPool()
  provisionAtOnce(pool, one, 1, 0, 'live')
  expect(started(pool.provision(live, 3, 1))).toEqual(['provisioned 2', 'provisioned 3'])
  pool.initialised(2, 2)
  expect(pool.provisioned('f', 'live')).toEqual({
    requested: 3,
    allocated: 2,
    available: 1,
    kind: 'in-progress',
  })
  expect([1, 2].map(() => ask(pool, one, 3, 'live'))).toEqual(['reuse 1', 'start 4'])
})

test('for another deployment all are made anew', () => {
  const pool = newPool()
  provisionAtOnce(pool, one, 1, 0, 'live')
  const two = deployment('f', '2')
  const orders = pool.provision({ ...live, deployment: two }, 1, 1)
  expect([orders.retire, orders.start]).toEqual([
    [1],
    [{ environment: 2, deployment: two, why: 'provisioned' }],
  ])
  expect(pool.provisioned('f', 'live').kind).toBe('in-progress')
  pool.initialised(2, 2)
  expect(ask(pool, two, 3, 'live')).toBe('reuse 2')
})

test('they are under way until all are initialised, and as long as the scaling rate holds some back', () => {
  const pool = newPool({ scalingPer10s: 1 })
  expect(pool.isProvisioning()).toBe(false)
  pool.provision(live, 2, 0)
  expect(pool.isProvisioning()).toBe(true)
  pool.initialised(1, 1)
  expect(pool.isProvisioning()).toBe(true)
  expect(started(pool.advance(10_000))).toEqual(['provisioned 2'])
  expect(pool.isProvisioning()).toBe(true)
  pool.initialised(2, 10_001)
  expect(pool.isProvisioning()).toBe(false)
})

test('what this machine has no room for, or can not initialise, is not under way', () => {
  const small = newPool({ maxEnvironments: 1 })
  small.provision(live, 2, 0)
  small.initialised(1, 1)
  expect(small.isProvisioning()).toBe(false)
  const failing = newPool()
  failing.provision(live, 2, 0)
  failing.failed(1, 1)
  expect(failing.isProvisioning()).toBe(true)
  failing.initialised(2, 2)
  expect(failing.isProvisioning()).toBe(false)
})
