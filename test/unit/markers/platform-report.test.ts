import { describe, expect, test } from 'vitest'
import { parsePlatformReport, platformReports } from '../../../lib/markers/platform-report.ts'

const cold = {
  time: '2026-10-08T07:00:01.000Z',
  type: 'platform.report',
  record: {
    requestId: '79b5e81f-9cdd-4145-b1f6-7c50ef8a2a36',
    metrics: {
      durationMs: 1233.96,
      billedDurationMs: 1698,
      memorySizeMB: 256,
      maxMemoryUsedMB: 123,
      initDurationMs: 463.512,
    },
    status: 'success',
  },
}

const coldFields = {
  form: 'json',
  requestId: '79b5e81f-9cdd-4145-b1f6-7c50ef8a2a36',
  duration: 1_233_960,
  billedDuration: 1_698_000,
  initDuration: 463_512,
  memorySizeMb: 256,
  maxMemoryUsedMb: 123,
  status: 'success',
}

const managedInstances = {
  time: '2025-09-19T19:36:50.881Z',
  type: 'platform.report',
  record: {
    requestId: '13d1305b-a2f5-440c-bfbe-686ccff3d3e0',
    status: 'success',
    metrics: { durationMs: 1.148 },
    spans: [
      { name: 'responseLatency', start: '2025-09-19T19:36:50.880Z', durationMs: 0.847 },
      { name: 'responseDuration', start: '2025-09-19T19:36:50.880Z', durationMs: 0.127 },
    ],
  },
}

describe('parsePlatformReport', () => {
  test('reads a cold record', () => {
    expect(parsePlatformReport(cold)).toEqual(coldFields)
  })

  test('reads the little that Managed Instances tell', () => {
    expect(parsePlatformReport(managedInstances)).toEqual({
      form: 'json',
      requestId: '13d1305b-a2f5-440c-bfbe-686ccff3d3e0',
      duration: 1_148,
      status: 'success',
    })
  })

  test('reads restore times and an error', () => {
    const metrics = {
      durationMs: 306.34,
      billedDurationMs: 610,
      restoreDurationMs: 511.25,
      billedRestoreDurationMs: 303,
    }
    const record = { requestId: 'x', status: 'error', errorType: 'Runtime.ExitError', metrics }
    expect(parsePlatformReport({ type: 'platform.report', record })).toEqual({
      form: 'json',
      requestId: 'x',
      duration: 306_340,
      billedDuration: 610_000,
      restoreDuration: 511_250,
      billedRestoreDuration: 303_000,
      status: 'error',
      errorType: 'Runtime.ExitError',
    })
  })

  test('leaves out fields of a wrong type or range', () => {
    const metrics = {
      durationMs: 1,
      billedDurationMs: '2',
      memorySizeMB: -1,
      maxMemoryUsedMB: 1e9,
      initDurationMs: 0,
    }
    const record = { requestId: 7, status: '\u001b[31mred', errorType: {}, metrics }
    expect(parsePlatformReport({ type: 'platform.report', record })).toEqual({
      form: 'json',
      duration: 1_000,
    })
  })

  test.each([
    undefined,
    null,
    'platform.report',
    [],
    {},
    { type: 'platform.report' },
    { type: 'platform.report', record: 'x' },
    { type: 'platform.report', record: { metrics: [] } },
    { type: 'platform.report', record: { metrics: {} } },
    { type: 'platform.start', record: cold.record },
  ])('refuses %j', (value) => {
    expect(parsePlatformReport(value)).toBeUndefined()
  })
})

describe('platformReports', () => {
  const only = (log: string) => [...platformReports(log)].map(({ fields }) => fields)

  test('finds a record on a line of its own', () => {
    const start = JSON.stringify({ time: 'x', type: 'platform.start', record: { requestId: 'x' } })
    expect(only(`${start}\n${JSON.stringify(cold)}\n`)).toEqual([coldFields])
  })

  test('finds a record that is spread over several lines', () => {
    expect(only(`\n\n${JSON.stringify(cold, null, 2)}\n\n`)).toEqual([coldFields])
  })

  test('finds records in an array, the last one first', () => {
    const fields = only(JSON.stringify([cold, managedInstances]))
    expect(fields.map(({ requestId }) => requestId)).toEqual([
      managedInstances.record.requestId,
      cold.record.requestId,
    ])
  })

  test('finds a record with text glued in front, even with an open brace', () => {
    expect(only(`[extension] flushed {"a": {${JSON.stringify(cold)}`)).toEqual([coldFields])
  })

  test('finds a record whose type comes last', () => {
    const { time, type, record } = managedInstances
    expect(only(JSON.stringify({ record, time, type }))).toHaveLength(1)
  })

  test('is not confused by braces and quotes in strings', () => {
    const record = { ...cold.record, note: 'a } and a \\" and a { \\' }
    expect(only(JSON.stringify({ ...cold, record }))).toEqual([coldFields])
  })

  test('does not take a record that is quoted within a string', () => {
    expect(only(JSON.stringify({ message: JSON.stringify(cold) }))).toEqual([])
  })

  test('finds nothing in a record that is cut, at whichever end', () => {
    const whole = JSON.stringify(cold)
    expect(only(whole.slice(1))).toEqual([])
    expect(only(whole.slice(0, -1))).toEqual([])
  })

  test('gives up on a log made to keep it busy', () => {
    expect(only('{"platform.report"'.repeat(3_000))).toEqual([])
    expect(only('"platform.report"'.repeat(3_000) + '{'.repeat(3_000))).toEqual([])
  })
})
