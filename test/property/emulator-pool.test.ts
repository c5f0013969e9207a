import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createPool, type EnvironmentId, type PoolLimits } from '../../lib/emulator/pool/pool.ts'

interface Seen {
  readonly functionName: string
  state: 'busy' | 'idle' | 'gone'
  since: number
}

const steps = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 40 }),
    act: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('f', 'g', 'h') },
      { weight: 4, arbitrary: fc.constant('release') },
      { weight: 1, arbitrary: fc.constant('discard') },
      { weight: 1, arbitrary: fc.constant('expire') },
    ),
    pick: fc.nat(),
  }),
  { maxLength: 120 },
)
const limits = fc.record({
  accountConcurrency: fc.integer({ min: 1, max: 12 }),
  maxEnvironments: fc.integer({ min: 1, max: 12 }),
  idleMs: fc.integer({ min: 1, max: 120 }),
})

/** The rules again, naively: a list of environments that is searched from end to end each time. */
function check(limit: PoolLimits, schedule: readonly { after: number; act: string; pick: number }[]): void {
  const pool = createPool(limit)
  const seen = new Map<EnvironmentId, Seen>()
  let now = 0
  const inState = (state: Seen['state']) => [...seen].filter(([, environment]) => environment.state === state)
  const expired = () => inState('idle').filter(([, { since }]) => now - since >= limit.idleMs)

  for (const { after, act, pick } of schedule) {
    now += after
    const busy = inState('busy')
    const [chosen] = busy[pick % Math.max(1, busy.length)] ?? []
    if (act === 'release' || act === 'discard') {
      if (chosen === undefined) continue
      pool[act](chosen, now)
      Object.assign(seen.get(chosen)!, { state: act === 'release' ? 'idle' : 'gone', since: now })
    } else if (act === 'expire') {
      const due = expired().map(([id]) => id)
      expect(new Set(pool.expire(now))).toEqual(new Set(due))
      for (const id of due) seen.get(id)!.state = 'gone'
    } else request(act)
    expect(pool.busy).toBe(inState('busy').length)
    expect(pool.size).toBe(inState('busy').length + inState('idle').length)
    expect(pool.size).toBeLessThanOrEqual(limit.maxEnvironments)
  }

  function request(functionName: string): void {
    const { decision, retire } = pool.acquire(functionName, now)
    const due = expired()
    for (const [, environment] of due) environment.state = 'gone'
    const idle = inState('idle')
    const own = idle.filter(([, environment]) => environment.functionName === functionName)
    const evicted = retire.filter((id) => !due.some(([gone]) => gone === id))
    expect(retire.length).toBe(due.length + evicted.length)
    const full = inState('busy').length + idle.length >= limit.maxEnvironments
    if (inState('busy').length >= limit.accountConcurrency) expect(decision.kind).toBe('throttled')
    else if (own.length > 0) {
      expect(decision.kind).toBe('reuse')
      const latest = Math.max(...own.map(([, { since }]) => since))
      const environment = 'environment' in decision ? seen.get(decision.environment) : undefined
      expect(environment).toMatchObject({ functionName, state: 'idle', since: latest })
      environment!.state = 'busy'
    } else if (full && idle.length === 0)
      expect(decision).toEqual({ kind: 'local-cap', cap: limit.maxEnvironments })
    else {
      expect(evicted.length).toBe(full ? 1 : 0)
      const oldest = Math.min(...idle.map(([, { since }]) => since))
      for (const id of evicted) {
        expect(seen.get(id)).toMatchObject({ state: 'idle', since: oldest })
        seen.get(id)!.state = 'gone'
      }
      expect(decision.kind).toBe('start')
      const id = 'environment' in decision ? decision.environment : 0
      expect(seen.has(id)).toBe(false)
      seen.set(id, { functionName, state: 'busy', since: now })
    }
  }
}

test('over any schedule the pool does what a naive reading of its rules does', () => {
  fc.assert(fc.property(limits, steps, (limit, schedule) => check(limit, schedule)))
})
