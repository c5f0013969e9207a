import { expect, it } from 'vitest'
import { mergeErrors } from '../../../lib/compare/merge-errors.ts'
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
