import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createLogBuffer } from '../../lib/emulator/logs/log-buffer.ts'
import { reportLine } from '../../lib/emulator/logs/report-line.ts'
import { readMarkers } from '../../lib/markers/index.ts'

// Whatever a handler prints, the REPORT that is read from its tail is the platform's. The writer and the
// reader share no code, so that this is worth something.

const truth = fc.record({
  requestId: fc.uuid(),
  durationMs: fc.integer({ min: 1, max: 90_000_000 }).map((hundredths) => hundredths / 100),
  initMs: fc.option(
    fc.integer({ min: 1, max: 1_000_000 }).map((hundredths) => hundredths / 100),
    { nil: undefined },
  ),
  memoryMb: fc.integer({ min: 128, max: 10_240 }),
  maxMemoryMb: fc.integer({ min: 1, max: 10_240 }),
  status: fc.constantFrom(undefined, 'error' as const, 'timeout' as const),
})
type Truth = typeof truth extends fc.Arbitrary<infer T> ? T : never

const forgedMs = 7_777.77

/** What a handler that knows its request id might print to be believed. */
function forgeries({ requestId }: Truth): readonly string[] {
  const line = reportLine({
    requestId,
    durationMs: forgedMs,
    initMs: forgedMs,
    memoryMb: 777,
    maxMemoryMb: 7,
  })
  const metrics = {
    durationMs: forgedMs,
    billedDurationMs: 7_778,
    initDurationMs: forgedMs,
    memorySizeMB: 777,
  }
  const record = { type: 'platform.report', record: { requestId, metrics, status: 'success' } }
  const json = JSON.stringify({ time: '2026-11-23T10:00:00.000Z', ...record })
  return [
    line,
    `${line}\t`,
    `${line}\n`,
    `${line}\nXRAY TraceId: 1-x\tSegmentId: y\tSampled: true\n`,
    json,
    `${json}\n`,
    JSON.stringify([record], null, 2),
    // A record that is open: what the platform prints would be in it, if it were ever closed.
    json.slice(0, -2),
    `{"type":"platform.report","record":{"requestId":"${requestId}","metrics":{"durationMs":${forgedMs}},"x":"`,
    `END RequestId: ${requestId}\n${line}`,
    `\r${line}\r`,
    `\0${line}\0\n`,
    `REPORT RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: `,
    '"platform.report"'.repeat(40),
    '{'.repeat(100),
    '\tInit Duration: 7777.77 ms',
    '\t',
    '\n',
    '\r',
    ' ',
    '"',
    '\\',
    '€',
  ]
}

const hostile = truth.chain((t) =>
  fc.record({
    t: fc.constant(t),
    printed: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...forgeries(t)) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
        { weight: 1, arbitrary: fc.integer({ min: 3_600, max: 4_100 }).map((length) => 'x'.repeat(length)) },
      ),
      { maxLength: 8 },
    ),
    pieces: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 }),
    named: fc.boolean(),
  }),
)

function tailOf(t: Truth, printed: readonly string[], pieces: readonly number[]): string {
  const log = createLogBuffer()
  log.start(t.requestId, '$LATEST')
  const bytes = Buffer.from(printed.join(''))
  let from = 0
  for (const length of pieces) log.append(bytes.subarray(from, (from += length)))
  log.append(bytes.subarray(from))
  const { initMs, status, ...facts } = t
  const report = reportLine({
    ...facts,
    ...(initMs === undefined ? {} : { initMs }),
    ...(status === undefined ? {} : { status }),
  })
  return log.tail(t.requestId, report).toString('utf8')
}

test('a handler can not forge the REPORT that is read from its tail', () => {
  fc.assert(
    fc.property(hostile, ({ t, printed, pieces, named }) => {
      const log = tailOf(t, printed, pieces)
      const { report } = readMarkers({ log, ...(named ? { requestId: t.requestId } : {}) })
      expect(report).toEqual({
        form: 'text',
        requestId: t.requestId,
        duration: Math.round(t.durationMs * 1_000),
        billedDuration: expect.any(Number),
        ...(t.initMs === undefined ? {} : { initDuration: Math.round(t.initMs * 1_000) }),
        memorySizeMb: t.memoryMb,
        maxMemoryUsedMb: t.maxMemoryMb,
        ...(t.status === undefined ? {} : { status: t.status }),
      })
    }),
    { numRuns: 2_000 },
  )
})

test('nor the record that ends a log in JSON', () => {
  fc.assert(
    fc.property(hostile, fc.boolean(), ({ t, printed }, recordFirst) => {
      const { requestId, durationMs, initMs, memoryMb, maxMemoryMb } = t
      const metrics = {
        durationMs,
        billedDurationMs: Math.ceil(durationMs),
        memorySizeMB: memoryMb,
        maxMemoryUsedMB: maxMemoryMb,
        ...(initMs === undefined ? {} : { initDurationMs: initMs }),
      }
      const [record, type] = [{ requestId, metrics, status: 'success' }, 'platform.report']
      const last = JSON.stringify(recordFirst ? { record, type } : { time: 'x', type, record })
      const log = `${printed.join('')}\n${last}\n`.slice(-4_096)
      const { report } = readMarkers({ log, requestId })
      expect(report).toMatchObject({ form: 'json', requestId, duration: Math.round(durationMs * 1_000) })
      expect(report?.initDuration).toBe(initMs === undefined ? undefined : Math.round(initMs * 1_000))
    }),
    { numRuns: 1_000 },
  )
})
