import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { flow, table, tableWidth, truncate, wrap } from '../../../reports/table.ts'

const columns = [{ align: 'left', shrinks: true }, { align: 'right' }] as const
const cells = (...texts: readonly string[]) => texts.map((text) => ({ text }))

describe('a table', () => {
  test('lines up by what is seen, not by what is stored', () => {
    const rows = [cells('漢字', '1'), cells('ab', '22'), cells('🧨x', '333')]
    expect(table(columns, rows, { width: 80, indent: 2 })).toEqual([
      '  漢字    1',
      '  ab     22',
      '  🧨x   333',
    ])
  })

  test('pads outside the colours', () => {
    const rows = [[{ text: 'a', paint: (text: string) => `<${text}>` }, { text: '1' }], cells('abc', '2')]
    expect(table(columns, rows, { width: 80, indent: 0 })).toEqual(['<a>    1', 'abc  2'])
  })

  test('gives way in the column that may shrink, and is never wider than the screen', () => {
    const rows = [cells('a very long name indeed', '12345'), cells('short', '1')]
    expect(table(columns, rows, { width: 20, indent: 1 })).toEqual([
      ' a very long…  12345',
      ' short             1',
    ])
  })

  test('leaves out a column in which nothing stands', () => {
    const three = [{ align: 'left' }, { align: 'left' }, { align: 'right' }] as const
    expect(table(three, [cells('a', '', '1'), cells('b')], { width: 80, indent: 0 })).toEqual(['a  1', 'b'])
    expect(tableWidth(three, [cells('a', '', '1')])).toBe(4)
  })
})

describe('cutting', () => {
  test('marks what was lost and keeps graphemes whole', () => {
    expect(truncate('abcdef', 4)).toBe('abc…')
    expect(truncate('abcd', 4)).toBe('abcd')
    expect(truncate('漢字漢字', 4)).toBe('漢…')
    expect(truncate('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…')
    expect(truncate('abc', 0)).toBe('')
  })
})

describe('wrapping', () => {
  test('breaks between words and never inside a quantity', () => {
    expect(wrap('it took about 12 ms', 16)).toEqual(['it took about', '12 ms'])
    expect(wrap('a share of 7.7 %', 14)).toEqual(['a share of', '7.7 %'])
  })

  test('cuts words that are wider than the line', () => {
    expect(wrap('x abcdefghij y', 4)).toEqual(['x', 'abcd', 'efgh', 'ij y'])
    expect(wrap('漢字漢字', 5).map((line) => stringWidth(line))).toEqual([4, 4])
  })

  test('parts stay whole where they can', () => {
    expect(flow(['one two', 'three four', 'five'], ' · ', 18)).toEqual(['one two', 'three four · five'])
    expect(flow([], ' · ', 10)).toEqual([])
  })
})
