import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Draw } from '../../lib/emulator/pool/draw.ts'
import type { PoolLimits } from '../../lib/emulator/pool/limits.ts'
import { createPool } from '../../lib/emulator/pool/pool.ts'
import type { PoolDeployment } from '../../lib/emulator/pool/resident.ts'
import { type Env, NaivePool } from '../support/naive-pool.ts'
import { deployment, told } from '../support/pool.ts'

type Step = { readonly after: number; readonly pick: number; readonly n: number; readonly act: Act }
type Act = (typeof ACTS)[number]
const ACTS = [
  'call f',
  'call g',
  'call big',
  'call model',
  'call live',
  'call 1',
  'end',
  'lose',
  'initialised',
  'failed',
  'look',
  'reserve f',
  'reserve g',
  'unreserve f',
  'provision live',
  'provision 1',
  'move live',
  'update f',
] as const

const often = (weight: number, ...acts: Act[]) => ({ weight, arbitrary: fc.constantFrom(...acts) })
const steps = fc.array(
  fc.record({
    after: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 4_000 }) },
    ),
    pick: fc.nat(1_000),
    n: fc.integer({ min: 0, max: 3 }),
    act: fc.oneof(
      often(10, 'call f', 'call g', 'call big', 'call model', 'call live', 'call 1'),
      often(6, 'end'),
      often(5, 'initialised'),
      often(1, 'lose', 'failed', 'look'),
      often(2, 'reserve f', 'reserve g', 'unreserve f'),
      often(3, 'provision live', 'provision 1', 'move live', 'update f'),
    ),
  }),
  { maxLength: 160, size: 'max' },
)

const jitter = fc.constantFrom(0, 0.3, 1)
const limits: fc.Arbitrary<PoolLimits> = fc.record(
  {
    accountConcurrency: fc.integer({ min: 0, max: 9 }),
    scalingPer10s: fc.constantFrom(3, 8, 40),
    requestRateFactor: fc.constantFrom(0.5, 3, 1_000),
    maxEnvironments: fc.integer({ min: 1, max: 9 }),
    roomFor: fc.record({ megabytes: fc.constantFrom(256, 700, 1_300), anyway: fc.constantFrom(0, 2) }),
    idleMs: fc.integer({ min: 1, max: 200 }),
    idleJitter: jitter,
    lifetimeMs: fc.integer({ min: 50, max: 600 }),
    lifetimeJitter: jitter,
    proactiveInit: fc.constantFrom(0, 0.4, 1),
    drainMs: fc.constantFrom(0, 30, 300),
  },
  {
    requiredKeys: [
      'accountConcurrency',
      'scalingPer10s',
      'requestRateFactor',
      'maxEnvironments',
      'idleMs',
      'idleJitter',
      'lifetimeJitter',
      'proactiveInit',
      'drainMs',
    ],
  },
)

/** Evenly spread and the same for the same arguments, which is all that chance must be here. */
const draw: Draw = (chance, environment, nth) => {
  const angle = Math.sin(environment * 12.9898 + nth * 78.233 + chance.length) * 43_758.5453
  return angle - Math.floor(angle)
}

/** What has become of requests, and what was started ahead, over all schedules. */
const seen = new Set<string>()

function runBoth(limit: PoolLimits, schedule: readonly Step[], watch: (world: World) => void): void {
  const pool = createPool<PoolDeployment>(limit, draw)
  const naive = new NaivePool(limit, draw)
  let now = 0
  let revision = 1
  let live = 1
  const latest = () => deployment('f', '$LATEST', revision)

  for (const step of schedule) {
    now += step.after
    const expected = { told: undefined as string | undefined, retire: [] as number[], start: [] as unknown[] }
    const act = (event: () => string | undefined | void) => {
      Object.assign(
        expected,
        naive.at(now, () => event() ?? undefined),
      )
    }
    const onOne = (phases: Env['phase'][], event: (env: Env) => void): number => {
      let id = 0
      act(() => {
        const those = naive.there(...phases)
        const env = those[step.pick % Math.max(1, those.length)]
        if (env !== undefined) event(env)
        id = env?.id ?? 0
      })
      return id
    }
    const call = (target: PoolDeployment, qualifier: string) => {
      act(() => naive.acquire(target, qualifier))
      const { decision, ...orders } = pool.acquire({ deployment: target, qualifier }, now)
      return { told: told(decision), ...orders }
    }
    const provision = (qualifier: string, target: PoolDeployment, n: number) => {
      act(() => naive.provision('f', qualifier, target, n))
      return pool.provision({ functionName: 'f', qualifier, deployment: target }, n, now)
    }
    const reserve = (name: string, n: number | undefined) => {
      act(() => naive.reserve(name, n))
      return pool.reserve(name, n, now)
    }
    const perform = () => {
      switch (step.act) {
        case 'call f':
          return call(latest(), '$LATEST')
        case 'call g':
        case 'call big':
        case 'call model':
          return call(deployment(step.act.slice('call '.length)), '$LATEST')
        case 'call live':
          return call(deployment('f', String(live)), 'live')
        case 'call 1':
          return call(deployment('f', '1'), '1')
        case 'end':
          return pool.release(
            onOne(['busy'], (env) => naive.release(env)),
            now,
          )
        case 'lose':
          return pool.discard(
            onOne(['busy', 'idle', 'held', 'initialising'], (env) => naive.lose(env)),
            now,
          )
        case 'initialised':
          return pool.initialised(
            onOne(['initialising'], (env) => naive.initialised(env)),
            now,
          )
        case 'failed':
          return pool.failed(
            onOne(['initialising'], (env) => naive.failed(env)),
            now,
          )
        case 'look':
          act(() => undefined)
          return pool.advance(now)
        case 'reserve f':
        case 'reserve g':
          return reserve(step.act.slice(-1), step.n)
        case 'unreserve f':
          return reserve('f', undefined)
        case 'provision live':
          return provision('live', deployment('f', String(live)), step.n)
        case 'provision 1':
          return provision('1', deployment('f', '1'), step.n)
        case 'move live':
          live += 1
          return provision('live', deployment('f', String(live)), step.n)
        case 'update f': {
          const old = latest()
          revision += 1
          act(() => naive.drain(old))
          return pool.drain(old, now)
        }
        default:
          return step.act satisfies never
      }
    }
    const got = perform()
    expect({ told: undefined, ...got }).toEqual(expected)
    for (const { why } of got.start) seen.add(why)
    if (expected.told !== undefined) seen.add(expected.told.replace(/ .*/, ''))
    expect([pool.size, pool.busy]).toEqual([naive.living().length, naive.there('busy').length])
    watch({ naive, now, step, nextDue: pool.nextDue() })
  }
}

interface World {
  readonly naive: NaivePool
  readonly now: number
  readonly step: Step
  readonly nextDue: number | undefined
}

test('over any schedule the pool does what a naive reading of its rules does', () => {
  fc.assert(
    fc.property(limits, steps, (limit, schedule) => runBoth(limit, schedule, () => undefined)),
    { numRuns: 400, endOnFailure: true },
  )
  // Else the schedules would have tested less than they are for.
  expect(seen).toEqual(
    new Set([
      'reuse',
      'start',
      'local-cap',
      'ConcurrentInvocationLimitExceeded',
      'ReservedFunctionConcurrentInvocationLimitExceeded',
      'FunctionInvocationRateLimitExceeded',
      'ReservedFunctionInvocationRateLimitExceeded',
      'CallerRateLimitExceeded',
      'provisioned',
      'proactive',
    ]),
  )
}, 120_000)

test('over any schedule nothing idle is kept past its time, and its time is announced', () => {
  const check = ({ naive, now, nextDue }: World): void => {
    for (const env of naive.there('idle')) {
      expect(naive.dueOf(env)).toBeGreaterThan(now)
      if (naive.dueOf(env) < Infinity) expect(nextDue).toBeLessThanOrEqual(naive.dueOf(env))
    }
  }
  fc.assert(fc.property(limits, steps, (limit, schedule) => runBoth(limit, schedule, check)))
}, 60_000)

test('over any schedule no function gets more environments in 10 s than a full bucket and its refill', () => {
  fc.assert(
    fc.property(limits, steps, (limit, schedule) => {
      let starts: NaivePool['starts'] = []
      runBoth(limit, schedule, ({ naive }) => (starts = naive.starts))
      for (const { name, at } of starts) {
        const window = starts.filter(
          (start) => start.name === name && start.at >= at && start.at <= at + 10_000,
        )
        expect(window.length).toBeLessThanOrEqual(2 * limit.scalingPer10s)
      }
    }),
  )
}, 60_000)

test('over any schedule the account runs no more at once than its concurrency', () => {
  fc.assert(
    fc.property(limits, steps, (limit, schedule) =>
      runBoth(limit, schedule, ({ naive }) => {
        expect(naive.there('busy').length).toBeLessThanOrEqual(limit.accountConcurrency)
        const processes = naive.living().filter(({ of }) => of.fn.name !== 'model')
        expect(processes.length).toBeLessThanOrEqual(limit.maxEnvironments)
      }),
    ),
  )
}, 60_000)
