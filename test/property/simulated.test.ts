import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { drawMs } from '../../lib/emulator/simulated/draw-ms.ts'
import { createDraws, hexOf } from '../../lib/emulator/simulated/draws.ts'
import { createLife } from '../../lib/emulator/simulated/life.ts'
import type { Distribution } from '../../lib/emulator/simulated/model.ts'
import { noFailures, simulatedFunction } from '../support/simulated-function.ts'

const sampleSize = 4_000

/** How many of a sample lie at or below a value, as a share. */
function shareBelow(distribution: Distribution, seed: number, value: number): number {
  let below = 0
  for (let number = 0; number < sampleSize; number += 1) {
    if (drawMs(distribution, createDraws(`${seed}/${number}`), 'duration') <= value) below += 1
  }
  return below / sampleSize
}

/** Six standard errors of a share: of ten million such comparisons hardly one fails by chance. */
const tolerance = (share: number): number => 6 * Math.sqrt((share * (1 - share)) / sampleSize)

test('lognormal draws have the median and the 99th percentile that they are described by', () => {
  const shapes = fc.record({
    seed: fc.integer(),
    medianMs: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
    spread: fc.double({ min: 1.01, max: 20, noNaN: true }),
  })
  fc.assert(
    fc.property(shapes, ({ seed, medianMs, spread }) => {
      const distribution = { kind: 'lognormal', medianMs, p99Ms: medianMs * spread } as const
      expect(Math.abs(shareBelow(distribution, seed, medianMs) - 0.5)).toBeLessThan(tolerance(0.5))
      expect(Math.abs(shareBelow(distribution, seed, medianMs * spread) - 0.99)).toBeLessThan(tolerance(0.99))
      // One standard deviation above the median: 84.13 % of a normal distribution lie below it.
      const deviation = medianMs * spread ** (1 / 2.3263)
      expect(Math.abs(shareBelow(distribution, seed, deviation) - 0.8413)).toBeLessThan(tolerance(0.8413))
    }),
    { numRuns: 25 },
  )
})

test('uniform draws fill their range evenly', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (seed, share) => {
      const distribution = { kind: 'uniform', fromMs: 40, toMs: 60 } as const
      expect(Math.abs(shareBelow(distribution, seed, 40 + 20 * share) - share)).toBeLessThan(tolerance(share))
    }),
    { numRuns: 25 },
  )
})

test('each sample is drawn as often as the others', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, count) => {
      const ms = Array.from({ length: count }, (_, index) => index)
      for (const value of [0, Math.floor(count / 2)]) {
        const share = (value + 1) / count
        const seen = shareBelow({ kind: 'samples', ms }, seed, value)
        expect(Math.abs(seen - share)).toBeLessThanOrEqual(tolerance(share))
      }
    }),
    { numRuns: 25 },
  )
})

test('what is drawn for one purpose says nothing about another', () => {
  let both = 0
  for (let number = 0; number < sampleSize; number += 1) {
    const draws = createDraws(`invocation/${number}`)
    if (draws.uniform('compute') < 0.5 && draws.uniform('wait') < 0.5) both += 1
  }
  expect(Math.abs(both / sampleSize - 0.25)).toBeLessThan(tolerance(0.25))
})

test('two keys have two hexes, and one key one', () => {
  const keys = Array.from({ length: 50_000 }, (_, number) => `request/1/sim/${number}`)
  expect(new Set(keys.map(hexOf)).size).toBe(keys.length)
  expect(hexOf('request/1/sim/1')).toBe(hexOf('request/1/sim/1'))
})

test('an invocation takes as long and ends as it does, whatever else its environment served before', () => {
  const work = {
    kind: 'share',
    compute: { kind: 'lognormal', medianMs: 10, p99Ms: 80 },
    wait: { kind: 'uniform', fromMs: 0, toMs: 5 },
  } as const
  const fn = simulatedFunction({ work, failures: { ...noFailures, error: 0.3 } })
  const event = { name: 'world', holdMs: 0, text: false }
  const ids = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(ids, fc.nat(), fc.nat(), (others, environment, pick) => {
      const requestId = others[pick % others.length] ?? ''
      const alone = createLife(fn, '$LATEST', 'another', 10_000)
      alone.initialise()
      const expected = alone.invoke({ requestId }, event)
      const life = createLife(fn, '$LATEST', String(environment), 10_000)
      life.initialise()
      const found = others.map((id) => [id, life.invoke({ requestId: id }, event)] as const)
      const { durationMs, outcome } = new Map(found).get(requestId) ?? expected
      expect({ durationMs, outcome }).toEqual({
        durationMs: expected.durationMs,
        outcome: expected.outcome,
      })
    }),
  )
})

test('failures come as often as their rates say', () => {
  const failures = { error: 0.2, exit: 0.1, timeout: 0.05, outOfMemory: 0.15, init: 0.25 }
  const fn = simulatedFunction({ failures })
  const seen = new Map<string, number>()
  let inits = 0
  for (let number = 0; number < sampleSize; number += 1) {
    const life = createLife(fn, '$LATEST', String(number), 10_000)
    if (life.initialise().failure !== undefined) inits += 1
    else {
      const { outcome } = life.invoke({ requestId: String(number) }, { name: '', holdMs: 0, text: false })
      const kind = outcome.kind === 'fatal' ? outcome.ending.outcome : outcome.kind
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
    }
  }
  expect(Math.abs(inits / sampleSize - 0.25)).toBeLessThan(tolerance(0.25))
  const ran = sampleSize - inits
  const shares = { answer: 0.5, error: 0.2, exit: 0.1, timeout: 0.05, 'out-of-memory': 0.15 }
  for (const [kind, share] of Object.entries(shares)) {
    const found = (seen.get(kind) ?? 0) / ran
    expect(Math.abs(found - share)).toBeLessThan(6 * Math.sqrt((share * (1 - share)) / ran))
  }
})
