import { expect, test } from 'vitest'

import { runtimeCommand } from '../../../../lib/emulator/environment/environment-variables.ts'
import type { ProcessFunction } from '../../../../lib/emulator/protocol.ts'

const facts = {
  region: 'eu-west-1',
  logStream: '2026/11/23/[$LATEST]00000000000000000000000000000000',
  runtimeApi: '127.0.0.1:9001',
  tmpDir: '/tmp/e',
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
    TMPDIR: '/tmp/e',
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
    /^(AWS_LAMBDA_|AWS_(DEFAULT_)?REGION$|AWS_EXECUTION_ENV$|LAMBDA_|_HANDLER$|PATH$|LANG$|TZ$|TMPDIR$|TABLE$)/
  expect(Object.keys(runtimeCommand(fn, facts).env).filter((name) => !allowed.test(name))).toEqual([])
})

test('a node function runs on this Node with a heap that fits its memory', () => {
  const { command, args } = runtimeCommand(fn, facts)
  expect(command).toBe(process.execPath)
  expect(args).toContain('--max-old-space-size=230')
  expect(args).toContain('--max-semi-space-size=12')
})

test('a bootstrap is run as it is and names no managed runtime', () => {
  const { command, args, cwd, env } = runtimeCommand({ ...fn, runtime: 'bootstrap' }, facts)
  expect({ command, args, cwd }).toEqual({ command: '/code/bootstrap', args: [], cwd: '/code' })
  expect(env).not.toHaveProperty('AWS_EXECUTION_ENV')
})
