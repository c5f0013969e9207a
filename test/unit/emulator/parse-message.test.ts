import { expect, test } from 'vitest'

import { parseMessage } from '../../../lib/emulator/parse-message.ts'

const fn = {
  name: 'hello',
  runtime: 'node',
  codeDir: '/code',
  handler: 'index.handler',
  memoryMb: 128,
  timeoutMs: 3_000,
  ephemeralStorageMb: 1_024,
  env: { A: 'b' },
}
const config = { port: 0, region: 'us-east-1', functions: [fn], accountConcurrency: 10, idleMs: 500 }

function problemsOf(value: unknown): readonly string[] {
  const parsed = parseMessage(value)
  return parsed.kind === 'invalid' ? parsed.problems : []
}

test('a start message is read as it is, with the defaults of what it leaves out', () => {
  expect(parseMessage({ kind: 'start', config })).toEqual({
    kind: 'message',
    message: { kind: 'start', config: { ...DEFAULTS, ...config } },
  })
})

const DEFAULTS = {
  host: '127.0.0.1',
  seed: 1,
  scalingPer10s: 1_000,
  requestRateFactor: 10,
  idleJitter: 0,
  lifetimeJitter: 0,
  proactiveInit: 0,
  placementDelayMs: 0,
  updateMs: 0,
  drainMs: 0,
  asyncRetryMs: [60_000, 120_000],
  forwardLogs: false,
  cpu: 'auto',
  memory: 'auto',
  ephemeralStorage: 'auto',
}

test('what may be left out has its default or stays out', () => {
  const { accountConcurrency: _, idleMs: __, ...least } = config
  expect(parseMessage({ kind: 'start', config: least })).toMatchObject({
    message: { config: { accountConcurrency: 1_000, idleMs: 300_000 } },
  })
  expect(parseMessage({ kind: 'start', config: least })).not.toHaveProperty('message.config.maxEnvironments')
})

test('stats and stop need nothing more', () => {
  expect(parseMessage({ kind: 'stats' })).toEqual({ kind: 'message', message: { kind: 'stats' } })
  expect(parseMessage({ kind: 'stop' })).toEqual({ kind: 'message', message: { kind: 'stop' } })
})

test.each([undefined, null, 7, 'stop', [], {}, { kind: 'halt' }])('%j is no message', (value) => {
  expect(parseMessage(value)).toMatchObject({ kind: 'invalid', code: 'INVALID_MESSAGE' })
})

test('every problem of a configuration is named at once', () => {
  const functions = [{ ...fn, name: 'a b', codeDir: 'code', memoryMb: 0, env: { 'A=B': 'c' } }]
  const problems = problemsOf({ kind: 'start', config: { ...config, port: 70_000, region: 7, functions } })
  for (const name of ['port', 'region', 'functions[0].name', 'codeDir', 'memoryMb', 'env']) {
    expect(problems.some((problem) => problem.includes(name))).toBe(true)
  }
  expect(problems).toHaveLength(6)
})

test('no function at all and the same one twice are refused', () => {
  expect(problemsOf({ kind: 'start', config: { ...config, functions: [] } })).toHaveLength(1)
  expect(problemsOf({ kind: 'start', config: { ...config, functions: [fn, fn] } })).toHaveLength(1)
})

test('an idle time that timers can not hold is refused', () => {
  expect(problemsOf({ kind: 'start', config: { ...config, idleMs: 2 ** 31 } })).toHaveLength(1)
})

test('times may be fractions of a millisecond, but not nothing', () => {
  const withTimeout = (timeoutMs: number) => ({
    kind: 'start',
    config: { ...config, functions: [{ ...fn, timeoutMs }] },
  })
  expect(problemsOf(withTimeout(0.5))).toEqual([])
  expect(problemsOf(withTimeout(0))).toHaveLength(1)
  expect(problemsOf(withTimeout(NaN))).toHaveLength(1)
})

test('a variable with a zero byte is refused, for no process could be started with it', () => {
  const functions = [{ ...fn, env: { A: 'b\0c' } }]
  expect(problemsOf({ kind: 'start', config: { ...config, functions } })).toHaveLength(1)
})
