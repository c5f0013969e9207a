import { expect, test } from 'vitest'
import { type Goal, goalRow, judge } from '../../bench/goal.ts'

const fast: Goal = { what: 'speed', bound: 'at least', limit: 12, unit: '×', measured: 12 }
const small: Goal = { what: 'memory', bound: 'at most', limit: 250, unit: 'MB', measured: 250 }

test('a figure at its limit meets the goal, whichever way it is bound', () => {
  expect(judge(fast)).toBe('met')
  expect(judge(small)).toBe('met')
})

test('a figure on the wrong side of its limit does not meet the goal', () => {
  expect(judge({ ...fast, measured: 11.99 })).toBe('not met')
  expect(judge({ ...small, measured: 250.01 })).toBe('not met')
})

test('what was not measured is neither met nor missed', () => {
  expect(judge({ ...small, measured: undefined })).toBe('not measured')
  expect(judge({ ...small, measured: Number.NaN })).toBe('not measured')
})

test('a goal is shown with its limit, its figure and its verdict', () => {
  expect(goalRow({ ...fast, measured: 11.2345 })).toEqual(['speed', '≥ 12 ×', '11.2 ×', 'not met'])
  expect(goalRow({ ...small, limit: 300_000, unit: '/s', measured: 123_456 })).toEqual([
    'memory',
    '≤ 300,000 /s',
    '123,456 /s',
    'met',
  ])
})

test('a goal that was not measured says why where that is known, and shows no figure', () => {
  const because = { ...small, measured: undefined, why: 'there is no C compiler (cc)' }
  expect(goalRow(because).slice(2)).toEqual(['', 'not measured: there is no C compiler (cc)'])
  expect(goalRow({ ...small, measured: Number.NaN }).slice(2)).toEqual(['', 'not measured'])
})
