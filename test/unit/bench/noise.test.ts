import { expect, test } from 'vitest'
import { isLoud, noiseOf } from '../../bench/noise.ts'

test('noise is the part of the time between looks at the clock that the loop did not need itself', () => {
  expect(noiseOf([0.0625, 0.375, 0.0625, 1.5])).toEqual({ held: 0.9375, longestMs: 1.5 })
})

test('nothing was taken from a loop that was never held up, or never ran', () => {
  expect(noiseOf([0.01, 0.02])).toEqual({ held: 0, longestMs: 0 })
  expect(noiseOf([])).toEqual({ held: 0, longestMs: 0 })
})

test('a machine is loud when others took more than a fiftieth', () => {
  expect(isLoud({ held: 0.02, longestMs: 9 })).toBe(false)
  expect(isLoud({ held: 0.021, longestMs: 0.3 })).toBe(true)
})
