import { describe, expect, test } from 'vitest'
import { readMarkers } from '../../../lib/markers/index.ts'

const probe = { environmentId: 'environment-1', processId: 'process-1', call: 1 }
const probeLine = (call: number): string => `COLDBURST_PROBE ${JSON.stringify({ ...probe, call })}\n`
const report = (id: string, ms: string): string =>
  `REPORT RequestId: ${id}\tDuration: ${ms} ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 50 MB\t\n`
const jsonReport = (id: string, ms: number): string =>
  `${JSON.stringify({ time: 'x', type: 'platform.report', record: { requestId: id, metrics: { durationMs: ms } } })}\n`

describe('which REPORT is read', () => {
  test('the one that names the request id of the answer, wherever it stands', () => {
    const log = report('other', '1.00') + report('mine', '2.00') + report('forged', '3.00')
    expect(readMarkers({ requestId: 'mine', log }).report?.duration).toBe(2_000)
  })

  test('the last one of those, as an async retry has the same id', () => {
    const log = report('mine', '3.01') + report('mine', '2.90')
    expect(readMarkers({ requestId: 'mine', log }).report?.duration).toBe(2_900)
  })

  test('the last well-formed one when none names it', () => {
    const log = `${report('a', '1.00')}${report('b', '2.00')}REPORT RequestId: c\tnonsense\n`
    expect(readMarkers({ requestId: 'mine', log }).report?.requestId).toBe('b')
  })

  test('the last well-formed one when the answer has no request id', () => {
    expect(readMarkers({ log: report('a', '1.00') + report('b', '2.00') }).report?.requestId).toBe('b')
  })

  test('text and JSON alike: the later of the two', () => {
    expect(readMarkers({ log: report('a', '1.00') + jsonReport('b', 2) }).report?.form).toBe('json')
    expect(readMarkers({ log: jsonReport('b', 2) + report('a', '1.00') }).report?.form).toBe('text')
  })

  test('a JSON record with the id wins over a later text line without it', () => {
    const log = jsonReport('mine', 2) + report('forged', '1.00')
    expect(readMarkers({ requestId: 'mine', log }).report).toMatchObject({ form: 'json', duration: 2_000 })
  })
})

describe('which probe is read', () => {
  test("the payload's, if both speak", () => {
    const markers = readMarkers({ log: probeLine(7) + report('a', '1.00'), payload: { coldburst: probe } })
    expect(markers.probe).toEqual({ from: 'payload', ...probe })
  })

  test("the log's, when the invocation crashed", () => {
    const payload = { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: a Error: Runtime exited' }
    const markers = readMarkers({ requestId: 'a', log: probeLine(7) + report('a', '1.00'), payload })
    expect(markers.probe).toEqual({ from: 'log', ...probe, call: 7 })
  })

  test('no line that stands after the chosen REPORT', () => {
    const log = probeLine(1) + report('mine', '1.00') + probeLine(2) + report('next', '1.00')
    expect(readMarkers({ requestId: 'mine', log }).probe?.call).toBe(1)
  })

  test('a line of a log without any REPORT', () => {
    expect(readMarkers({ log: `START\n${probeLine(5)}the end` }).probe?.call).toBe(5)
  })
})

test('headers are passed on, and placement becomes integer microseconds', () => {
  expect(readMarkers({ requestId: 'a', executedVersion: '$LATEST', placementUs: 1_499.6 })).toEqual({
    requestId: 'a',
    executedVersion: '$LATEST',
    placement: 1_500,
  })
})

test('headers that are no names or times are left out', () => {
  expect(readMarkers({ requestId: 'a\u001b[31m', executedVersion: '', placementUs: Number.NaN })).toEqual({})
  expect(readMarkers({ placementUs: -1 })).toEqual({})
})

test('an answer that says nothing gives no markers', () => {
  expect(readMarkers({})).toEqual({})
  expect(readMarkers({ log: '', payload: null })).toEqual({})
})

test('only the last 64 KB of a log are read', () => {
  const log = `${report('mine', '1.00')}${'x'.repeat(70_000)}\n`
  expect(readMarkers({ requestId: 'mine', log }).report).toBeUndefined()
})
