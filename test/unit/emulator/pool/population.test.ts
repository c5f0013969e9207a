import { expect, test } from 'vitest'

import type { Draw } from '../../../../lib/emulator/pool/draw.ts'
import { ask, deployment, newPool, provisionAtOnce } from '../../../support/pool.ts'

// Lifetimes, environments that nobody waits for, and drains.

const f = { deployment: deployment('f'), qualifier: '$LATEST' }

test('an environment past its lifetime is retired as soon as it isn’t busy', () => {
  const pool = newPool({ lifetimeMs: 1_000 })
  ask(pool, 'f', 0)
  ask(pool, 'f', 10)
  pool.release(1, 400)
  expect(pool.nextDue()).toBe(1_000)
  expect(pool.advance(1_000).retire).toEqual([1])
  expect(pool.advance(2_000).retire).toEqual([])
  expect(pool.release(2, 2_500).retire).toEqual([2])
})

test('the lifetime varies by its jitter, drawn once for each environment', () => {
  const draw: Draw = (chance, environment) => (chance === 'lifetime' ? [0, 0.25][environment - 1]! : 0.5)
  const pool = newPool({ lifetimeMs: 10_000, lifetimeJitter: 0.5 }, draw)
  ask(pool, 'f', 0)
  ask(pool, 'f', 0)
  pool.release(2, 1)
  expect(pool.nextDue()).toBe(7_500)
  pool.release(1, 1)
  expect(pool.nextDue()).toBe(5_000)
})

test('by chance a cold start brings another environment, which no request waits for', () => {
  const draw: Draw = (chance, environment) => (chance === 'proactive' && environment === 2 ? 0.39 : 0.4)
  const pool = newPool({ proactiveInit: 0.4, accountConcurrency: 2 }, draw)
  expect(pool.acquire(f, 0)).toEqual({ decision: { kind: 'start', environment: 1 }, retire: [], start: [] })
  const start = [{ environment: 3, deployment: f.deployment, why: 'proactive' }]
  expect(pool.acquire(f, 0)).toEqual({ decision: { kind: 'start', environment: 2 }, retire: [], start })
  pool.release(1, 1)
  pool.discard(1, 1)
  // It is nobody's before its INIT has ended, and takes no concurrency.
  expect(ask(pool, 'f', 2)).toBe('start 4')
  pool.release(4, 3)
  pool.initialised(3, 4)
  expect(ask(pool, 'f', 5)).toBe('reuse 3')
})

test('at 0 nothing is ever started ahead', () => {
  const pool = newPool({ proactiveInit: 0 }, () => 0)
  expect(pool.acquire(f, 0).start).toEqual([])
})

test('one that nobody waits for takes neither a place at the local cap nor what the scaling rate refuses', () => {
  const certain: Draw = () => 0
  const full = newPool({ proactiveInit: 1, maxEnvironments: 2 }, certain)
  ask(full, 'g', 0)
  full.initialised(2, 1)
  expect(full.acquire(f, 2)).toMatchObject({ decision: { environment: 3 }, retire: [2], start: [] })
  const slow = newPool({ proactiveInit: 1, scalingPer10s: 3 }, certain)
  expect(slow.acquire(f, 0).start).toHaveLength(1)
  expect(slow.acquire(f, 0).start).toEqual([])
  expect(ask(slow, 'f', 1)).toMatch(/^FunctionInvocationRate/)
})

test('one whose INIT could not be run is given up', () => {
  const pool = newPool({ proactiveInit: 1 }, () => 0)
  ask(pool, 'f', 0)
  expect(pool.failed(2, 1)).toEqual({ retire: [2], start: [] })
  expect(pool.nextDue()).toBeUndefined()
})

test('by chance an environment at the end of its life is replaced ahead', () => {
  const draw: Draw = (chance) => ({ replacement: 0.2, proactive: 0.9, idle: 0.5, lifetime: 0.5 })[chance]
  const pool = newPool({ proactiveInit: 0.3, lifetimeMs: 100 }, draw)
  ask(pool, 'f', 0)
  pool.release(1, 10)
  expect(pool.advance(100)).toEqual({
    retire: [1],
    start: [{ environment: 2, deployment: f.deployment, why: 'proactive' }],
  })
})

test('idleness brings no replacement', () => {
  const pool = newPool({ proactiveInit: 1, idleMs: 50, lifetimeMs: 1_000 }, (chance) =>
    chance === 'replacement' ? 0 : 0.5,
  )
  ask(pool, 'f', 0)
  pool.discard(2, 0)
  pool.release(1, 10)
  expect(pool.advance(60)).toEqual({ retire: [1], start: [] })
})

test('idle environments of a replaced deployment go at once, busy ones when they end', () => {
  const pool = newPool()
  ask(pool, 'f', 0)
  ask(pool, 'f', 0)
  pool.release(1, 1)
  expect(pool.drain(deployment('f'), 2).retire).toEqual([1])
  expect(pool.release(2, 3).retire).toEqual([2])
  expect(ask(pool, deployment('f', '$LATEST', 2), 4)).toBe('start 3')
})

test('with a time to drain they serve in place of the new ones until it is over', () => {
  const pool = newPool({ drainMs: 100 })
  for (const _ of [1, 2]) ask(pool, 'f', 0)
  pool.release(1, 1)
  pool.drain(deployment('f'), 10)
  const next = deployment('f', '$LATEST', 2)
  expect(ask(pool, next, 20)).toBe('reuse 1')
  expect(ask(pool, next, 20)).toBe('start 3')
  pool.release(1, 30)
  pool.release(3, 40)
  // Its own first.
  expect([1, 2].map(() => ask(pool, next, 50))).toEqual(['reuse 3', 'reuse 1'])
  pool.release(1, 60)
  expect(pool.nextDue()).toBe(110)
  expect(pool.advance(110).retire).toEqual([1])
  expect(pool.release(2, 120).retire).toEqual([2])
})

test('of several replaced deployments the last one serves first', () => {
  const pool = newPool({ drainMs: 100 })
  const revisions = [1, 2, 3].map((revision) => deployment('f', '$LATEST', revision))
  revisions.forEach((each) => ask(pool, each, 0))
  pool.drain(revisions[0]!, 1)
  pool.drain(revisions[1]!, 2)
  // The first one's was used last.
  for (const [id, now] of [
    [2, 3],
    [1, 4],
  ] as const) {
    pool.release(id, now)
  }
  expect([1, 2, 3].map(() => ask(pool, revisions[2]!, 5))).toEqual(['reuse 2', 'reuse 1', 'start 4'])
})

test('a published version’s environments never serve in place of $LATEST’s', () => {
  const pool = newPool({ drainMs: 100 })
  ask(pool, deployment('f', '1'), 0)
  pool.release(1, 1)
  pool.drain(deployment('f', '1'), 2)
  expect(ask(pool, deployment('f', '$LATEST', 2), 3)).toBe('start 2')
})

test('a request that was aimed at a deployment before it was replaced still gets an environment of it', () => {
  const pool = newPool()
  pool.drain(deployment('f'), 0)
  expect(ask(pool, 'f', 1)).toBe('start 1')
  expect(pool.release(1, 2).retire).toEqual([1])
})

test('what is provisioned, or initialising, of a replaced deployment goes with it', () => {
  const pool = newPool({ drainMs: 100, proactiveInit: 1 }, () => 0)
  const one = deployment('f', '1')
  provisionAtOnce(pool, one, 1, 0, 'live')
  ask(pool, one, 1, '1')
  expect(pool.drain(one, 2)).toEqual({ retire: [1, 3], start: [] })
  expect(pool.provisioned('f', 'live').requested).toBe(0)
})
