import { expect, test } from 'vitest'
import { printFindings, printGoals, printLeftOut } from '../../bench/print.ts'

const quiet = { held: 0.001, longestMs: 0.2 }
const loud = { held: 0.314, longestMs: 42.1 }

test('findings are a title, an indented table and its notes', () => {
  const table = [
    ['', 'ms'],
    ['one', '1.00'],
  ]
  const text = printFindings({ title: 'Times', table, notes: ['Once.'], goals: [], data: {} }, quiet)
  expect(text).toBe('\nTimes\n         ms\n  one  1.00\n  Once.\n')
})

test('all goals are one table, and none are nothing', () => {
  const goal = { what: 'lag', bound: 'at most', limit: 1, unit: 'ms', measured: 0.5 } as const
  expect(printGoals([goal], [quiet])).toBe(
    '\ngoals          measured  verdict\nlag    ≤ 1 ms  0.500 ms      met\n',
  )
  expect(printGoals([], [loud])).toBe('')
})

test('a measure that the machine does not allow is one line that says why', () => {
  expect(printLeftOut('burst', 'there are too few open files')).toBe(
    '\nburst: not measured, there are too few open files\n',
  )
})

test('a busy machine is told of below what was measured on it', () => {
  const text = printFindings({ title: 'Times', table: [], notes: [], goals: [], data: {} }, loud)
  expect(text).toContain('held up for 31 % of its time, for 42.1 ms at once')
  const goal = { what: 'lag', bound: 'at most', limit: 1, unit: 'ms', measured: 0.5 } as const
  expect(printGoals([goal], [quiet, loud, quiet])).toContain('something else before 1 of 3 measures')
})
