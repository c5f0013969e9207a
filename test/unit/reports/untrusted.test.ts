import { describe, expect, test } from 'vitest'
import { asciiOnly, cleanLine, cleanLines } from '../../../reports/untrusted.ts'

describe('one line', () => {
  test.each([
    ['colours', 'a\u001b[31;1mred\u001b[0m b', 'ared b'],
    ['cursor movement and clearing', '\u001b[2J\u001b[1;1Hhome', 'home'],
    ['8-bit sequences', 'a\u009b31mb', 'ab'],
    ['window titles', 'a\u001b]0;owned\u0007b', 'ab'],
    ['links', '\u001b]8;;https://example.com\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['clipboard writes', 'x\u001b]52;c;ZXZpbA==\u0007y', 'xy'],
    ['device control strings', 'x\u001bPq#0\u001b\\y', 'xy'],
    ['resets', '\u001bcx', 'x'],
    ['single controls', 'be\u0007ll\u0000\u007f', 'bell'],
    ['text direction overrides', 'photo\u202Egnp.exe', 'photognp.exe'],
    ['zero-width characters', 'pay\u200Bpal\uFEFF', 'paypal'],
    ['lone surrogates', 'a\uD800b', 'a�b'],
    ['line breaks of all kinds', 'a\nb\r\nc\u2028d\u0085e\tf', 'a b c d e f'],
  ])('loses %s', (_, hostile, expected) => {
    expect(cleanLine(hostile)).toBe(expected)
  })

  test('keeps what people write', () => {
    expect(cleanLine('Größe: 漢字, 🧨 <b>`x`|')).toBe('Größe: 漢字, 🧨 <b>`x`|')
  })

  test('an escape that never ends does not hide what follows it', () => {
    expect(cleanLine('\u001b]0;the rest of the log')).toBe('0;the rest of the log')
    expect(cleanLine('\u009dx'.repeat(50_000))).toBe('x'.repeat(50_000))
  })

  test('what an inner escape leaves does not become a new escape', () => {
    expect(cleanLine('\u001b\u001b[31m[31mx')).not.toContain('\u001b')
  })
})

test('several lines keep their breaks and indentation and lose blank ends', () => {
  expect(cleanLines('\n\n  at f (a.js:1)\r\n\tat g\u001b[0m  \n\nend\n\n')).toEqual([
    '  at f (a.js:1)',
    '  at g',
    '',
    'end',
  ])
  expect(cleanLines('\n \n')).toEqual([])
})

test('ASCII stands in for our own signs, and a question mark for everything else', () => {
  expect(asciiOnly('✓ 3 × 812 µs – ok · ✗ … 漢')).toBe('+ 3 x 812 us - ok - x ~ ??')
})
