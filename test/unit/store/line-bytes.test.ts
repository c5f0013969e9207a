import { describe, expect, it } from 'vitest'
import { LineBytes } from '../../../lib/store/line-bytes.ts'

function printed(write: (line: LineBytes) => void): string {
  const line = new LineBytes(0)
  write(line)
  return line.gathered().toString()
}

describe('bytes of a line', () => {
  it.each([
    0,
    7,
    10,
    99,
    100,
    2 ** 31 - 1,
    2 ** 31,
    4_294_967_296,
    9_000_000_000,
    10_000_000_007,
    900_000_000_000_001,
    Number.MAX_SAFE_INTEGER,
    -1,
    -2_147_483_649,
    35.7,
    0.1,
    1e21,
    5e-7,
    2 ** 31 + 0.5,
  ])('hold the number %d as JSON has it', (value) => {
    expect(printed((line) => line.number(value))).toBe(JSON.stringify(value))
  })

  it.each([
    '',
    'plain [$LATEST]',
    'a "quoted" one',
    'back\\slash',
    'line\nfeed',
    '\x1b[31m',
    '\x7f',
    'é💥',
    '\ud800',
  ])('hold the text %j as JSON', (text) => {
    expect(JSON.parse(printed((line) => line.text(text)))).toBe(text)
    expect(printed((line) => line.text(text))).not.toContain('\n')
  })

  it('grow with what is gathered, however long a text is', () => {
    const long = 'é'.repeat(300_000)
    const text = printed((line) => {
      for (let count = 0; count < 2_000; count += 1) line.literal('abc')
      line.text('x'.repeat(100_000))
      line.text(long)
    })
    expect(text).toBe(`${'abc'.repeat(2_000)}"${'x'.repeat(100_000)}""${long}"`)
  })

  it('begin anew when they are cleared', () => {
    const line = new LineBytes(0)
    line.literal('one')
    line.clear()
    line.literal('2')
    expect(line.gathered().toString()).toBe('2')
    expect(line.length).toBe(1)
  })
})
