import { expect, test } from 'vitest'

import {
  type EnvironmentFacts,
  runtimeCommand,
} from '../../../../lib/emulator/environment/environment-variables.ts'
import type { ProcessFunction } from '../../../../lib/emulator/protocol.ts'

const facts: EnvironmentFacts = {
  version: '$LATEST',
  initializationType: 'on-demand',
  binary: { path: '/opt/node', version: '22.4.0' },
  region: 'eu-west-1',
  logStream: '2026/11/23/[$LATEST]00000000000000000000000000000000',
  runtimeApi: '127.0.0.1:9001',
  path: '/bin',
}
const fn: ProcessFunction = {
  name: 'hello',
  runtime: 'node',
  codeDir: '/code',
  handler: 'index.handler',
  memoryMb: 256,
  timeoutMs: 3_000,
  ephemeralStorageMb: 512,
  env: { TABLE: 't', LANG: 'C', AWS_LAMBDA_RUNTIME_API: 'elsewhere:1' },
}

test('a function sees the variables of Lambda, and its own on top of them', () => {
  expect(runtimeCommand(fn, facts).env).toMatchObject({
    AWS_LAMBDA_FUNCTION_NAME: 'hello',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/hello',
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    LAMBDA_TASK_ROOT: '/code',
    _HANDLER: 'index.handler',
    TZ: ':UTC',
    PATH: '/bin',
    LANG: 'C',
    TABLE: 't',
  })
})

test('a function can not turn away from its Runtime API', () => {
  expect(runtimeCommand(fn, facts).env['AWS_LAMBDA_RUNTIME_API']).toBe('127.0.0.1:9001')
})

test('nothing else of the surrounding environment is passed on', () => {
  const allowed =
    /^(AWS_LAMBDA_|AWS_(DEFAULT_)?REGION$|AWS_EXECUTION_ENV$|LAMBDA_|_HANDLER$|PATH$|LANG$|TZ$|TABLE$)/
  expect(Object.keys(runtimeCommand(fn, facts).env).filter((name) => !allowed.test(name))).toEqual([])
})

test('an environment of a version, initialised ahead, says so', () => {
  const ahead = { ...facts, version: '7', initializationType: 'provisioned-concurrency' } as const
  expect(runtimeCommand(fn, ahead).env).toMatchObject({
    AWS_LAMBDA_FUNCTION_VERSION: '7',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency',
  })
})

test('a node function runs on its Node with a heap that fits its memory', () => {
  const { command, args, env } = runtimeCommand(fn, facts)
  expect(command).toBe('/opt/node')
  expect(args).toContain('--max-old-space-size=230')
  expect(args).toContain('--max-semi-space-size=12')
  expect(env['AWS_EXECUTION_ENV']).toBe('AWS_Lambda_nodejs22.x')
})

test('a python function runs unbuffered and leaves nothing in the folder of its code', () => {
  const binary = { path: '/opt/python3', version: '3.13.1' }
  const { command, args, env } = runtimeCommand({ ...fn, runtime: 'python' }, { ...facts, binary })
  expect(command).toBe('/opt/python3')
  expect(args).toEqual(['-u', '-B', expect.stringMatching(/runtime\/python\/main\.py$/)])
  expect(env).toMatchObject({
    AWS_EXECUTION_ENV: 'AWS_Lambda_python3.13',
    LAMBDA_RUNTIME_DIR: expect.stringMatching(/runtime\/python$/),
  })
})

test('a runtime of which nobody knows the version names no managed runtime', () => {
  const { env } = runtimeCommand(fn, { ...facts, binary: { path: '/opt/node' } })
  expect(env).not.toHaveProperty('AWS_EXECUTION_ENV')
})

test('a bootstrap is run as it is and names no managed runtime', () => {
  const binary = { path: '/code/bootstrap' }
  const { command, args, cwd, env } = runtimeCommand({ ...fn, runtime: 'bootstrap' }, { ...facts, binary })
  expect({ command, args, cwd }).toEqual({ command: '/code/bootstrap', args: [], cwd: '/code' })
  expect(env).not.toHaveProperty('AWS_EXECUTION_ENV')
})
