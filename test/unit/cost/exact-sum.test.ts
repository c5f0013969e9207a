import { describe, expect, it } from 'vitest'
import { addTo, emptySum, exactTotal } from '../../../lib/cost/exact-sum.ts'

describe('an exact sum', () => {
  it.each([
    ['nothing', []],
    ['small numbers', [1, 2, 3]],
    ['the largest integers', Array.from({ length: 9 }, () => Number.MAX_SAFE_INTEGER)],
    ['halves of what a double holds', Array.from({ length: 9 }, () => 2 ** 52)],
    ['odd numbers beyond what a double holds', Array.from({ length: 9 }, (_, i) => 2 ** 52 - 1 - 2 * i)],
    ['large and small in turn', [2 ** 53 - 1, 1, 2 ** 52 - 1, 2, 2 ** 52 + 1, 1]],
  ])('of %s is what big integers add up to', (_, values) => {
    const sum = emptySum()
    for (const value of values) addTo(sum, value)
    expect(exactTotal(sum)).toBe(values.reduce((all, value) => all + BigInt(value), 0n))
  })
})
