import { expect, test } from 'vitest'
import { printFindings, printGoals, printLeftOut } from '../../bench/print.ts'

test('findings are a title, an indented table and its notes', () => {
  const table = [
    ['', 'ms'],
    ['one', '1.00'],
  ]
  const text = printFindings({ title: 'Times', table, notes: ['Once.'], goals: [], data: {} })
  expect(text).toBe('\nTimes\n         ms\n  one  1.00\n  Once.\n')
})

test('all goals are one table, and none are nothing', () => {
  const goal = { what: 'lag', bound: 'at most', limit: 1, unit: 'ms', measured: 0.5 } as const
  expect(printGoals([goal])).toBe('\ngoals          measured  verdict\nlag    ≤ 1 ms  0.500 ms      met\n')
  expect(printGoals([])).toBe('')
})

test('a measure that the machine does not allow is one line that says why', () => {
  expect(printLeftOut('burst', 'there are too few open files')).toBe(
    '\nburst: not measured, there are too few open files\n',
  )
})
