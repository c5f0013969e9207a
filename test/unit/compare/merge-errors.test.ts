import { expect, it } from 'vitest'
import { cappedErrors, mergeErrors } from '../../../lib/compare/merge-errors.ts'
import type { DistinctError } from '../../../lib/model/run.ts'
import { micros } from '../../../lib/model/time.ts'

const error = (name: string, count: number, from: number, to: number, more: Partial<DistinctError> = {}) => ({
  outcome: 'function-error' as const,
  name,
  count,
  firstAt: micros(from),
  lastAt: micros(to),
  ...more,
})

it('errors of blocks are counted together by their names, with the first message there is', () => {
  const merged = mergeErrors([
    { errors: [error('A', 1, 10, 20), error('B', 2, 5, 6)], offset: 100 },
    { errors: [error('A', 4, 1, 2, { message: 'why' })], offset: 1_000 },
    { errors: [error('A', 1, 3, 3, { message: 'other' })], offset: 0 },
  ])
  expect(merged).toEqual([error('A', 6, 3, 1_002, { message: 'why' }), error('B', 2, 105, 106)])
})

it('the same name of another outcome is another error', () => {
  const merged = mergeErrors([
    { errors: [error('A', 1, 0, 0), error('A', 1, 0, 0, { outcome: 'service-error' })], offset: 0 },
  ])
  expect(merged).toHaveLength(2)
})

it('a hundred are named, the most frequent ones; the others count together by how the invocations ended', () => {
  // 3 blocks of 60 names each, 100 + their number times; then two that a block could not name itself.
  const named = Array.from({ length: 180 }, (_, index) => error(`E${index}`, 101 + index, index, index + 5))
  const blocks = [0, 60, 120].map((from) => ({ errors: named.slice(from, from + 60), offset: 0 }))
  const unnamed = [error('and others', 7, 2, 900), error('and others', 1, 4, 4, { outcome: 'throttled' })]
  const merged = cappedErrors(mergeErrors([...blocks, { errors: unnamed, offset: 0 }]))
  expect(merged).toHaveLength(102)
  // E0 to E79, 101 to 180 times each: 80 × 140.5 = 11,240, and 7 more.
  expect(merged[0]).toEqual(error('and others', 11_247, 0, 900))
  expect(merged.slice(1, 101).map(({ name }) => name)).toEqual(
    Array.from({ length: 100 }, (_, index) => `E${179 - index}`),
  )
  expect(merged[101]).toEqual(unnamed[1])
})

it('what one of the others said is not said of all of them', () => {
  const many = Array.from({ length: 101 }, (_, index) =>
    error(`E${index}`, 2, index, index, { message: 'why' }),
  )
  const [rare] = cappedErrors(mergeErrors([{ errors: many, offset: 0 }])).filter(
    ({ name }) => name === 'and others',
  )
  expect(rare).toEqual(error('and others', 2, 100, 100))
})
