import { describe, expect, test } from 'vitest'
import { cleanLog, cleanText } from '../../../lib/markers/clean-log.ts'

describe('cleanLog', () => {
  test('keeps what the function printed and drops what Lambda and the probe print', () => {
    const log = [
      'START RequestId: a Version: $LATEST',
      'COLDBURST_PROBE {"call":1}',
      'loading the catalogue',
      '\tat index.mjs:7',
      'RequestId: a Error: Runtime exited without providing a reason',
      'END RequestId: a',
      'REPORT RequestId: a\tDuration: 1.00 ms\t',
      'XRAY TraceId: 1-6ac7d554\tSegmentId: 854892f93105b5ae\tSampled: true\t',
      '{"time":"2026-10-08T07:00:00Z","type":"platform.report","record":{}}',
      '',
    ].join('\n')
    expect(cleanLog(log)).toBe(
      'loading the catalogue\n\tat index.mjs:7\nRequestId: a Error: Runtime exited without providing a reason',
    )
  })

  test("leaves out the time and request id of Lambda's Node runtime, and unfolds an uncaught error", () => {
    const id = '7e2e0b3c-0f1d-4c8e-9c52-0a5be1e2f3d4'
    const error = {
      errorType: 'TypeError',
      errorMessage: 'no',
      stack: ['TypeError: no', '    at index.mjs:3:9'],
    }
    const log = [
      `2026-11-23T16:47:05.387Z\t${id}\tINFO\thello`,
      `2026-11-23T16:47:05.387Z\tundefined\tERROR\tUncaught Exception \t${JSON.stringify(error)}`,
      `2026-11-23T16:47:05.387Z\t${id}\tERROR\tInvoke Error \t{"errorType":"cut of`,
    ]
    expect(cleanLog(log.join('\n')).split('\n')).toEqual([
      'INFO\thello',
      'ERROR\tUncaught Exception',
      'TypeError: no',
      '    at index.mjs:3:9',
      'ERROR\tInvoke Error \t{"errorType":"cut of',
    ])
  })

  test('removes colours, links, titles and cursor movements', () => {
    const text =
      '\u001b[1;31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u0007 \u001b]0;title\u001b\\x\u009b2Jy\u001b(Bz\u001bc!'
    expect(cleanLog(text)).toBe('red link xyz!')
  })

  test('leaves no escape behind when removing one would build another', () => {
    expect(cleanLog('\u001b\u001b[0m[31mred')).not.toContain('\u001b')
  })

  test('removes bidirectional, invisible and control characters', () => {
    expect(cleanLog('a\u202eb\u2066c\u200fd\u0000e\u0007f\ufeffg\u061ch')).toBe('abcdefgh')
  })

  test('takes every line break as one, so that a carriage return can overwrite nothing', () => {
    expect(cleanLog('one\r\ntwo\rthree\u2028four')).toBe('one\ntwo\nthree\nfour')
  })

  test('keeps the last 20 lines', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i + 1}`)
    expect(cleanLog(lines.join('\n')).split('\n')).toEqual(lines.slice(10))
  })

  test('cuts a line at 500 characters, never within a character', () => {
    const shown = cleanLog(`${'x'.repeat(498)}😀😀`)
    expect(shown).toBe(`${'x'.repeat(498)}…`)
    expect(cleanLog('y'.repeat(500))).toHaveLength(500)
  })

  test('replaces halves of characters', () => {
    expect(cleanLog('a\ud800b')).toBe('a\ufffdb')
  })
})

describe('cleanText', () => {
  test('makes one line of many', () => {
    expect(cleanText('  first\n\tsecond \u001b[31mred\u001b[0m ', 100)).toBe('first second red')
  })

  test('cuts at the length it is given', () => {
    expect(cleanText('abcdef', 4)).toBe('abc…')
    expect(cleanText('abcd', 4)).toBe('abcd')
  })
})
