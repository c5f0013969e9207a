import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createLineSplitter, MAX_EVENT_BYTES } from '../../../../lib/emulator/logs/line-splitter.ts'

function split(...chunks: readonly (string | Buffer)[]): string[] {
  const splitter = createLineSplitter()
  const events = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)))
  const rest = splitter.flush()
  return rest === undefined ? events : [...events, rest]
}

test('each line is an event, with its line feed', () => {
  expect(split('one\ntwo\n')).toEqual(['one\n', 'two\n'])
})

test('a carriage return does not end an event', () => {
  expect(split('one\rtwo\r\nthree\n')).toEqual(['one\rtwo\r\n', 'three\n'])
})

test('a line that comes in pieces is one event, also when a piece ends within a character', () => {
  const euro = Buffer.from('€')
  expect(split('a', euro.subarray(0, 1), euro.subarray(1), 'b\nc')).toEqual(['a€b\n', 'c'])
})

test('nothing that is kept gives nothing', () => {
  const splitter = createLineSplitter()
  splitter.push(Buffer.from('whole\n'))
  expect(splitter.flush()).toBeUndefined()
})

test('a line beyond 256 KB goes on in the next event, not within a character', () => {
  const events = split(`${'€'.repeat(100_000)}\n`)
  // 300,001 bytes; 262,118 is no multiple of 3, so the first event ends at 262,116.
  expect(events.map((text) => Buffer.byteLength(text))).toEqual([262_116, 37_885])
  expect(events.join('')).toBe(`${'€'.repeat(100_000)}\n`)
})

test('a line without an end is not kept beyond one event', () => {
  const splitter = createLineSplitter()
  const events = Array.from({ length: 40 }, () => splitter.push(Buffer.alloc(65_536, 'x'))).flat()
  // 40 × 65,536 are 10.0 events of 262,118 bytes, and 260 bytes are left.
  expect(events.map((text) => text.length)).toEqual(Array.from({ length: 10 }, () => MAX_EVENT_BYTES))
  expect(splitter.flush()).toHaveLength(260)
})

test('however it is cut into chunks, a text gives the same events, and they are the text', () => {
  const text = fc.array(fc.constantFrom('a', '€', '😀', '\n', '\r', '\0'), { maxLength: 200 })
  fc.assert(
    fc.property(text, fc.array(fc.nat(50)), (characters, cuts) => {
      const bytes = Buffer.from(characters.join(''))
      const chunks: Buffer[] = []
      let from = 0
      for (const length of cuts) chunks.push(bytes.subarray(from, (from += length)))
      chunks.push(bytes.subarray(from))
      const events = split(...chunks)
      expect(events.join('')).toBe(characters.join(''))
      expect(events).toEqual(characters.join('').match(/[^\n]*\n|[^\n]+$/g) ?? [])
    }),
  )
})
