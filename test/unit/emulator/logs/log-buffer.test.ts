import { expect, test } from 'vitest'

import { createLogBuffer, TAIL_BYTES } from '../../../../lib/emulator/logs/log-buffer.ts'

const report = 'REPORT RequestId: r-1\tDuration: 1.00 ms'

function tailOf(...chunks: readonly (string | Buffer)[]): Buffer {
  const log = createLogBuffer()
  for (const chunk of chunks) log.append(Buffer.from(chunk))
  return log.tail('r-1', report)
}

test('a tail is START, the output, END and REPORT', () => {
  expect(tailOf('one\n', 'two\n').toString()).toBe(
    `START RequestId: r-1 Version: $LATEST\none\ntwo\nEND RequestId: r-1\n${report}\n`,
  )
})

test('output that does not end its line leaves END on a line of its own', () => {
  expect(tailOf('half a line').toString()).toContain('half a line\nEND RequestId: r-1\n')
})

test('a long log is cut from the front to 4,096 bytes and keeps REPORT', () => {
  const tail = tailOf('x'.repeat(5_000), `${'y'.repeat(3_000)}\n`)
  expect(tail.length).toBe(TAIL_BYTES)
  expect(tail.toString()).not.toContain('START')
  expect(tail.toString()).toMatch(/^x+y{3000}\nEND RequestId: r-1\nREPORT /)
})

test('many small chunks give the same tail as one large one', () => {
  const text = Array.from({ length: 2_000 }, (_, i) => `line ${i}\n`).join('')
  const pieces = text.match(/[^]{1,7}/g) ?? []
  expect(tailOf(...pieces)).toEqual(tailOf(text))
})

test('a cut may fall inside a character and is not repaired', () => {
  const tail = tailOf(`${'€'.repeat(3_000)}\n`)
  expect(tail.length).toBe(TAIL_BYTES)
  expect(tail.subarray(-report.length - 1).toString()).toBe(`${report}\n`)
})

test('what was written before a clear is gone', () => {
  const log = createLogBuffer()
  log.append(Buffer.from('of INIT\n'))
  log.clear()
  expect(log.tail('r-1', report).toString()).toBe(
    `START RequestId: r-1 Version: $LATEST\nEND RequestId: r-1\n${report}\n`,
  )
})
