import { afterAll, beforeAll, expect, test } from 'vitest'

import { type BuiltEnvironments, builtEnvironments, serve } from '../support/built-environment.ts'
import {
  eventually,
  fixture,
  type Invoked,
  isAlive,
  namesIn,
  startTestEmulator,
  type TestEmulator,
} from '../support/emulator.ts'

// A runtime that does to its Runtime API whatever it can think of: every invocation ends with an answer all the
// same, the functions beside it notice nothing, and nothing of it stays.

const INVOCATIONS = 120
const AT_ONCE = 4
let emulator: TestEmulator
let environments: BuiltEnvironments

beforeAll(async () => {
  environments = await builtEnvironments()
  emulator = await startTestEmulator([
    fixture('hostile', 'hostile', { runtime: 'bootstrap', timeoutMs: 1_000 }),
    fixture('probe', 'honest'),
  ])
})
afterAll(() => emulator.stop())

test('every invocation of a hostile runtime ends with an answer, and others are served meanwhile', async () => {
  const { answer: honest } = await emulator.invoke('honest')
  const seeds = Array.from({ length: INVOCATIONS }, (_, seed) => seed)
  const ended: Invoked[] = []
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let seed = seeds.pop(); seed !== undefined; seed = seeds.pop()) {
        ended.push(await emulator.invoke('hostile', { seed }))
      }
    }),
  )
  expect(ended).toHaveLength(INVOCATIONS)
  for (const { answer, functionError, log, requestId } of ended) {
    if (functionError === undefined) expect([1, 2, 3, 'ok']).toContain(answer)
    else expect(answer.errorType ?? answer).toSatisfy(isKnown)
    expect(log.split('\n').slice(-3, -2)).toEqual([`END RequestId: ${requestId}`])
  }
  const truth = emulator.truth().filter((line) => line.function === 'hostile')
  // All ways to end have been taken, or this would test little.
  expect(new Set(truth.map(({ outcome }) => outcome))).toEqual(
    new Set(['ok', 'error', 'exit', 'timeout', 'too-large']),
  )
  expect(truth.filter(({ start }) => start === 'reinitialized').length).toBeGreaterThan(10)
  const { answer: after } = await emulator.invoke('honest')
  expect(after).toMatchObject({ pid: honest.pid, calls: 2 })
})

const KNOWN = [
  'Meant',
  'Runtime.ExitError',
  'Runtime.InvalidStateTransition',
  'Runtime.TruncatedResponse',
  'Function.ResponseSizeTooLarge',
  'Sandbox.Timedout',
]

// An error that the runtime has posted itself has the document that it liked: here the empty one.
function isKnown(told: unknown): boolean {
  return typeof told === 'string' ? KNOWN.includes(told) : JSON.stringify(told) === '{}'
}

test('a caller who takes a stream gets an end too, whatever is streamed to it', async () => {
  const hostile = fixture('hostile', 'hostile', { runtime: 'bootstrap', timeoutMs: 1_000 })
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map(async (lane) => {
      const environment = await environments.open(hostile, 'on-demand')
      const ended: string[] = []
      for (let seed = lane * 1_000; seed < lane * 1_000 + 20; seed += 1) {
        const stream = { begin: () => undefined, write: () => undefined }
        ended.push((await serve(environment, { seed }, { stream })).served.outcome)
      }
      return ended
    }),
  )
  expect(outcomes.flat()).toHaveLength(80)
  expect(new Set(outcomes.flat()).size).toBeGreaterThan(3)
})

test('when the emulator stops, nothing of the hostile runtimes is left', async () => {
  const own = await startTestEmulator([
    fixture('hostile', 'hostile', { runtime: 'bootstrap', timeoutMs: 1_000 }),
  ])
  await Promise.all([3, 5, 8, 13].map((seed) => own.invoke('hostile', { seed })))
  const pids = own.truth().flatMap(({ processId }) => processId ?? [])
  expect(pids.length).toBeGreaterThan(0)
  await own.stop()
  await eventually(() => pids.every((pid) => !isAlive(pid)))
  expect(namesIn(own.tmpDir)).toEqual([])
})
