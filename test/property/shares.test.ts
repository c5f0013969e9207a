import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arrival, ClosedWorkload, Workload } from '../../lib/model/arrival.ts'
import type { Load } from '../../lib/model/plan.ts'
import { micros } from '../../lib/model/time.ts'
import { plannedArrivals, workload } from '../../lib/shapes/index.ts'
import { createRandom } from '../../lib/stats/prng.ts'

const spacing = fc.constantFrom('uniform' as const, 'poisson' as const)
const duration = fc.nat({ max: 5_000_000 }).map(micros)
const perSecond = fc.oneof(fc.nat({ max: 200 }), fc.double({ min: 0.01, max: 200, noNaN: true }))
const count = (max: number) => fc.integer({ min: 1, max })

const openLoad: fc.Arbitrary<Load> = fc.oneof(
  fc.record({ kind: fc.constant('burst' as const), size: count(50), repeat: count(10), every: duration }),
  fc.record({ kind: fc.constant('rate' as const), perSecond, duration, arrivals: spacing }),
  fc.record({
    kind: fc.constant('stages' as const),
    stages: fc.array(fc.record({ duration, perSecond }), { maxLength: 5 }),
    arrivals: spacing,
  }),
)

const closedLoad = fc.record({
  kind: fc.constant('closed' as const),
  concurrency: count(300),
  requests: count(10_000),
  thinkTime: duration,
})

function open(load: Load, index: number, of: number, seed: number): { arrivals: Arrival[]; total: number } {
  const work = workload(load, { index, of }, createRandom(seed))
  if (work.kind !== 'open') throw new Error('not an open load')
  return { arrivals: [...work.arrivals], total: work.total }
}

const shares = (load: Load, of: number): Workload[] =>
  Array.from({ length: of }, (_, index) => workload(load, { index, of }, createRandom(0)))

describe('the shares of an open load', () => {
  it('partition one schedule: each arrival is fired once, with its number and instant unchanged', () => {
    fc.assert(
      fc.property(openLoad, count(8), fc.nat(), (load, of, seed) => {
        const whole = open(load, 0, 1, seed)
        const parts = Array.from({ length: of }, (_, index) => open(load, index, of, seed))
        for (const [index, part] of parts.entries()) {
          expect(part.arrivals.every(({ seq }) => seq % of === index)).toBe(true)
          expect(part.total).toBe(part.arrivals.length)
        }
        const merged = parts.flatMap(({ arrivals }) => arrivals).sort((a, b) => a.seq - b.seq)
        expect(merged).toEqual(whole.arrivals)
        expect(plannedArrivals(load, createRandom(seed))).toBe(whole.total)
      }),
      { numRuns: 200 },
    )
  })

  it('are in order of time, numbered from 0, and before the end', () => {
    fc.assert(
      fc.property(openLoad, fc.nat(), (load, seed) => {
        const { arrivals } = open(load, 0, 1, seed)
        const end = endOf(load)
        for (const [index, { seq, at }] of arrivals.entries()) {
          expect(seq).toBe(index)
          expect(Number.isSafeInteger(at)).toBe(true)
          expect(at).toBeGreaterThanOrEqual(arrivals[index - 1]?.at ?? 0)
          expect(at).toBeLessThan(end)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('the shares of a closed load', () => {
  it('add up to its concurrency and requests, none with requests but no concurrency', () => {
    fc.assert(
      fc.property(closedLoad, count(20), (load, of) => {
        const parts = shares(load, of).filter((part): part is ClosedWorkload => part.kind === 'closed')
        expect(parts).toHaveLength(of)
        expect(sum(parts.map(({ concurrency }) => concurrency))).toBe(load.concurrency)
        expect(sum(parts.map(({ requests = 0 }) => requests))).toBe(load.requests)
        for (const { concurrency, requests = 0 } of parts) {
          expect(requests).toBeGreaterThanOrEqual(concurrency * Math.floor(load.requests / load.concurrency))
          expect(requests).toBeLessThanOrEqual(concurrency * Math.ceil(load.requests / load.concurrency))
        }
      }),
    )
  })
})

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

function endOf(load: Load): number {
  switch (load.kind) {
    case 'burst':
      return load.repeat * load.every + 1
    case 'rate':
      return load.duration
    case 'stages':
      return sum(load.stages.map((stage) => stage.duration))
    case 'closed':
      return Infinity
    default:
      return load satisfies never
  }
}
