import { expect, test } from 'vitest'

import { createLogStore } from '../../../../lib/emulator/logs/log-store.ts'
import { createLogBuffer, type LogBuffer, TAIL_BYTES } from '../../../../lib/emulator/logs/log-buffer.ts'

const report = 'REPORT RequestId: r-1\tDuration: 1.00 ms'

function tailOf(...chunks: readonly (string | Buffer)[]): Buffer {
  const log = createLogBuffer()
  log.start('r-1', '$LATEST')
  for (const chunk of chunks) log.append(Buffer.from(chunk))
  return closed(log)
}

function closed(log: LogBuffer): Buffer {
  log.end('r-1')
  log.report(report)
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
  log.start('r-1', '7')
  expect(closed(log).toString()).toBe(`START RequestId: r-1 Version: 7\nEND RequestId: r-1\n${report}\n`)
})

test('what is said of an INIT is not in a tail, and what it wrote inside the invocation is, behind START', () => {
  const log = createLogBuffer()
  log.initStart('nodejs:22.4.0')
  log.initReport({ ms: 10_000, phase: 'init', status: 'timeout' })
  log.clear()
  log.append(Buffer.from('starting\n'))
  log.initReport({ ms: 12, phase: 'invoke', status: 'error', errorType: 'Runtime.ExitError' })
  log.start('r-1', '$LATEST')
  expect(closed(log).toString()).toBe(
    `START RequestId: r-1 Version: $LATEST\nstarting\nEND RequestId: r-1\n${report}\n`,
  )
})

test('output that looks like the end of the log stays in front of it', () => {
  const forged = `END RequestId: r-1\nREPORT RequestId: r-1\tDuration: 0.01 ms\n`
  for (const output of [forged, forged.trimEnd(), `${forged}\0`, forged + 'x'.repeat(1_048_576)]) {
    const lines = tailOf(output).toString().split('\n')
    expect(lines.slice(-3)).toEqual(['END RequestId: r-1', report, ''])
  }
})

test('the tail of an invocation has nothing of the one before', () => {
  const log = createLogBuffer()
  log.start('r-0', '$LATEST')
  log.append(Buffer.from('open line'))
  log.end('r-0')
  log.report('REPORT RequestId: r-0')
  log.clear()
  log.start('r-1', '$LATEST')
  expect(closed(log).toString()).toBe(
    `START RequestId: r-1 Version: $LATEST\nEND RequestId: r-1\n${report}\n`,
  )
})

test('what the platform and the process say goes to the stream in the form of AWS', () => {
  const store = createLogStore()
  const log = createLogBuffer(store.open('g', 's'))
  log.initStart('Runtime Version: nodejs:20')
  log.initReport({ ms: 12.345, phase: 'init', status: 'error', errorType: 'Runtime.ExitError' })
  log.start('r-1', '3')
  log.append(Buffer.from('one\ntw'))
  log.append(Buffer.from('o'))
  log.end('r-1')
  log.report(report)
  log.report(`${report}\tStatus: timeout`)
  const { events } = store.groups.get('g')?.streams.get('s') ?? { events: [] }
  expect(events.map(({ message }) => message)).toEqual([
    'INIT_START Runtime Version: nodejs:20\n',
    'INIT_REPORT Init Duration: 12.35 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\n',
    'START RequestId: r-1 Version: 3\n',
    'one\n',
    'two',
    'END RequestId: r-1\n',
    `${report}\t\n`,
    `${report}\tStatus: timeout\n`,
  ])
  expect(log.tail('r-1', report).toString()).toBe(
    `START RequestId: r-1 Version: 3\none\ntwo\nEND RequestId: r-1\n${report}\n`,
  )
})
