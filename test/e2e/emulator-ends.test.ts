import { GetFunctionCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  eventually,
  exists,
  fixture,
  type Invoked,
  isAlive,
  namesIn,
  startTestEmulator,
  type TestEmulator,
} from '../support/emulator.ts'

// What ends a process, what the caller is told, and what the environment keeps.

let emulator: TestEmulator
let slow: TestEmulator
let slowInit: Promise<Invoked>

beforeAll(async () => {
  // It takes 11 seconds: the other tests run meanwhile.
  slow = await startTestEmulator([fixture('init-slow', 'slow', { timeoutMs: 1_000 })])
  slowInit = slow.invoke('slow')
  emulator = await startTestEmulator([
    ...['timeout', 'memory', 'exit', 'signal', 'late'].map((name) =>
      fixture('probe', name, { memoryMb: 160, timeoutMs: name === 'timeout' ? 1_000 : 10_000 }),
    ),
    fixture('probe', 'throws'),
    fixture('init-counts', 'again', { env: { INIT_MS: '300' } }),
    fixture('init-counts', 'doomed', { env: { INIT_MS: '1500' }, timeoutMs: 1_000 }),
    fixture('probe', 'idle-death'),
    fixture('broken-syntax', 'syntax'),
    fixture('init-throws', 'init-throws'),
    fixture('init-flaky', 'init-flaky'),
    fixture('probe', 'no-file', { handler: 'absent.handler' }),
    fixture('probe', 'no-export', { handler: 'index.absent' }),
    fixture('probe', 'no-bootstrap', { runtime: 'bootstrap' }),
  ])
})
afterAll(() => Promise.all([emulator.stop(), slow.stop()]))

describe.each([
  ['timeout', { holdMs: 30_000 }, 'timeout', 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
  ['memory', { allocateMb: 400 }, 'out-of-memory', 'Runtime.OutOfMemory', 'signal: killed'],
  ['exit', { exit: 42 }, 'exit', 'Runtime.ExitError', 'exit status 42'],
  ['exit', { exit: 0 }, 'exit', 'Runtime.ExitError', 'exited without providing a reason'],
  ['signal', { signal: 'SIGABRT' }, 'exit', 'Runtime.ExitError', 'signal: aborted'],
])('after %s %j', (name, event, outcome, errorType, words) => {
  test('the caller is told as on Lambda, and the environment starts its process again inside Duration', async () => {
    const { answer: before } = await emulator.invoke(name, { write: 'kept' })
    const ended = await emulator.invoke(name, event)
    const { answer, report } = await emulator.invoke(name)
    expect(ended.functionError).toBe('Unhandled')
    expect(ended.answer.errorType).toBe(errorType)
    expect(ended.answer.errorMessage).toMatch(new RegExp(`^RequestId: ${ended.requestId} Error: .*${words}$`))
    expect(isAlive(before.pid)).toBe(false)
    expect(answer).toMatchObject({ calls: 1, files: ['kept'], tmpdir: before.tmpdir })
    expect(answer.processUuid).not.toBe(before.processUuid)
    expect(report).not.toHaveProperty('Init Duration')
    const [last, ending] = emulator.truth().toReversed()
    expect(ending).toMatchObject({ requestId: ended.requestId, outcome })
    expect(last).toMatchObject({ start: 'reinitialized', outcome: 'ok', environment: ending?.environment })
  })
})

test('an INIT that is run again is part of Duration, and of what is billed', async () => {
  const cold = await emulator.invoke('again')
  expect(parseFloat(cold.report['Init Duration']!)).toBeGreaterThan(299)
  await emulator.invoke('again', { exit: 1 })
  const { report, log, answer } = await emulator.invoke('again')
  expect(answer).toMatchObject({ inits: 2 })
  expect(parseFloat(report['Duration']!)).toBeGreaterThan(299)
  expect(parseInt(report['Billed Duration']!)).toBe(Math.ceil(parseFloat(report['Duration']!)))
  expect(log).toContain('\tinit 2\n')
})

test('an INIT longer than the timeout succeeds ahead, and never again inside an invocation', async () => {
  const cold = await emulator.invoke('doomed')
  expect(cold.functionError).toBeUndefined()
  expect(parseFloat(cold.report['Init Duration']!)).toBeGreaterThan(1_499)
  await emulator.invoke('doomed', { exit: 1 })
  for (let tries = 0; tries < 2; tries += 1) {
    const { answer, report } = await emulator.invoke('doomed')
    expect(answer.errorType).toBe('Sandbox.Timedout')
    expect(report).toMatchObject({ Duration: '1000.00 ms', Status: 'timeout' })
  }
  const lines = emulator.truth().filter((line) => line.function === 'doomed')
  expect(lines.map(({ start }) => start)).toEqual(['cold', 'warm', 'reinitialized', 'reinitialized'])
  expect(new Set(lines.map(({ environment }) => environment)).size).toBe(1)
})

test('a cold invocation that fails shows its INIT all the same', async () => {
  const { report, log } = await emulator.invoke('late', { exit: 1 })
  expect(report).toHaveProperty('Init Duration')
  expect(report).toMatchObject({ Status: 'error', 'Error Type': 'Runtime.ExitError' })
  expect(log).toMatch(/Init Duration: [\d.]+ ms\tStatus: error\tError Type: Runtime\.ExitError\n$/)
})

test('a timeout is counted as the timeout, to the hundredth', async () => {
  const { report } = await emulator.invoke('timeout', { holdMs: 5_000 })
  expect(report).toMatchObject({ Duration: '1000.00 ms', 'Billed Duration': '1000 ms', Status: 'timeout' })
})

test('an exception keeps the process', async () => {
  const { answer: before } = await emulator.invoke('throws')
  const thrown = await emulator.invoke('throws', { fail: 'no such order' })
  const { answer: after } = await emulator.invoke('throws')
  expect(thrown.functionError).toBe('Unhandled')
  expect(thrown.answer).toMatchObject({ errorType: 'TypeError', errorMessage: 'no such order' })
  expect(thrown.report).not.toHaveProperty('Status')
  expect(after).toMatchObject({ calls: 3, pid: before.pid })
})

test('an unhandled rejection ends the process', async () => {
  const { answer } = await emulator.invoke('throws', { reject: 'forgotten', afterMs: 5_000 })
  expect(answer.errorType).toBe('Runtime.ExitError')
  expect(answer.errorMessage).toMatch(/exit status 1$/)
})

test('a process that dies while it is idle is started again', async () => {
  const { answer } = await emulator.invoke('idle-death')
  process.kill(answer.pid, 'SIGKILL')
  await eventually(() => !exists(answer.pid))
  const { answer: next } = await emulator.invoke('idle-death')
  expect(next).toMatchObject({ calls: 1, tmpdir: answer.tmpdir })
  expect(emulator.truth().at(-1)).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
})

test.each([
  ['syntax', 'Runtime.UserCodeSyntaxError', /SyntaxError/],
  ['no-file', 'Runtime.ImportModuleError', /Cannot find module 'absent'/],
  ['no-export', 'Runtime.HandlerNotFound', /index\.absent is undefined or not exported/],
  ['init-throws', 'ConfigurationError', /^no table$/, 'Runtime.Unknown'],
  ['no-bootstrap', 'Runtime.InvalidEntrypoint', /bootstrap: no such file or directory$/],
])(
  'a function whose INIT fails (%s) says why, each time in a new environment',
  async (name, errorType, words, reported = errorType) => {
    const first = await emulator.invoke(name)
    const second = await emulator.invoke(name)
    for (const { functionError, answer, report } of [first, second]) {
      expect(functionError).toBe('Unhandled')
      expect(answer.errorType).toBe(errorType)
      expect(answer.errorMessage).toMatch(words)
      expect(report).toMatchObject({ Status: 'error', 'Error Type': reported })
      expect(report).not.toHaveProperty('Init Duration')
    }
    const [two, one] = emulator.truth().toReversed()
    expect(one).toMatchObject({ start: 'cold', call: 1, outcome: 'init-error' })
    expect(two).toMatchObject({ start: 'cold', call: 1, outcome: 'init-error' })
    expect(two?.environment).not.toBe(one?.environment)
  },
)

test('an INIT that fails once is run again inside the first invocation', async () => {
  const { answer, report } = await emulator.invoke('init-flaky')
  expect(answer).toBe('second attempt')
  expect(report).not.toHaveProperty('Init Duration')
  expect(parseFloat(report['Duration']!)).toBeGreaterThan(20)
  const [line] = emulator.truth().toReversed()
  expect(line).toMatchObject({ start: 'cold', outcome: 'ok' })
  expect(line).not.toHaveProperty('initMs')
})

test('an INIT over ten seconds is run again inside the first invocation, under the timeout of the function', async () => {
  const { answer, report } = await slowInit
  expect(answer.errorType).toBe('Sandbox.Timedout')
  expect(report).toMatchObject({ Duration: '1000.00 ms', Status: 'timeout' })
  expect(report).not.toHaveProperty('Init Duration')
  expect(slow.truth()).toMatchObject([{ start: 'cold', outcome: 'timeout' }])
})

test('an emulator that runs out of file descriptors answers all calls, and goes on', async () => {
  const scarce = await startTestEmulator([fixture('probe', 'scarce')], {}, 200)
  // Connections come first: one that can't be accepted any more is no call yet, and is closed without an answer.
  const looks = Array.from({ length: 50 }, () =>
    scarce.client.send(new GetFunctionCommand({ FunctionName: 'scarce' })),
  )
  await Promise.all(looks)
  const calls = Array.from({ length: 50 }, () => scarce.invoke('scarce', { holdMs: 300 }))
  const refusals = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected')
  expect(refusals.length).toBeGreaterThan(0)
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({
      reason: { name: 'ServiceException', message: expect.stringContaining('EMFILE') },
    })
  }
  expect((await scarce.invoke('scarce')).functionError).toBeUndefined()
  await scarce.stop()
  expect(namesIn(scarce.tmpDir)).toEqual([])
})
