import { expect, test } from 'vitest'
import { median, percentile } from '../../bench/order.ts'
import { formatTable, number } from '../../bench/table.ts'

test('the median is the middle value, or lies between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 6])).toBe(5.5)
  expect(median([])).toBeNaN()
})

test('percentiles are values of the sample, by nearest rank', () => {
  const values = [50, 15, 40, 20, 35]
  expect(percentile(values, 30)).toBe(20)
  expect(percentile(values, 40)).toBe(20)
  expect(percentile(values, 50)).toBe(35)
  expect(percentile(values, 100)).toBe(50)
  expect(percentile(values, 0)).toBe(15)
})

test('names stand to the left and figures to the right of their columns', () => {
  const rows = [
    ['', 'per second', '×'],
    ['one', '1', '0.5'],
    ['number two', '12,345'],
  ]
  expect(formatTable(rows)).toEqual([
    '            per second    ×',
    'one                  1  0.5',
    'number two      12,345',
  ])
})

test('figures have three digits where that many are known', () => {
  expect([0, 0.0614, 0.5, 1.234, 12.34, 123.4, 1_234_567].map(number)).toEqual([
    '0',
    '0.061',
    '0.500',
    '1.23',
    '12.3',
    '123',
    '1,234,567',
  ])
})

test('a percentile beyond 99 is not pushed a rank higher by floating point', () => {
  const values = Array.from({ length: 1_000 }, (_, index) => index + 1)
  expect(percentile(values, 99.9)).toBe(999)
  expect(percentile(values, 99)).toBe(990)
})
