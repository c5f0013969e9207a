import { describe, expect, test } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatInterval,
  formatMoney,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatRoughly,
  formatUnitPrice,
  moneyDecimals,
  plural,
} from '../../../reports/quantities.ts'

test.each([
  [0, '0 µs'],
  [812, '812 µs'],
  [999, '999 µs'],
  [1_000, '1.00 ms'],
  [45_600, '45.6 ms'],
  [99_960, '100 ms'],
  [312_400, '312 ms'],
  [999_600, '1.00 s'],
  [1_230_000, '1.23 s'],
  [59_960_000, '1 min 00 s'],
  [125_000_000, '2 min 05 s'],
  [3_599_700_000, '1 h 00 min'],
  [3_725_000_000, '1 h 02 min'],
  [-2_810, '-2.81 ms'],
])('%d µs is shown as %s', (time, expected) => {
  expect(formatDuration(time)).toBe(expected)
})

test('a duration next to a limit can have more digits', () => {
  expect(formatDuration(250_440, 4)).toBe('250.4 ms')
})

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [1_024, '1 KB'],
  [12 * 2 ** 20, '12 MB'],
  [12.34 * 2 ** 20, '12.3 MB'],
  [512 * 2 ** 20, '512 MB'],
  [1_023.9 * 2 ** 20, '1 GB'],
  [10 * 2 ** 30, '10 GB'],
  [-1_536, '-1.5 KB'],
])('%d bytes are shown as %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected)
})

describe('money', () => {
  test.each([
    [0, '$0.00'],
    [0.0012, '$0.00120'],
    [0.40834, '$0.408'],
    [4.2, '$4.20'],
    [1_234.567, '$1,234.57'],
    [-0.5, '-$0.500'],
  ])('%d USD is shown as %s', (amount, expected) => {
    expect(formatMoney(amount)).toBe(expected)
  })

  test('a column shows three digits of its largest amount and something of its smallest', () => {
    expect(moneyDecimals([0.00013, 0.000627, 0.000004, 0])).toBe(6)
    expect(moneyDecimals([12, 0.0004])).toBe(4)
    expect(moneyDecimals([12, 1e-30])).toBe(10)
    expect(moneyDecimals([0])).toBe(2)
  })

  test('a list price is shown exactly', () => {
    expect(formatUnitPrice(0.0000166667)).toBe('$0.0000166667')
    expect(formatUnitPrice(0.0000002 * 1_000_000)).toBe('$0.20')
    expect(formatUnitPrice(1_000)).toBe('$1,000.00')
  })
})

test.each([
  [0, '0 %'],
  [0.0001, '< 0.1 %'],
  [0.0769, '7.7 %'],
  [0.5, '50 %'],
  [0.9999, '> 99.9 %'],
  [1, '100 %'],
])('the ratio %d is shown as %s', (ratio, expected) => {
  expect(formatPercent(ratio)).toBe(expected)
})

test.each([
  [0, '0'],
  [650, '650'],
  [1_234_567, '1,234,567'],
  [-1_234, '-1,234'],
  [-0.2, '0'],
])('the count %d is shown as %s', (count, expected) => {
  expect(formatCount(count)).toBe(expected)
})

test.each([
  [37.6255, '37.626'],
  [12.5, '12.5'],
  [1_000, '1,000'],
  [0.000012345, '0.0000123'],
  [0, '0'],
])('the number %d is shown as %s', (value, expected) => {
  expect(formatNumber(value)).toBe(expected)
})

test('a value of a metric is shown in its own unit', () => {
  expect(formatQuantity(198_400, 'µs')).toBe('198.4 ms')
  expect(formatQuantity(0.05, 'ratio')).toBe('5 %')
  expect(formatQuantity(1.1722, 'USD')).toBe('$1.17')
  expect(formatQuantity(301_989_888, 'B')).toBe('288 MB')
  expect(formatQuantity(12, 'count')).toBe('12')
  expect(formatQuantity(37.6255, 'GB-s')).toBe('37.626 GB-s')
})

describe('an interval', () => {
  const millis = (low: number | undefined, high: number | undefined): string | undefined =>
    formatInterval(
      { ...(low !== undefined && { low: low * 1_000 }), ...(high !== undefined && { high: high * 1_000 }) },
      (value) => formatDuration(value),
    )

  test('says its unit once when both ends have it', () => {
    expect(millis(190, 205)).toBe('190 – 205 ms')
    expect(millis(890, 1_012)).toBe('890 ms – 1.01 s')
    expect(millis(61_000, 65_000)).toBe('1 min 01 s – 1 min 05 s')
    expect(formatInterval({ low: 0.0588, high: 0.0999 }, formatPercent)).toBe('5.9 – 10 %')
    expect(formatInterval({ low: 0, high: 0.0001 }, formatPercent)).toBe('0 % – < 0.1 %')
  })

  test('with one end unknown is a bound, with none it is nothing', () => {
    expect(millis(190, undefined)).toBe('≥ 190 ms')
    expect(millis(undefined, 205)).toBe('≤ 205 ms')
    expect(millis(undefined, undefined)).toBeUndefined()
  })
})

test('nouns follow their number', () => {
  expect(plural(1, 'burst')).toBe('1 burst')
  expect(plural(1_300, 'burst')).toBe('1,300 bursts')
})

describe('formatRoughly', () => {
  test.each([
    [43, 'about 40'],
    [7, 'about 7'],
    [19, 'about 19'],
    [96, 'about 100'],
    [128, 'about 130'],
    [1_234, 'about 1,200'],
  ])('%i is %s', (count, said) => {
    expect(formatRoughly(count)).toBe(said)
  })
})
