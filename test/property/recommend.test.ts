import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Contestant, createField, type Entrant, type Field } from '../../lib/compare/field.ts'
import { frontOf } from '../../lib/compare/front.ts'
import { recommend } from '../../lib/compare/recommend.ts'
import type { Goals } from '../../lib/model/comparison-plan.ts'
import { arm64Bill, memorySetting, tallyOf } from '../support/sampled.ts'

const rounds = 10

/** Settings of different memory sizes, each a Duration and how much it spreads. */
const fields = fc
  .uniqueArray(
    fc.record({
      memoryMb: fc.constantFrom(128, 256, 512, 1_024, 1_769, 2_048, 3_008),
      duration: fc.integer({ min: 2, max: 500 }),
      spread: fc.double({ min: 0, max: 0.6, noNaN: true }),
      noise: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 7, maxLength: 23 }),
    }),
    { selector: ({ memoryMb }) => memoryMb, minLength: 2, maxLength: 4 },
  )
  .map((settings) =>
    settings.map(({ memoryMb, duration, spread, noise }): Contestant => {
      const at = (index: number): number => duration * (1 + spread * (noise[index % noise.length] ?? 0))
      const warm = Array.from({ length: rounds }, (_, round) => [at(2 * round), at(2 * round + 1)])
      return {
        setting: memorySetting(memoryMb),
        warm: tallyOf({ memoryMb, warm }, arm64Bill).warm,
        limits: [],
      }
    }),
  )

const goals = fc.record({
  weight: fc.double({ min: 0, max: 1, noNaN: true }),
  limits: fc.constant([]),
  tolerance: fc.constantFrom(0, 0.05, 0.3),
})

function fieldOf(contestants: readonly Contestant[]): Field {
  const field = createField(contestants, 7)
  if (field === undefined) throw new Error('nobody takes part')
  return field
}

/** What is said of settings, without the order in which all of them are listed. */
function findings(contestants: readonly Contestant[], goals: Goals): unknown {
  const found = recommend(fieldOf(contestants), goals, 2)
  if (found?.kind !== 'recommended') throw new Error('nothing is recommended')
  const { setting, because, ranking } = found
  const { cheapest, fastest, balanced, front, knee, costSpread } = ranking
  const level = [cheapest, fastest, balanced].map(
    (standing) => standing && [standing.setting, standing.level.toSorted()],
  )
  return { setting, because, level, front, knee, costSpread }
}

describe('a recommendation', () => {
  it('does not depend on the order in which settings are named', () => {
    const shuffled = fields.chain((settings) =>
      fc.tuple(
        fc.constant(settings),
        fc.shuffledSubarray(settings, { minLength: settings.length, maxLength: settings.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, goals, ([settings, others], goals) => {
        expect(findings(others, goals)).toEqual(findings(settings, goals))
      }),
      { numRuns: 25 },
    )
  })

  it('is never one of which another is shown to be both cheaper and faster', () => {
    fc.assert(
      fc.property(fields, goals, (settings, goals) => {
        const field = fieldOf(settings)
        const found = recommend(field, goals, 2)
        const chosen = field.entrants.find(
          ({ setting }) => found?.kind === 'recommended' && setting.name === found.setting,
        )
        if (chosen === undefined) throw new Error('nothing is recommended')
        const shownBetter = field.entrants.filter(
          (other) =>
            field.compare('cost', other, chosen).verdict === 'higher' &&
            field.compare('time', other, chosen).verdict === 'higher',
        )
        expect(shownBetter.map(({ setting }) => setting.name)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('calls itself the cheapest only where nothing shows that another is', () => {
    fc.assert(
      fc.property(fields, goals, (settings, goals) => {
        const field = fieldOf(settings)
        const found = recommend(field, goals, 2)
        if (found?.kind !== 'recommended' || found.because !== 'cheapest') return
        const named = (name: string | undefined) =>
          field.entrants.find(({ setting }) => setting.name === name)
        const [chosen, cheapest] = [named(found.setting), named(found.ranking.cheapest?.setting)]
        if (chosen === undefined || cheapest === undefined) throw new Error('it is nobody')
        expect(field.compare('cost', cheapest, chosen).verdict).not.toBe('higher')
      }),
      { numRuns: 60 },
    )
  })

  it('has a front that nobody beats, with the cheapest and the fastest on it', () => {
    fc.assert(
      fc.property(fields, (settings) => {
        const field = fieldOf(settings)
        const { entrants } = field
        const front = frontOf(field)
        const lowest = (key: 'cost' | 'time'): number =>
          Math.min(...entrants.map((entrant) => entrant[key] ?? 0))
        expect(front[0]?.cost).toBe(lowest('cost'))
        expect(Math.min(...front.map(({ time }) => time))).toBe(lowest('time'))
        // Whoever is off it is beaten by one on it; of two on it neither is shown to be both cheaper and faster.
        const beats = (one: Entrant, other: Entrant): boolean =>
          (['cost', 'time'] as const).every((by) => (one[by] ?? 0) <= (other[by] ?? 0)) &&
          (['cost', 'time'] as const).some((by) => field.compare(by, other, one).verdict === 'lower')
        const off = entrants.filter(({ setting }) => !front.some((on) => on.setting === setting))
        for (const entrant of off) expect(front.some((on) => beats(on, entrant))).toBe(true)
        for (const on of front) expect(front.some((other) => beats(other, on))).toBe(false)
      }),
      { numRuns: 60 },
    )
  })
})
