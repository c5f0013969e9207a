import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSchedule } from '../../lib/compare/schedule.ts'
import type { Design, Setting } from '../../lib/model/comparison-plan.ts'

const count = (max: number) => fc.integer({ min: 1, max })

const designs: fc.Arbitrary<Design> = fc.record({
  warm: count(300),
  warmPerBlock: count(20),
  cold: fc.nat({ max: 60 }),
  coldPerBlock: count(10),
  mostWarm: fc.constant(1_000),
})

const settingsOf = (length: number): Setting[] =>
  Array.from({ length }, (_, index) => ({ name: `setting ${index}` }))

const orders = (design: Design, settings: readonly Setting[], seed: number): string[] =>
  createSchedule(design, settings, seed).planned.map(({ order }) => order.map(({ name }) => name).join())

const many: Design = { warm: 6_000, warmPerBlock: 1, cold: 0, coldPerBlock: 1, mostWarm: 6_000 }

describe('the rounds of a comparison', () => {
  it('have every setting exactly once', () => {
    fc.assert(
      fc.property(designs, fc.integer({ min: 2, max: 8 }), fc.nat(), (design, length, seed) => {
        const settings = settingsOf(length)
        const names = settings.map(({ name }) => name).sort()
        for (const { order } of createSchedule(design, settings, seed).planned) {
          expect(order.map(({ name }) => name).sort()).toEqual(names)
        }
      }),
    )
  })

  it('bring enough of both kinds, none to spare, and a cold one before any warm one', () => {
    fc.assert(
      fc.property(designs, fc.nat(), (design, seed) => {
        const starts = createSchedule(design, settingsOf(2), seed).planned.map(({ start }) => start)
        const rounds = (kind: string): number => starts.filter((start) => start === kind).length
        for (const [kind, wanted, perBlock] of [
          ['warm', design.warm, design.warmPerBlock],
          ['cold', design.cold, design.coldPerBlock],
        ] as const) {
          expect(rounds(kind) * perBlock).toBeGreaterThanOrEqual(wanted)
          expect((rounds(kind) - 1) * perBlock).toBeLessThan(Math.max(wanted, 1))
        }
        if (design.cold > 0) expect(starts[0]).toBe('cold')
      }),
    )
  })

  it('spread the cold ones evenly: each stretch of the whole has its part of them, give or take one', () => {
    fc.assert(
      fc.property(designs, (design) => {
        const starts = createSchedule(design, settingsOf(2), 1).planned.map(({ start }) => start)
        const cold = starts.filter((start) => start === 'cold').length
        let before = 0
        for (const [index, start] of starts.entries()) {
          const part = (cold * index) / starts.length
          expect(Math.abs(before - part)).toBeLessThanOrEqual(1.000_001)
          if (start === 'cold') before += 1
        }
      }),
    )
  })

  it('are the same for the same seed', () => {
    fc.assert(
      fc.property(designs, fc.integer({ min: 2, max: 6 }), fc.nat(), (design, length, seed) => {
        const settings = settingsOf(length)
        expect(orders(design, settings, seed)).toEqual(orders(design, settings, seed))
      }),
    )
  })

  it('come in every order, each about as often', () => {
    const seen = new Map<string, number>()
    for (const order of orders(many, settingsOf(4), 11)) seen.set(order, (seen.get(order) ?? 0) + 1)
    expect(seen.size).toBe(24)
    // 250 of each are expected, with a standard deviation of 15.5: five of them are as good as never passed.
    for (const times of seen.values()) expect(Math.abs(times - 250)).toBeLessThan(78)
  })

  it('have every setting in every place about as often', () => {
    const settings = settingsOf(5)
    const { planned } = createSchedule(many, settings, 5)
    for (const setting of settings) {
      for (const place of settings.keys()) {
        const times = planned.filter(({ order }) => order[place] === setting).length
        // 1,200 are expected, with a standard deviation of 31.
        expect(Math.abs(times - 1_200)).toBeLessThan(155)
      }
    }
  })
})
