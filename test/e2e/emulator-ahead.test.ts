import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

import { beforeAll, expect, test } from 'vitest'

import type { Environment } from '../../lib/emulator/environment/environment.ts'
import type { ProcessFunction } from '../../lib/emulator/protocol.ts'
import { type BuiltEnvironments, builtEnvironments, serve } from '../support/built-environment.ts'
import { eventually, exists, fixture } from '../support/emulator.ts'

// INIT ahead of any invocation, on the built environment itself: who asks for it is not of interest here.

const onLinux = process.platform === 'linux'
let environments: BuiltEnvironments
let slow: Environment
let slowAhead: Promise<void>

beforeAll(async () => {
  environments = await builtEnvironments()
  // Longer than an INIT on demand may take; the other tests run meanwhile.
  slow = await environments.open(counting({ INIT_MS: '10500' }))
  slowAhead = slow.initialise()
})

function counting(env: Readonly<Record<string, string>> = {}): ProcessFunction {
  return fixture('init-counts', 'counting', { env, timeoutMs: 8_000 })
}

interface Told {
  readonly inits: number
  readonly pid: number
  readonly env: Readonly<Record<string, string>>
}

async function call(environment: Environment) {
  const { served, log, text } = await serve(environment)
  return { served, log, told: JSON.parse(text) as Told }
}

test('an environment that is initialised ahead knows it, and its version, and is frozen until it is called', async () => {
  const environment = await environments.open(counting())
  await environment.initialise()
  expect(environment.logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/)
  const { served, told, log } = await call(environment)
  expect(told).toMatchObject({
    inits: 1,
    env: {
      AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency',
      AWS_LAMBDA_FUNCTION_VERSION: '7',
      AWS_LAMBDA_LOG_STREAM_NAME: environment.logStream,
    },
  })
  expect(served).toMatchObject({ start: 'cold', ordinal: 1, outcome: 'ok' })
  expect(served.initMs).toBeGreaterThan(10)
  expect(log).toMatch(/^START RequestId: r-\d+ Version: 7\nEND/)
  expect(log).toMatch(/\tInit Duration: [\d.]+ ms\n$/)
  expect((await call(environment)).served).toMatchObject({ start: 'warm', ordinal: 2 })
})

test.runIf(onLinux)('between its INIT and its first call the process is stopped', async () => {
  const environment = await environments.open(counting())
  await environment.initialise()
  const pid = newestRuntime()
  await eventually(() => /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')))
  expect((await call(environment)).told).toMatchObject({ pid, inits: 1 })
})

test('a call that comes while INIT still runs waits for it and starts no second process', async () => {
  const environment = await environments.open(counting({ INIT_MS: '300' }))
  const ahead = environment.initialise()
  const first = call(environment)
  await ahead
  const { served, told } = await first
  expect(told.inits).toBe(1)
  expect(served).toMatchObject({ start: 'cold', processId: told.pid })
  expect(served.initMs).toBeGreaterThan(299)
})

test.runIf(onLinux)(
  'a process that dies before its first call is started again inside that call',
  async () => {
    const environment = await environments.open(counting(), 'on-demand')
    await environment.initialise()
    const pid = newestRuntime()
    process.kill(pid, 'SIGKILL')
    await eventually(() => !exists(pid))
    const { served, told, log } = await call(environment)
    expect(told.inits).toBe(2)
    expect(served).toMatchObject({ start: 'cold', ordinal: 1, outcome: 'ok' })
    expect(served).not.toHaveProperty('initMs')
    expect(log).not.toContain('Init Duration')
    expect(log).toContain('\tINFO\tinit 2\n')
  },
)

test('an INIT ahead that fails is run again inside the first call, which tells how that ends', async () => {
  const flaky = await environments.open(fixture('init-flaky', 'flaky'))
  await flaky.initialise()
  const second = await call(flaky)
  expect(second.told).toBe('second attempt')
  expect(second.served).not.toHaveProperty('initMs')
  const broken = await environments.open(fixture('init-throws', 'broken'))
  await broken.initialise()
  expect((await call(broken)).served).toMatchObject({ outcome: 'init-error', status: 'error', lost: true })
})

test('an environment that is shut down while its INIT runs, or waits to, ends it', async () => {
  for (const wait of [() => Promise.resolve(), () => setTimeout(100)]) {
    const environment = await environments.open(counting({ INIT_MS: '60000' }))
    const ahead = environment.initialise()
    await wait()
    await environment.shutDown()
    await ahead
    await expect(call(environment)).rejects.toThrow('shut down')
  }
})

test('with provisioned concurrency INIT may take longer than ten seconds', async () => {
  await slowAhead
  const { served, told } = await call(slow)
  expect(told.inits).toBe(1)
  expect(served).toMatchObject({ start: 'cold', outcome: 'ok' })
  expect(served.initMs).toBeGreaterThan(10_500)
})

function newestRuntime(): number {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ')
  // The /tmp of the next environment is made meanwhile, by a process that is newer still.
  return Number(pids.findLast((pid) => commandLineOf(pid).includes('node-runtime')))
}

/** Empty of a process that has ended just now. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
