import { setTimeout } from 'node:timers/promises'

import { afterAll, beforeAll, expect, test } from 'vitest'

import {
  eventually,
  fixture,
  isAlive,
  namesIn,
  startTestEmulator,
  type TestEmulator,
} from '../support/emulator.ts'

// The life of an execution environment: INIT, reuse, scaling out, freezing, expiry.

let emulator: TestEmulator
const names = ['reuse', 'folders', 'scale', 'freeze', 'facts', 'mru', 'untailed']

beforeAll(async () => {
  emulator = await startTestEmulator(
    names.map((name) => fixture('probe', name, { env: { TABLE: 'orders' } })),
  )
})
afterAll(() => emulator.stop())

test('the first invocation is cold and the second finds its module state and temporary files', async () => {
  const cold = await emulator.invoke('reuse', { write: 'mine' })
  const warm = await emulator.invoke('reuse')
  expect(cold.answer.calls).toBe(1)
  expect(warm.answer).toMatchObject({ calls: 2, files: ['mine'], processUuid: cold.answer.processUuid })
  expect(cold.report).toHaveProperty('Init Duration')
  expect(warm.report).not.toHaveProperty('Init Duration')
  expect(emulator.truth().slice(-2)).toMatchObject([
    { requestId: cold.requestId, start: 'cold', call: 1, outcome: 'ok', processId: cold.answer.pid },
    { requestId: warm.requestId, start: 'warm', call: 2, outcome: 'ok', processId: cold.answer.pid },
  ])
})

test('what is billed for a cold start is Duration and Init Duration, rounded up once', async () => {
  const { report } = await emulator.invoke('facts')
  const [duration = NaN, init = NaN] = ['Duration', 'Init Duration'].map((field) =>
    parseFloat(report[field]!),
  )
  expect(init).toBeGreaterThan(10)
  expect(parseInt(report['Billed Duration']!)).toBe(Math.ceil(Number((duration + init).toFixed(2))))
  expect(parseInt(report['Max Memory Used']!)).toBeGreaterThan(20)
})

test('a function sees its folder, its variables and its context, and nothing of the user', async () => {
  const { answer, requestId, version } = await emulator.invoke('facts')
  expect(version).toBe('$LATEST')
  expect(answer.cwd).toMatch(/fixtures\/functions\/probe$/)
  expect(answer.env).toMatchObject({
    TABLE: 'orders',
    AWS_LAMBDA_FUNCTION_NAME: 'facts',
    TMPDIR: answer.tmpdir,
  })
  expect(answer.env).not.toHaveProperty('AWS_SECRET_ACCESS_KEY')
  expect(answer.context).toMatchObject({
    functionName: 'facts',
    memoryLimitInMB: '256',
    awsRequestId: requestId,
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:facts',
    logStreamName: emulator.truth().at(-1)?.environment,
  })
  expect(answer.remainingMs).toBeGreaterThan(5_000)
  expect(answer.remainingMs).toBeLessThanOrEqual(10_000)
})

test('requests at once get an environment each, which share neither process nor temporary files', async () => {
  const busy = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((write) => emulator.invoke('scale', { write, holdMs: 400 })),
  )
  const answers = busy.map(({ answer }) => answer)
  expect(new Set(answers.map(({ pid }) => pid)).size).toBe(6)
  expect(answers.map(({ files }) => files.length)).toEqual([1, 1, 1, 1, 1, 1])
  const again = await Promise.all(answers.map(() => emulator.invoke('scale', { holdMs: 200 })))
  expect(again.map(({ answer }) => answer.calls)).toEqual([2, 2, 2, 2, 2, 2])
})

test('waiting for a place to start is told apart and is no part of Init Duration', async () => {
  const lines = emulator.truth().filter((line) => line.function === 'scale' && line.start === 'cold')
  // At most twice the cores start at once; every further one waits for a whole INIT.
  const waits = lines.map(({ placementUs }) => placementUs).toSorted((a, b) => a - b)
  const { availableParallelism } = await import('node:os')
  const atOnce = Math.min(6, 2 * availableParallelism())
  expect(waits.slice(0, atOnce)).toEqual(Array.from({ length: atOnce }, () => 0))
  for (const wait of waits.slice(atOnce)) expect(wait).toBeGreaterThan(10_000)
})

test('the response says how long a cold start has waited, and a warm one says nothing', async () => {
  const url = `${emulator.endpoint}/2015-03-31/functions/mru/invocations`
  const cold = await fetch(url, { method: 'POST', body: '{"nothing":true}' })
  const warm = await fetch(url, { method: 'POST' })
  expect(cold.headers.get('x-coldburst-placement-us')).toBe('0')
  expect(warm.headers.get('x-coldburst-placement-us')).toBeNull()
  expect(await cold.text()).toBe('null')
})

test('the environment used last is used first', async () => {
  await Promise.all([emulator.invoke('mru', { holdMs: 100 }), emulator.invoke('mru', { holdMs: 400 })])
  const { answer: last } = await emulator.invoke('mru')
  const { answer: again } = await emulator.invoke('mru')
  expect(again.pid).toBe(last.pid)
  const truth = emulator.truth().filter((line) => line.function === 'mru')
  expect(truth.at(-1)?.environment).toBe(truth.at(-3)?.environment)
})

test('calls one after the other stay in one environment, also without a log', async () => {
  const pids = new Set<number>()
  for (let i = 0; i < 20; i += 1) {
    pids.add((await emulator.invoke('untailed', {}, { LogType: 'None' })).answer.pid)
  }
  expect(pids.size).toBe(1)
})

test('a frozen function makes no progress', async () => {
  await emulator.invoke('freeze', { tick: 10 })
  const { answer: before } = await emulator.invoke('freeze', { holdMs: 200 })
  await setTimeout(500)
  const { answer: after } = await emulator.invoke('freeze')
  expect(before.ticks).toBeGreaterThan(5)
  // The half second stood still: the timer that was due, and what fits into the way to the freeze and back.
  expect(after.ticks - before.ticks).toBeLessThan(25)
})

test('an idle environment is shut down with its process and its files, and the next start is cold', async () => {
  const own = await startTestEmulator([fixture('probe', 'short')], {
    idleMs: 1_000,
    ephemeralStorage: 'check',
  })
  const { answer } = await own.invoke('short')
  expect(namesIn(own.tmpDir)).toHaveLength(1)
  await eventually(() => !isAlive(answer.pid) && namesIn(own.tmpDir).length === 0)
  const { answer: next, report } = await own.invoke('short')
  expect(next.calls).toBe(1)
  expect(report).toHaveProperty('Init Duration')
  const summary = await own.stop()
  expect(summary).toMatchObject({
    invocations: 2,
    environmentsStarted: 2,
    peakEnvironments: 1,
    localCapHits: 0,
  })
  expect(summary.cpuSeconds).toBeGreaterThan(0.05)
})
