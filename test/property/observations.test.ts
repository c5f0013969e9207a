import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../../lib/model/defined.ts'
import type { Markers, ProbeFields, ReportFields } from '../../lib/model/markers.ts'
import type { Dropped, Observation, Sent } from '../../lib/model/observation.ts'
import { micros } from '../../lib/model/time.ts'
import { NameCache } from '../../lib/store/name-cache.ts'
import { parseObservation } from '../../lib/store/observation-line.ts'
import { TextCursor } from '../../lib/store/text-cursor.ts'
import { readWritten } from '../../lib/store/written-line.ts'
import { printObservation } from '../support/print-observation.ts'

/** Objects as parsers make them, with the usual prototype. */
const record = <T>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true })

const count = fc.nat({ max: 2 ** 40 })
const time = count.map(micros)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
/** What the markers believe as a name: never empty. */
const name = fc.string({ minLength: 1 })
/** What a function may write: line ends of every kind, broken characters, escapes. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('\n', '\r', '\u2028', '\u2029', '\u0085', '\ud800', '"', '\\', '\0', '\x1b'),
  }),
)

const report: fc.Arbitrary<ReportFields> = record({
  form: fc.constantFrom('text' as const, 'json' as const),
  requestId: maybe(name),
  duration: maybe(time),
  billedDuration: maybe(time),
  initDuration: maybe(time),
  restoreDuration: maybe(time),
  billedRestoreDuration: maybe(time),
  memorySizeMb: maybe(fc.nat({ max: 131_072 })),
  maxMemoryUsedMb: maybe(fc.double({ min: 0.1, max: 1e5, noNaN: true })),
  status: maybe(name),
  errorType: maybe(name),
}).map(defined)

const probe: fc.Arbitrary<ProbeFields> = record({
  from: fc.constantFrom('payload' as const, 'log' as const),
  environmentId: name,
  processId: name,
  call: count,
  initializationType: maybe(name),
  processStartMs: maybe(
    fc.double({ min: 0, max: 1e13, noNaN: true, noDefaultInfinity: true }).filter((n) => n > 0),
  ),
  handlerStartMs: maybe(count),
  tmpBytes: maybe(count),
}).map(defined)

const markers: fc.Arbitrary<Markers> = record({
  requestId: maybe(name),
  executedVersion: maybe(fc.oneof(fc.constantFrom('$LATEST', '7'), name)),
  report: maybe(report),
  probe: maybe(probe),
  placement: maybe(time),
})
  .chain((drawn) =>
    // In nearly every answer the REPORT names the answer's own id.
    fc
      .boolean()
      .map((sameId) =>
        sameId && drawn.report !== undefined && drawn.requestId !== undefined
          ? { ...drawn, report: { ...drawn.report, requestId: drawn.requestId } }
          : drawn,
      ),
  )
  .map(defined)

const outcome: fc.Arbitrary<Sent['outcome']> = fc.oneof(
  record({ kind: fc.constant('ok' as const), status: fc.integer({ min: 200, max: 299 }) }),
  record({
    kind: fc.constant('function-error' as const),
    errorType: text,
    handled: fc.boolean(),
    message: maybe(text),
  }).map(defined),
  record({ kind: fc.constant('throttled' as const), reason: text }),
  fc.constant({ kind: 'timed-out' as const }),
  record({
    kind: fc.constant('service-error' as const),
    status: fc.nat({ max: 599 }),
    name: text,
    message: maybe(text),
  }).map(defined),
  record({ kind: fc.constant('transport-error' as const), code: text, message: maybe(text) }).map(defined),
)

const planned = { seq: count, phase: count, scheduledAt: time }

const sent: fc.Arbitrary<Sent> = record({
  ...planned,
  lag: count,
  firstAfter: maybe(count),
  endAfter: count,
  outcome,
  markers,
  bytesOut: count,
  bytesIn: count,
  log: maybe(text),
}).map(({ lag, firstAfter, endAfter, ...rest }) =>
  defined({
    ...rest,
    share: 3,
    sentAt: micros(rest.scheduledAt + lag),
    firstByteAt: firstAfter === undefined ? undefined : micros(rest.scheduledAt + lag + firstAfter),
    endedAt: micros(rest.scheduledAt + lag + endAfter),
  }),
)

const dropped: fc.Arbitrary<Dropped> = fc
  .tuple(record(planned), fc.constantFrom('in-flight' as const, 'late' as const))
  .map(([drawn, reason]) => ({ ...drawn, share: 3, outcome: { kind: 'dropped' as const, reason } }))

const observation: fc.Arbitrary<Observation> = fc.oneof({ weight: 5, arbitrary: sent }, dropped)

describe('an observation as a line', () => {
  it('comes back as it was, whatever is known of it', () => {
    fc.assert(
      fc.property(observation, (drawn) => {
        expect(parseObservation(printObservation(drawn), 3)).toStrictEqual(drawn)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is one line, whatever its texts hold', () => {
    fc.assert(
      fc.property(observation, (drawn) => {
        const line = printObservation(drawn)
        expect(line.indexOf('\n')).toBe(line.length - 1)
      }),
    )
  })

  it('is none when it was cut off anywhere', () => {
    fc.assert(
      fc.property(observation, fc.nat(), (drawn, cut) => {
        const line = printObservation(drawn).trimEnd()
        expect(parseObservation(line.slice(0, cut % line.length), 3)).toBeUndefined()
      }),
    )
  })

  it('never makes reading throw, whatever stands in its place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (line) => {
        expect(() => parseObservation(line, 0)).not.toThrow()
      }),
    )
  })
})

const names = new NameCache()
const read = (line: string): Observation | undefined => readWritten(new TextCursor(line), 3, names)

/** What nearly all invocations are: nothing in them needs an escape, and all is told. */
const usual = sent.filter(({ outcome, log }) => outcome.kind === 'ok' && log === undefined)

describe('reading a line by its written form', () => {
  it('gives what parsing it as JSON gives, or leaves it to that', () => {
    fc.assert(
      fc.property(observation, (drawn) => {
        const quick = read(printObservation(drawn))
        if (quick !== undefined) expect(quick).toStrictEqual(drawn)
      }),
      { numRuns: 1_000 },
    )
  })

  it('accepts no line that was changed, unless JSON does and says the same', () => {
    const change = fc.record({
      at: fc.nat(),
      cut: fc.nat({ max: 3 }),
      put: fc.string({ unit: fc.constantFrom(...'09-.e,:[]{}"\\n \t\nu'.split('')), maxLength: 3 }),
    })
    fc.assert(
      fc.property(usual, fc.array(change, { minLength: 20, maxLength: 20 }), (drawn, changes) => {
        const line = printObservation(drawn).trimEnd()
        for (const { at, cut, put } of changes) {
          const place = at % line.length
          const changed = line.slice(0, place) + put + line.slice(place + cut)
          const quick = read(changed)
          // A line feed that was put in ends the line there.
          const [first = ''] = changed.split('\n')
          if (quick !== undefined) expect(quick).toStrictEqual(parseObservation(first, 3))
        }
      }),
      { numRuns: 200 },
    )
  })

  it.each(['setup', 'first', 'placement'])('accepts no line whose number of %s is missing', (key) => {
    const numbers = '"out":1,"in":1'
    const head = '{"seq":1,"phase":0,"at":5,"sent":1'
    const [before, behind] = key === 'placement' ? ['', `,"${key}":`] : [`,"${key}":`, '']
    const line = `${head}${before},"end":9,"outcome":200,${numbers}${behind}}`
    expect(parseObservation(line, 3)).toBeUndefined()
    expect(read(line)).toBeUndefined()
  })

  it('leaves hardly any of the usual lines to JSON', () => {
    const plain = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replace(/["\\]/g, ''))
    const ids = fc.record({ requestId: plain, environmentId: plain, processId: plain })
    fc.assert(
      fc.property(
        usual,
        ids,
        fc.nat({ max: 1e6 }),
        (drawn, { requestId, environmentId, processId }, call) => {
          const told: Sent = {
            ...drawn,
            markers: {
              requestId,
              executedVersion: '$LATEST',
              report: { form: 'text', requestId, duration: micros(call), maxMemoryUsedMb: 70 },
              probe: { from: 'payload', environmentId, processId, call, tmpBytes: 0 },
            },
          }
          expect(read(printObservation(told))).toStrictEqual(told)
        },
      ),
    )
  })
})
