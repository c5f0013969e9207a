import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Load } from '../../lib/model/plan.ts'
import { micros } from '../../lib/model/time.ts'
import { plannedArrivals } from '../../lib/shapes/index.ts'
import { createRandom } from '../../lib/stats/prng.ts'
import { planWith } from '../support/stored-plan.ts'
import { VirtualFiring } from '../support/virtual-firing.ts'

const count = (max: number) => fc.integer({ min: 1, max })
const time = fc.nat({ max: 200_000_000 }).map(micros)
const spacing = fc.constantFrom('uniform' as const, 'poisson' as const)

const openLoad: fc.Arbitrary<Load> = fc.oneof(
  fc.record({ kind: fc.constant('burst' as const), size: count(80), repeat: count(4), every: time }),
  fc.record({
    kind: fc.constant('rate' as const),
    perSecond: fc.double({ min: 0.01, max: 20, noNaN: true }),
    duration: fc.nat({ max: 20_000_000 }).map(micros),
    arrivals: spacing,
  }),
)
const closedLoad: fc.Arbitrary<Load> = fc.record({
  kind: fc.constant('closed' as const),
  concurrency: count(8),
  requests: count(40),
  thinkTime: fc.constantFrom(0, 1_000, 700_000).map(micros),
})
const loads = fc.array(fc.oneof(openLoad, closedLoad), { minLength: 1, maxLength: 3 })
/** Answers and preparations of changing length, µs. */
const behaviour = fc.record({
  answers: fc
    .array(fc.nat({ max: 5_000_000 }), { minLength: 1 })
    .map((times) => (n: number) => times[n % times.length]!),
  preparation: fc
    .array(fc.constantFrom(0, 0, 0, 500, 90_000), { minLength: 1 })
    .map((times) => (n: number) => times[n % times.length]!),
})
const plan = planWith({
  payloads: [
    { weight: 2, bytes: 1, sha256: '' },
    { weight: 1, bytes: 3, sha256: '' },
  ],
})
const payloads = ['1', '"b"']

describe('firing', () => {
  it('sends with shares 0 to n - 1 together what one share sends: arrivals, instants and payloads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(openLoad, { minLength: 1, maxLength: 2 }), count(4), async (loads, of) => {
        const fire = async (index: number, of: number) => {
          // Each phase begins at a round instant, as one that is given to all shares.
          const startsAfter = () => 1_000_000_000
          const share = { index, of }
          const firing = await new VirtualFiring({ plan, payloads, loads, share, startsAfter }).toTheEnd()
          return firing.sent.map(({ phase, seq, scheduledAt, bytesOut }) => ({
            phase,
            seq,
            at: scheduledAt - firing.starts[phase]!.startAt,
            bytesOut,
          }))
        }
        const whole = await fire(0, 1)
        const parts = await Promise.all(Array.from({ length: of }, async (_, index) => fire(index, of)))
        const merged = parts.flat().toSorted((a, b) => a.phase - b.phase || a.seq - b.seq)
        expect(merged).toEqual(whole.toSorted((a, b) => a.phase - b.phase || a.seq - b.seq))
      }),
      { numRuns: 40 },
    )
  })

  it('ends whenever it is drained or aborted, with nothing left waiting and one record for each request fired', async () => {
    await fc.assert(
      fc.asyncProperty(
        loads,
        behaviour,
        count(20),
        fc.nat({ max: 20_000_000 }),
        fc.option(fc.nat({ max: 2_000_000 })),
        async (loads, behaviour, maxInFlight, drainAt, abortAfter) => {
          const firing = new VirtualFiring({ plan: { maxInFlight }, loads, behaviour })
          await firing.clock.advanceTo(micros(drainAt))
          firing.drain.abort()
          if (abortAfter !== null) {
            await firing.clock.advanceTo(micros(drainAt + abortAfter))
            firing.abort.abort()
          }
          await firing.toTheEnd()
          expect(firing.target.waiting).toBe(0)
          expect(firing.target.fired.length).toBe(firing.sent.length)
          expect(firing.flight).toMatchObject({ inFlight: 0, sent: firing.sent.length })
          for (const { firedAt } of firing.target.fired) expect(firedAt).toBeLessThanOrEqual(drainAt)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('records every arrival of a plan once, never before its instant', async () => {
    await fc.assert(
      fc.asyncProperty(loads, behaviour, count(30), async (loads, behaviour, maxInFlight) => {
        const firing = await new VirtualFiring({ plan: { maxInFlight }, loads, behaviour }).toTheEnd()
        const keys = firing.observations.map(({ phase, seq }) => `${phase} ${seq}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { sentAt, scheduledAt } of firing.sent) expect(sentAt).toBeGreaterThanOrEqual(scheduledAt)
        for (const [phase, load] of loads.entries()) {
          const records = firing.observations.filter((observation) => observation.phase === phase)
          expect(records).toHaveLength(plannedArrivals(load, createRandom(plan.seed, phase))!)
        }
        expect(firing.target.waiting).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
