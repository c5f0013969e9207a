import { describe, expect, test } from 'vitest'
import { createClassifier } from '../../../lib/classify/classify.ts'
import type { Classification } from '../../../lib/model/classification.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { fromMillis } from '../../../lib/model/time.ts'
import { type Told, sentWith } from './sent.ts'

const init = { initDuration: fromMillis(160) }
const restore = { restoreDuration: fromMillis(511.25) }

/** Classifies all and gives the judgement of the last. */
function last(tells: readonly Told[], reportsInit = true): Classification {
  const classifier = createClassifier({ reportsInit })
  const all = tells.map((told) => classifier.classify(sentWith(told)))
  const judged = all.at(-1)
  if (judged === undefined) throw new Error('nothing to classify')
  return judged
}

const served: Told = { probe: { environmentId: 'e1', processId: 'p0', call: 4 } }

describe('the decision table', () => {
  test.each<[string, readonly Told[], boolean, Partial<Classification>]>([
    ['REPORT with Init Duration', [{ report: init }], true, { start: 'cold' }],
    ['… and a first call', [{ report: init, probe: {} }], true, { start: 'cold', environmentId: 'e1' }],
    ['REPORT with Restore Duration', [{ report: restore }], true, { start: 'restored' }],
    ['a later call', [{ report: {}, probe: { call: 2 } }], true, { start: 'warm' }],
    ['a later call without REPORT', [{ probe: { call: 2 } }], true, { start: 'warm' }],
    [
      'a first call where another process served before',
      [served, { report: {}, probe: {} }],
      true,
      { start: 'reinitialized' },
    ],
    ['… without REPORT', [served, { probe: {} }], true, { start: 'reinitialized' }],
    [
      '… on a target that never shows INIT',
      [served, { report: {}, probe: {} }],
      false,
      { start: 'reinitialized' },
    ],
    [
      'a first call in an unknown environment whose REPORT shows no INIT',
      [{ report: {}, probe: {} }],
      true,
      { start: 'reinitialized' },
    ],
    ['… on a target that never shows INIT', [{ report: {}, probe: {} }], false, { start: 'cold' }],
    ['a first call in an unknown environment without REPORT', [{ probe: {} }], true, { start: 'cold' }],
    ['REPORT alone, without Init Duration', [{ report: {} }], true, { start: 'warm' }],
    ['… on a target that never shows INIT', [{ report: {} }], false, { start: 'unknown' }],
    ['no marker at all', [{}], true, { start: 'unknown', evidence: [] }],
    [
      'a first call of a SnapStart function without REPORT',
      [{ probe: { initializationType: 'snap-start' } }],
      true,
      { start: 'restored' },
    ],
    [
      '… after a crash, which is followed by a full INIT',
      [served, { probe: { initializationType: 'snap-start' } }],
      true,
      { start: 'reinitialized' },
    ],
    [
      'a first call under provisioned concurrency',
      [{ probe: { initializationType: 'provisioned-concurrency' } }],
      true,
      { start: 'cold', waited: false },
    ],
    [
      '… with a REPORT',
      [{ report: init, probe: { initializationType: 'provisioned-concurrency' } }],
      true,
      { start: 'cold', waited: false },
    ],
    [
      'a first call on Managed Instances, whose REPORT never shows INIT',
      [{ report: { form: 'json' }, probe: { initializationType: 'lambda-managed-instances' } }],
      true,
      { start: 'cold', waited: false },
    ],
  ])('%s', (_, tells, reportsInit, expected) => {
    expect(last(tells, reportsInit)).toMatchObject(expected)
    expect(last(tells, reportsInit).disagreement).toBeUndefined()
  })

  test('a REPORT with a Duration and nothing else (Managed Instances) does not make a call warm', () => {
    const classifier = createClassifier({ reportsInit: true })
    const sent = sentWith({})
    const report = { form: 'json', duration: fromMillis(1.148) } as const
    expect(classifier.classify({ ...sent, markers: { report } }).start).toBe('unknown')
  })
})

describe('a failed INIT', () => {
  const failed = (errorType: string): Sent['outcome'] => ({
    kind: 'function-error',
    errorType,
    handled: false,
  })

  test.each([
    'Runtime.ImportModuleError',
    'Runtime.UserCodeSyntaxError',
    'Runtime.HandlerNotFound',
    'Runtime.InvalidEntrypoint',
    'Runtime.MalformedHandlerName',
    'Extension.Crash',
  ])('%s is a cold start, told by REPORT or by the answer', (errorType) => {
    const byReport = last([{ report: { status: 'error', errorType }, outcome: failed('Error') }])
    expect(byReport).toEqual({
      start: 'cold',
      evidence: [{ marker: 'error type', says: `INIT failed: ${errorType}` }],
    })
    expect(last([{ report: {}, outcome: failed(errorType) }]).start).toBe('cold')
    expect(last([{ outcome: failed(errorType) }]).start).toBe('cold')
  })

  test.each(['Runtime.ExitError', 'Runtime.OutOfMemory'])(
    '%s without an Init Duration may be the end of INIT or of a warm handler: nobody can tell',
    (errorType) => {
      const outcome = failed(errorType)
      expect(last([{ report: { status: 'error', errorType }, outcome }]).start).toBe('unknown')
      expect(last([{ report: { ...init, errorType }, outcome }]).start).toBe('cold')
      expect(last([{ report: { status: 'error', errorType }, outcome, probe: { call: 2 } }]).start).toBe(
        'warm',
      )
    },
  )

  test.each(['Sandbox.Timedout', 'Function.ResponseSizeTooLarge'])(
    '%s ends invocations, so that REPORT decides',
    (errorType) => {
      const outcome = failed(errorType)
      expect(last([{ report: { status: 'error', errorType }, outcome }]).start).toBe('warm')
      expect(last([{ report: { ...init, errorType }, outcome }]).start).toBe('cold')
      expect(last([{ outcome }]).start).toBe('unknown')
    },
  )

  test("a function's own error type in REPORT may be of its handler or of its INIT: nobody can tell", () => {
    const outcome = failed('TypeError')
    expect(last([{ report: { status: 'error', errorType: 'TypeError' }, outcome }]).start).toBe('unknown')
    expect(last([{ report: {}, outcome }]).start).toBe('warm')
    expect(last([{ report: init, outcome }]).start).toBe('cold')
  })

  test('an error that a handler names like one is not believed, as the handler was entered', () => {
    const outcome = failed('Runtime.ImportModuleError')
    expect(last([{ report: {}, probe: { call: 3 }, outcome }]).start).toBe('warm')
  })
})

describe('whether the caller waited', () => {
  const cold = (took: number, duration: number | undefined): Classification =>
    last([
      {
        took,
        report: { ...init, ...(duration !== undefined && { duration: fromMillis(duration) }) },
      },
    ])

  test('it did when the time beside Duration holds half of INIT or more', () => {
    expect(cold(380, 300).waited).toBe(true)
    expect(cold(600, 300).waited).toBe(true)
  })

  test('it did not when INIT was over before', () => {
    expect(cold(379.9, 300).waited).toBe(false)
  })

  test('nobody knows without a Duration', () => {
    const sent = sentWith({ report: init })
    const report = { form: 'text', billedDuration: fromMillis(460), ...init } as const
    const judged = createClassifier({ reportsInit: true }).classify({ ...sent, markers: { report } })
    expect(judged).toEqual({ start: 'cold', evidence: [{ marker: 'REPORT', says: 'Init Duration 160 ms' }] })
  })

  test('it is not said of warm, reinitialized or restored ones', () => {
    for (const told of [{ report: {} }, { report: restore }, { report: {}, probe: {} }]) {
      expect(last([told])).not.toHaveProperty('waited')
    }
  })
})

describe('what did not run the function', () => {
  test.each([
    { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' },
    { kind: 'service-error', status: 500, name: 'ServiceException' },
    { kind: 'transport-error', code: 'ECONNRESET' },
    { kind: 'timed-out' },
  ] as const)('$kind is unknown, without evidence', (outcome) => {
    expect(last([{ outcome, report: init, probe: {} }])).toEqual({ start: 'unknown', evidence: [] })
  })
})

describe('evidence', () => {
  test('names the markers behind a cold start', () => {
    expect(last([{ report: { initDuration: fromMillis(162.08) }, probe: {} }]).evidence).toEqual([
      { marker: 'REPORT', says: 'Init Duration 162.08 ms' },
      { marker: 'probe', says: 'first call of its process' },
    ])
  })

  test('names the markers behind a reinitialized one', () => {
    expect(last([served, { report: {}, probe: {} }]).evidence).toEqual([
      { marker: 'probe', says: 'first call of its process' },
      { marker: 'environment', says: 'had served before' },
      { marker: 'REPORT', says: 'no Init Duration' },
    ])
  })

  test('names the marker behind a warm one', () => {
    expect(last([{ report: {} }]).evidence).toEqual([{ marker: 'REPORT', says: 'no Init Duration' }])
    expect(last([{ report: {}, probe: { call: 7 } }]).evidence).toEqual([
      { marker: 'probe', says: 'call 7 of its process' },
    ])
  })
})

describe('disagreements', () => {
  test('REPORT wins for cold over a later call', () => {
    expect(last([{ report: init, probe: { call: 7 } }])).toMatchObject({
      start: 'cold',
      disagreement: 'REPORT has an Init Duration, but the probe counts a later call of its process',
    })
  })

  test('REPORT wins for cold over an environment that served before', () => {
    expect(last([served, { report: init, probe: {} }])).toMatchObject({
      start: 'cold',
      disagreement: 'REPORT has an Init Duration, but the environment had served before',
    })
  })

  test('REPORT wins for restored over a counter that a snapshot holds', () => {
    expect(last([{ report: restore, probe: { call: 2 } }])).toMatchObject({
      start: 'restored',
      disagreement: 'REPORT has a Restore Duration, but the probe counts a later call of its process',
    })
  })

  test('one process id in two environments', () => {
    const tells = [
      { report: restore, probe: {} },
      { report: restore, probe: { environmentId: 'e2' } },
    ]
    expect(last(tells)).toMatchObject({
      start: 'restored',
      environmentId: 'e2',
      disagreement: 'one process id was seen in two environments: the id may be part of a snapshot',
    })
  })

  test('the first call of one process, twice', () => {
    expect(last([{ probe: {} }, { probe: {} }])).toMatchObject({
      start: 'reinitialized',
      disagreement: 'the first call of one process was seen twice: its id may be part of a snapshot',
    })
  })
})

describe('order', () => {
  test('an environment met in the middle of its life is warm, and reinitialized after a crash', () => {
    const classifier = createClassifier({ reportsInit: true })
    const starts = [
      { report: {}, probe: { processId: 'p1', call: 40 } },
      { report: {}, probe: { processId: 'p1', call: 41 } },
      { report: {}, probe: { processId: 'p2', call: 1 } },
      { report: {}, probe: { processId: 'p2', call: 2 } },
    ].map((told) => classifier.classify(sentWith(told)).start)
    expect(starts).toEqual(['warm', 'warm', 'reinitialized', 'warm'])
  })

  test('a first call that ends after the second, in an environment that serves several at once, stays cold', () => {
    const managed = { initializationType: 'lambda-managed-instances' }
    const tells = [{ probe: { ...managed, call: 2 } }, { probe: { ...managed, call: 1 } }]
    expect(last(tells)).toMatchObject({ start: 'cold' })
    expect(last(tells).disagreement).toBeUndefined()
  })
})
