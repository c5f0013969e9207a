import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLog, cleanText } from '../../lib/markers/clean-log.ts'
import { readMarkers } from '../../lib/markers/index.ts'
import { parseReportLine } from '../../lib/markers/report-line.ts'

/** A number with as many decimals as REPORT prints, as text and in integer µs. */
const time = (most: number) =>
  fc.integer({ min: 1, max: most }).map((hundredths) => ({
    text: `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`,
    ms: hundredths / 100,
    us: hundredths * 10,
  }))

const truth = fc.record({
  id: fc.uuid(),
  duration: time(90_000_000),
  billed: fc.integer({ min: 1, max: 900_000 }),
  init: fc.option(time(1_000_000), { nil: undefined }),
  memory: fc.integer({ min: 128, max: 32_768 }),
  used: fc.integer({ min: 1, max: 32_768 }),
  status: fc.constantFrom(undefined, 'error', 'timeout', 'failure'),
  errorType: fc.constantFrom(undefined, 'Runtime.ExitError', 'Sandbox.Timedout', 'Extension.Crash'),
  xray: fc.boolean(),
})
type Truth = typeof truth extends fc.Arbitrary<infer T> ? T : never

/** What the function itself prints: anything but a line that begins like one of Lambda's. */
const chatter = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '\tDuration: 9.99 ms\tInit Duration: 7.00 ms',
        'Größe: 3 µm 😀',
        '{"level":"info","durationMs":3}',
        'printed: REPORT of the day',
      ),
    ),
    { maxLength: 6 },
  )
  .map((lines) => lines.map((line) => `${line}\n`).join(''))

function textReport(t: Truth, separator: string): string {
  const fields = [
    `REPORT RequestId: ${t.id}`,
    `Duration: ${t.duration.text} ms`,
    `Billed Duration: ${t.billed} ms`,
    `Memory Size: ${t.memory} MB`,
    `Max Memory Used: ${t.used} MB`,
    ...(t.init === undefined ? [] : [`Init Duration: ${t.init.text} ms`]),
    ...(t.status === undefined ? [] : [`Status: ${t.status}`]),
    ...(t.status === undefined || t.errorType === undefined ? [] : [`Error Type: ${t.errorType}`]),
  ]
  const xray =
    'XRAY TraceId: 1-6ac7d554-62c6be2f6c1bd8032dac9acf\tSegmentId: 854892f93105b5ae\tSampled: true\t\n'
  return `${fields.join(separator)}${t.status === undefined ? separator : ''}\n${t.xray ? xray : ''}`
}

function jsonReport(t: Truth, indent: number): string {
  const metrics = {
    durationMs: t.duration.ms,
    billedDurationMs: t.billed,
    memorySizeMB: t.memory,
    maxMemoryUsedMB: t.used,
    ...(t.init !== undefined && { initDurationMs: t.init.ms }),
  }
  const error = t.status !== undefined && t.errorType !== undefined ? { errorType: t.errorType } : {}
  const record = { requestId: t.id, metrics, ...(t.status !== undefined && { status: t.status }), ...error }
  return `${JSON.stringify({ time: '2026-11-23T10:00:00.000Z', type: 'platform.report', record }, null, indent)}\n`
}

const printed = fc.tuple(truth, fc.constantFrom('tab', 'space', 'json', 'pretty')).map(([t, form]) => ({
  t,
  text:
    form === 'tab' || form === 'space'
      ? textReport(t, form === 'tab' ? '\t' : ' ')
      : jsonReport(t, form === 'json' ? 0 : 2),
}))

function expectedFields(t: Truth): Record<string, unknown> {
  return {
    requestId: t.id,
    duration: t.duration.us,
    billedDuration: t.billed * 1_000,
    initDuration: t.init?.us,
    memorySizeMb: t.memory,
    maxMemoryUsedMb: t.used,
    status: t.status,
    errorType: t.status === undefined ? undefined : t.errorType,
  }
}

const probe = {
  environmentId: 'environment-0123456789abcdef',
  processId: 'process',
  call: 12,
  tmpBytes: 123_456,
}
const probeLine = `COLDBURST_PROBE ${JSON.stringify(probe)}\n`

test('a whole REPORT gives every field exactly, in every form', () => {
  fc.assert(
    fc.property(printed, chatter, fc.boolean(), ({ t, text }, before, named) => {
      const markers = readMarkers({ log: before + text, ...(named && { requestId: t.id }) })
      const { form, ...fields } = markers.report ?? {}
      expect(form).toBeDefined()
      expect({ ...expectedFields(t), ...fields }).toEqual(expectedFields(t))
      expect(Object.keys(fields).toSorted()).toEqual(
        Object.entries(expectedFields(t))
          .flatMap(([key, value]) => (value === undefined ? [] : [key]))
          .toSorted(),
      )
    }),
  )
})

test('wherever a tail is cut, at both ends, each field is true or absent', () => {
  fc.assert(
    fc.property(printed, chatter, chatter, fc.nat(), fc.nat(), ({ t, text }, first, second, from, length) => {
      const whole = Buffer.from(
        `START RequestId: ${t.id} Version: $LATEST\n${first}${probeLine}${second}${text}`,
      )
      const start = from % whole.length
      const tail = whole.subarray(start, start + 1 + (length % (whole.length - start)))
      const markers = readMarkers({ requestId: t.id, log: tail.toString('utf8') })
      const { form: _form, ...fields } = markers.report ?? {}
      expect({ ...expectedFields(t), ...fields }).toEqual(expectedFields(t))
      if (markers.probe !== undefined) expect(markers.probe).toEqual({ from: 'log', ...probe })
    }),
    { numRuns: 1_000 },
  )
})

test('REPORT lines that a function forges under other ids change nothing while the true one is there', () => {
  fc.assert(
    fc.property(printed, fc.array(printed, { maxLength: 8 }), fc.nat(), ({ t, text }, forged, cut) => {
      const before = Buffer.from(forged.map((other) => other.text).join(''))
      const log = before.subarray(cut % (before.length + 1)).toString('utf8') + text
      const { form: _form, ...fields } = readMarkers({ requestId: t.id, log }).report ?? {}
      expect(fields).toEqual(JSON.parse(JSON.stringify(expectedFields(t))))
    }),
  )
})

test('nothing that a function can print or answer makes reading its markers throw', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'REPORT RequestId:',
      '"platform.report"',
      '{"type":"platform.report"',
      'COLDBURST_PROBE {',
      '\n',
      '\\',
    ),
  )
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 30 }), fc.json(), fc.string(), (parts, payload, requestId) => {
      const markers = readMarkers({ requestId, log: parts.join(''), payload: JSON.parse(payload) })
      expect(markers).toBeTypeOf('object')
    }),
  )
})

test('milliseconds become microseconds without the noise of floating point', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000_000 }), (us) => {
      const ms = `${Math.floor(us / 1_000)}.${String(us % 1_000).padStart(3, '0')}`
      expect(parseReportLine(`REPORT RequestId: x\tDuration: ${ms} ms`)?.duration).toBe(us)
    }),
  )
})

test('a cleaned log holds nothing that moves a cursor, and stays in its frame', () => {
  const parts = fc.constantFrom(
    '\u001b',
    '[',
    ']',
    '31m',
    '\u009b',
    '\u009d',
    '\u0007',
    '\r',
    '\n',
    '\u202e',
    'x',
    '\\',
    'P',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 60 }), (pieces) => {
      const shown = cleanLog(pieces.join(''))
      // oxlint-disable-next-line no-control-regex
      expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      expect(shown.split('\n').length).toBeLessThanOrEqual(20)
      expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(500)
      expect(cleanText(pieces.join(''), 20)).not.toMatch(/[\n\t]|.{21}/)
    }),
  )
})

test('a REPORT line with one character changed reads the same by the fast way as by the general one', () => {
  const opening = 'REPORT RequestId:'
  const changed = fc.record({
    line: truth.map((t) => textReport(t, '\t').split('\n')[0] ?? ''),
    at: fc.nat(250),
    cut: fc.boolean(),
    to: fc.constantFrom('', ' ', '\t', ':', '.', '0', '9', 'm', '-', 'é', '\tDuration: 1.00 ms'),
  })
  fc.assert(
    fc.property(changed, ({ line, at, cut, to }) => {
      const rest = line.slice(opening.length)
      const place = at % (rest.length + 1)
      const odd = rest.slice(0, place) + to + (cut ? '' : rest.slice(place + 1))
      // More space between words means nothing, but it is not how Lambda prints the line.
      const spaced = odd.replaceAll(' ', '  ')
      for (const ended of [true, false])
        expect(parseReportLine(opening + odd, ended)).toEqual(parseReportLine(opening + spaced, ended))
    }),
    { numRuns: 2_000 },
  )
})
