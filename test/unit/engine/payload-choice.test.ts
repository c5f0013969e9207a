import { describe, expect, it } from 'vitest'
import { createPayloadChoice } from '../../../lib/engine/payload-choice.ts'
import { planWith } from '../../support/stored-plan.ts'

const weighted = (...weights: number[]) =>
  planWith({ payloads: weights.map((weight) => ({ weight, bytes: 1, sha256: '' })) })

/** How often each payload is chosen for the first `count` arrivals. */
function tally(choose: (seq: number) => Uint8Array, count: number): Record<string, number> {
  const chosen: Record<string, number> = {}
  for (let seq = 0; seq < count; seq++) {
    const body = Buffer.from(choose(seq)).toString()
    chosen[body] = (chosen[body] ?? 0) + 1
  }
  return chosen
}

describe('the choice of a payload', () => {
  it('depends on the number of an arrival alone, not on what was chosen before', () => {
    const one = createPayloadChoice(weighted(1, 1), ['a', 'b'], 0)
    const other = createPayloadChoice(weighted(1, 1), ['a', 'b'], 0)
    const forwards = Array.from({ length: 100 }, (_, seq) => one(seq))
    const backwards = Array.from({ length: 100 }, (_, n) => other(99 - n)).reverse()
    expect(backwards).toEqual(forwards)
  })

  it('follows the weights: 9 to 1 in 10,000 arrivals, within four standard deviations', () => {
    const { a = 0, b = 0 } = tally(createPayloadChoice(weighted(9, 1), ['a', 'b'], 0), 10_000)
    expect(a + b).toBe(10_000)
    expect(Math.abs(b - 1_000)).toBeLessThan(4 * 30)
  })

  it('never takes a payload of weight 0', () => {
    expect(tally(createPayloadChoice(weighted(0, 1, 0), ['a', 'b', 'c'], 0), 500)).toEqual({ b: 500 })
  })

  it('differs from phase to phase and from seed to seed', () => {
    const chosen = (seed: number, phase: number) =>
      Array.from({ length: 64 }, (_, seq) =>
        Buffer.from(createPayloadChoice({ ...weighted(1, 1), seed }, ['a', 'b'], phase)(seq)).toString(),
      ).join('')
    expect(new Set([chosen(1, 0), chosen(1, 1), chosen(7, 0)]).size).toBe(3)
  })

  it('sends the only payload there is, as bytes', () => {
    expect(tally(createPayloadChoice(weighted(5), ['{"é":1}'], 0), 3)).toEqual({ '{"é":1}': 3 })
  })
})
