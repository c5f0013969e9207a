import { expect, it } from 'vitest'
import { expandedTail } from '../../../lib/stats/expanded-tail.ts'

// norm.cdf(-sqrt(n / (n - 1)) * t.ppf(0.975, n - 1)) from scipy.stats 1.17.1;
// Student's t has four digits here.
it.each([
  [6, 0.0024318],
  [10, 0.0085506],
  [20, 0.0158808],
  [100, 0.0230644],
  [1_000, 0.0248043],
])('of %d blocks less is left out than 2.5 %%', (blocks, expected) => {
  expect(expandedTail(blocks)).toBeCloseTo(expected, 5)
})

it('is refused where nothing can be said about spread', () => {
  expect(() => expandedTail(1)).toThrow(RangeError)
})
