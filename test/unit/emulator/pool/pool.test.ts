import { expect, test } from 'vitest'

import { ask, deployment, newPool } from '../../../support/pool.ts'

test('a request finds the idle environment instead of starting another', () => {
  const pool = newPool()
  expect(ask(pool, 'f', 0)).toBe('start 1')
  pool.release(1, 10)
  expect(ask(pool, 'f', 20)).toBe('reuse 1')
})

test('requests at once each start an environment, and no order comes of it', () => {
  const pool = newPool()
  expect([1, 2, 3].map(() => ask(pool, 'f', 0))).toEqual(['start 1', 'start 2', 'start 3'])
  expect(pool.busy).toBe(3)
  expect(pool.advance(0)).toEqual({ retire: [], start: [] })
})

test('the environment used most recently goes first', () => {
  const pool = newPool()
  for (const _ of [1, 2, 3]) ask(pool, 'f', 0)
  pool.release(2, 10)
  pool.release(3, 11)
  pool.release(1, 12)
  expect([1, 2, 3].map(() => ask(pool, 'f', 20))).toEqual(['reuse 1', 'reuse 3', 'reuse 2'])
})

test('an environment serves no other function, version or revision', () => {
  const pool = newPool()
  ask(pool, deployment('f', '$LATEST', 1), 0)
  pool.release(1, 10)
  expect(ask(pool, 'g', 20)).toBe('start 2')
  expect(ask(pool, deployment('f', '1'), 20)).toBe('start 3')
  expect(ask(pool, deployment('f', '$LATEST', 2), 20)).toBe('start 4')
})

test('a new environment is nobody else’s before it has served', () => {
  const pool = newPool()
  ask(pool, 'f', 0)
  expect(ask(pool, 'f', 1)).toBe('start 2')
  expect(pool.initialised(1, 2)).toEqual({ retire: [], start: [] })
  expect(ask(pool, 'f', 3)).toBe('start 3')
})

test('an environment is retired when it was idle for the whole idle time', () => {
  const pool = newPool({ idleMs: 1_000 })
  ask(pool, 'f', 0)
  pool.release(1, 10)
  expect(pool.nextDue()).toBe(1_010)
  expect(pool.advance(1_009).retire).toEqual([])
  expect(pool.advance(1_010).retire).toEqual([1])
  expect(pool.size).toBe(0)
  expect(pool.nextDue()).toBeUndefined()
})

test('use begins the idle time anew', () => {
  const pool = newPool({ idleMs: 1_000 })
  ask(pool, 'f', 0)
  pool.release(1, 10)
  ask(pool, 'f', 900)
  expect(pool.nextDue()).toBeUndefined()
  pool.release(1, 950)
  expect(pool.advance(1_949).retire).toEqual([])
  expect(pool.advance(1_950).retire).toEqual([1])
})

test('a request never gets an environment whose idle time is over, even if nobody has looked', () => {
  const pool = newPool({ idleMs: 1_000 })
  ask(pool, 'f', 0)
  pool.release(1, 10)
  expect(pool.acquire({ deployment: deployment('f'), qualifier: '$LATEST' }, 1_010)).toEqual({
    decision: { kind: 'start', environment: 2 },
    retire: [1],
    start: [],
  })
})

test('the idle time varies by its jitter, drawn for each time that it is idle', () => {
  const drawn = [0, 0.999, 0.25]
  const pool = newPool({ idleMs: 1_000, idleJitter: 0.2 }, (chance, _, nth) =>
    chance === 'idle' ? drawn[nth - 1]! : 0.5,
  )
  const idleFor: number[] = []
  for (const now of [0, 500, 1_000]) {
    ask(pool, 'f', now)
    pool.release(1, now)
    idleFor.push(pool.nextDue()! - now)
  }
  // 1,000 ms × (1 + 0.2 × (2u − 1)).
  expect(idleFor.map((ms) => ms.toFixed(3))).toEqual(['800.000', '1199.600', '900.000'])
})

test('of several that are due the earliest is retired first', () => {
  const pool = newPool({ idleMs: 1_000 })
  for (const _ of [1, 2, 3]) ask(pool, 'f', 0)
  for (const [id, now] of [
    [3, 1],
    [1, 2],
    [2, 3],
  ] as const) {
    pool.release(id, now)
  }
  expect(pool.advance(5_000).retire).toEqual([3, 1, 2])
})

test('at the local cap an idle environment of another function makes room', () => {
  const pool = newPool({ maxEnvironments: 2 })
  ask(pool, 'f', 0)
  ask(pool, 'g', 0)
  pool.release(2, 5)
  const { decision, retire } = pool.acquire({ deployment: deployment('f'), qualifier: '$LATEST' }, 6)
  expect({ decision, retire }).toEqual({ decision: { kind: 'start', environment: 3 }, retire: [2] })
})

test('the one idle for longest makes room', () => {
  const pool = newPool({ maxEnvironments: 3 })
  for (const name of ['f', 'g', 'f']) ask(pool, name, 0)
  pool.release(3, 4)
  pool.release(2, 5)
  pool.release(1, 6)
  expect(pool.acquire({ deployment: deployment('h'), qualifier: '$LATEST' }, 7).retire).toEqual([3])
})

test('at the local cap with all busy a request is refused by the cap, not throttled', () => {
  const pool = newPool({ maxEnvironments: 1 })
  ask(pool, 'f', 0)
  expect(pool.acquire({ deployment: deployment('f'), qualifier: '$LATEST' }, 1).decision).toEqual({
    kind: 'local-cap',
    cap: 1,
  })
})

test('environments of a model neither count at the local cap nor make room there', () => {
  const pool = newPool({ maxEnvironments: 1 })
  for (const id of [1, 2]) expect(ask(pool, 'model', 0)).toBe(`start ${id}`)
  pool.release(1, 1)
  expect(ask(pool, 'f', 2)).toBe('start 3')
  expect(pool.acquire({ deployment: deployment('f'), qualifier: '$LATEST' }, 3)).toMatchObject({
    decision: { kind: 'local-cap', cap: 1 },
    retire: [],
  })
  expect(ask(pool, 'model', 4)).toBe('reuse 1')
  expect(ask(pool, 'model', 4)).toBe('start 4')
})

test('a function with much memory takes the room of several, and of none where that is not enough', () => {
  const pool = newPool({ roomFor: { megabytes: 640, anyway: 0 } })
  for (const name of ['f', 'f', 'f', 'g', 'g']) ask(pool, name, 0)
  for (const [at, id] of [2, 4, 1].entries()) pool.release(id, at)
  const big = { deployment: deployment('big'), qualifier: '$LATEST' }
  expect(pool.acquire(big, 5)).toMatchObject({ decision: { kind: 'local-cap', cap: 5 }, retire: [] })
  pool.release(3, 6)
  expect(pool.acquire(big, 7)).toMatchObject({
    decision: { kind: 'start', environment: 6 },
    retire: [2, 4, 1, 3],
  })
})

test('a few environments find room whatever memory they have', () => {
  const pool = newPool({ roomFor: { megabytes: 100, anyway: 2 } })
  expect([0, 1, 2].map(() => ask(pool, 'big', 0))).toEqual(['start 1', 'start 2', 'local-cap'])
})

test('a discarded environment is retired and leaves its place', () => {
  const pool = newPool({ maxEnvironments: 1, accountConcurrency: 1 })
  ask(pool, 'f', 0)
  expect(pool.discard(1, 1).retire).toEqual([1])
  expect(ask(pool, 'f', 2)).toBe('start 2')
})

test('events of what is not there, or not at that, change nothing', () => {
  const pool = newPool()
  const nothing = { retire: [], start: [] }
  for (const event of ['release', 'discard', 'initialised', 'failed'] as const) {
    expect(pool[event](9, 0)).toEqual(nothing)
  }
  ask(pool, 'f', 1)
  expect([pool.initialised(1, 2), pool.failed(1, 2)]).toEqual([nothing, nothing])
  pool.release(1, 3)
  expect(pool.release(1, 4)).toEqual(nothing)
  expect([pool.size, pool.busy]).toEqual([1, 0])
})
