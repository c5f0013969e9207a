import { describe, expect, it } from 'vitest'
import { TextCursor } from '../../../lib/store/text-cursor.ts'

describe('a cursor in a text', () => {
  it('moves past what it was told to find, and stays where something else is', () => {
    const cursor = new TextCursor('{"a":12')
    expect(cursor.skip('{"b":')).toBe(false)
    expect(cursor.skip('{"a":')).toBe(true)
    expect(cursor.at).toBe(5)
  })

  it.each([
    ['0', 0],
    ['7,', 7],
    ['120}', 120],
    ['999999999999999', 999_999_999_999_999],
  ])('reads the number at the beginning of %s', (text, value) => {
    expect(new TextCursor(text).count()).toBe(value)
  })

  it.each(['', '-1', '01', '.5', 'x', '1000000000000000', '9007199254740993'])(
    'finds no number in "%s"',
    (text) => {
      const cursor = new TextCursor(text)
      expect(cursor.count()).toBe(-1)
      expect(cursor.at).toBe(0)
    },
  )

  it('finds the end of a plain text, and fails at an escape, a control character or no end', () => {
    expect(new TextCursor('plain é"').plainEnd()).toBe(7)
    for (const text of ['es\\"cape"', 'tab\t"', 'no end']) {
      const cursor = new TextCursor(text)
      cursor.plainEnd()
      expect([cursor.skip('e'), cursor.endLine(), cursor.count()]).toEqual([false, false, -1])
    }
  })

  it('finds nothing any more after it failed, not even the end', () => {
    const cursor = new TextCursor('1\n')
    cursor.expect('2')
    expect([cursor.count(), cursor.skip('1'), cursor.endLine()]).toEqual([-1, false, false])
  })
})
