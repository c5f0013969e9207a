import { expect, test } from 'vitest'

import { FilterPatternError } from '../../../../lib/emulator/logs/filter-pattern-error.ts'
import { filterMatcher } from '../../../../lib/emulator/logs/filter-pattern.ts'

// The first four are examples of the documentation of filter patterns.
const lines = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[WARN] ARGUMENTS MISSING',
  'INFO Starting up',
  'it said "no" to me',
]

test.each([
  ['', [0, 1, 2, 3, 4]],
  ['   ', [0, 1, 2, 3, 4]],
  ['ERROR', [0, 1]],
  ['ERROR UNAUTHORIZED', [1]],
  ['error', []],
  ['?ERROR ?WARN', [0, 1, 2]],
  ['ERROR ?WARN', [0, 1]],
  ['ERROR -UNAUTHORIZED', [0]],
  ['-ERROR', [2, 3, 4]],
  ['?INFO ?ERROR -UNAUTHORIZED', [0, 3]],
  ['"BAD REQUEST"', [0]],
  ['"[ERROR 401]"', [1]],
  ['-"[WARN]" REQUEST', [0, 1]],
  [String.raw`"\"no\""`, [4]],
])('the terms %j find lines %j', (pattern, expected) => {
  const matches = filterMatcher(pattern)
  expect(lines.flatMap((line, index) => (matches(line) ? [index] : []))).toEqual(expected)
})

const documents = [
  { level: 'error', ms: 250, user: { name: 'anna' }, tags: ['a', 'b'], ok: false },
  { level: 'info', ms: 3, user: { name: 'arne' }, ok: true, gone: null },
  { level: 'warn', ms: 200.5, user: null },
]

test.each([
  ['{ $.level = "error" }', [0]],
  ['{ $.level = error }', [0]],
  ['{$.level="error"}', [0]],
  ['{ $.level != "error" }', [1, 2]],
  ['{ $.absent != "x" }', []],
  ['{ $.ms = 3 }', [1]],
  ['{ $.ms > 200 }', [0, 2]],
  ['{ $.ms >= 2.005e2 && $.ms < 250 }', [2]],
  ['{ $.user.name = "a*" }', [0, 1]],
  ['{ $.user.name = "*n*a" }', [0]],
  ['{ $.user.name = "an*na" }', [0]],
  ['{ $.user.name = "anna*a" }', []],
  ['{ $.tags[1] = "b" }', [0]],
  ['{ ($.level = "error" || $.level = "info") && $.ms < 100 }', [1]],
  ['{ $.level = "warn" || $.level = "error" && $.ms > 1000 }', [2]],
  ['{ $.ok IS TRUE }', [1]],
  ['{ $.ok IS FALSE }', [0]],
  ['{ $.gone IS NULL }', [1]],
  ['{ $.ok NOT EXISTS }', [2]],
])('the comparison %s finds documents %j', (pattern, expected) => {
  const matches = filterMatcher(pattern)
  const found = documents.flatMap((value, index) => (matches(`${JSON.stringify(value)}\n`) ? [index] : []))
  expect(found).toEqual(expected)
})

test('text that is not JSON has no fields, and neither has what objects inherit', () => {
  expect(filterMatcher('{ $.level = "error" }')('level error')).toBe(false)
  expect(filterMatcher('{ $.level NOT EXISTS }')('plain')).toBe(false)
  expect(filterMatcher('{ $.constructor NOT EXISTS }')('{}')).toBe(true)
})

test.each([
  ['foo(bar', "Invalid character(s) in term '('"],
  ['Status: timeout', "Invalid character(s) in term ':'"],
  ['"open', 'quote'],
  ['%err.*%', 'Regular expressions'],
  ['[ip, user]', 'Space-delimited'],
  ['{ $.a = 1', '} '],
  ['{ $.a }', 'too early'],
  ['{ $.a = }', 'too early'],
  ['{ $.a > "x" }', 'compares numbers'],
  ['{ ($.a = 1 }', 'too early'],
  ['{ $.a = 1 ) }', ') is not expected'],
  ['{ $.a = %x% }', 'Regular expressions'],
  ['{ $.a & 1 }', "'&'"],
  ['{ a = 1 }', 'a is not expected'],
  ['x'.repeat(1_025), '1024'],
])('%s is refused with its reason', (pattern, reason) => {
  const refuse = (): unknown => filterMatcher(pattern)
  expect(refuse).toThrow(FilterPatternError)
  if (reason !== '} ') expect(refuse).toThrow(reason)
})
