import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { fixture, startTestEmulator, type TestEmulator, testFolder } from '../support/emulator.ts'

// Python functions, as Lambda's own Python runtime runs them.

const told = spawnSync('python3', ['-c', TELL()], { encoding: 'utf8' })
const [version = '', executable = ''] = (told.stdout ?? '').trim().split('\n')
const [major = 0, minor = 0] = version.split('.').map(Number)
const noPython = told.status !== 0 || major < 3 || minor < 8

function TELL(): string {
  return "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"
}

interface Broken {
  readonly handler: string
  readonly errorType: string
  readonly message: string | RegExp
  /** The error type in REPORT, where it is another. */
  readonly reported?: string
}

const python = { runtime: 'python' } as const

describe.skipIf(noPython)('a Python function (needs python3, 3.8 or later)', () => {
  let emulator: TestEmulator
  const broken: readonly Broken[] = [
    {
      handler: 'broken.handler',
      errorType: 'Runtime.UserCodeSyntaxError',
      message: /^Syntax error in module 'broken': .*\(broken\.py, line 1\)$/,
    },
    {
      handler: 'needs_more.handler',
      errorType: 'Runtime.ImportModuleError',
      message: "Unable to import module 'needs_more': No module named 'a_module_that_is_nowhere'",
    },
    {
      handler: 'absent.handler',
      errorType: 'Runtime.ImportModuleError',
      message: "Unable to import module 'absent': No module named 'absent'",
    },
    {
      handler: 'index.absent',
      errorType: 'Runtime.HandlerNotFound',
      message: "Handler 'absent' missing on module 'index'",
    },
    {
      handler: 'handler',
      errorType: 'Runtime.MalformedHandlerName',
      message: "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
    },
    {
      handler: 'sys.handler',
      errorType: 'Runtime.BuiltInModuleConflict',
      message: 'Cannot use built-in module sys as a handler module',
    },
    {
      handler: 'fails_early.handler',
      errorType: 'KeyError',
      message: "'TABLE'",
      reported: 'Runtime.Unknown',
    },
  ]
  const nameOf = (handler: string): string => `init-${handler.replaceAll('.', '-')}`

  beforeAll(async () => {
    const wrapper = join(testFolder(), 'python-wrapper')
    writeFileSync(wrapper, `#!/bin/sh\nWRAPPED=yes exec ${executable} "$@"\n`)
    chmodSync(wrapper, 0o755)
    emulator = await startTestEmulator([
      fixture('python', 'python', python),
      fixture('python', 'in-folder', { ...python, handler: 'folder/inner.handler' }),
      fixture('python', 'in-package', { ...python, handler: 'package.deep.orders.create' }),
      fixture('python', 'wrapped', { ...python, runtimeBinary: wrapper }),
      fixture('python', 'no-such', { ...python, runtimeBinary: '/nowhere/python3' }),
      fixture('python', 'exits-early', { ...python, handler: 'exits_early.handler' }),
      ...broken.map(({ handler }) => fixture('python', nameOf(handler), { ...python, handler })),
    ])
  })
  afterAll(() => emulator.stop())

  test('sees its variables and its context, and keeps its module between invocations', async () => {
    const cold = await emulator.invoke('python')
    const warm = await emulator.invoke('python')
    expect(cold.functionError).toBeUndefined()
    expect(cold.report).toHaveProperty('Init Duration')
    expect(warm.answer).toMatchObject({
      calls: 2,
      processUuid: cold.answer.processUuid,
      pid: cold.answer.pid,
    })
    expect(warm.answer).toMatchObject({
      python: version,
      path: warm.answer.env['LAMBDA_TASK_ROOT'],
      tmpdir: warm.answer.env['TMPDIR'],
      env: { AWS_EXECUTION_ENV: `AWS_Lambda_python${version}`, AWS_LAMBDA_FUNCTION_NAME: 'python' },
      context: {
        aws_request_id: warm.requestId,
        function_name: 'python',
        function_version: '$LATEST',
        invoked_function_arn: 'arn:aws:lambda:us-east-1:000000000000:function:python',
        memory_limit_in_mb: '256',
        log_group_name: '/aws/lambda/python',
        log_stream_name: emulator.truth().at(-1)?.environment,
      },
      clientTitle: null,
    })
    expect(warm.answer.remainingMs).toBeGreaterThan(5_000)
    expect(warm.answer.remainingMs).toBeLessThanOrEqual(10_000)
  })

  test('is found in a folder and in a package', async () => {
    const inFolder = await emulator.invoke('in-folder', { a: 1 })
    const inPackage = await emulator.invoke('in-package', { a: 2 })
    expect(inFolder.answer).toEqual({ module: 'folder.inner', event: { a: 1 } })
    expect(inPackage.answer).toEqual({ module: 'package.deep.orders', event: { a: 2 } })
  })

  test('writes its lines as on Lambda: print as it is, logging with level, time and request id', async () => {
    const event = {
      print: 'printed',
      info: 'logged',
      debug: 'not shown',
      child: 'of a child',
      partial: 'open',
    }
    const { log, requestId } = await emulator.invoke('python', event)
    expect(log.split('\n').slice(0, -2)).toEqual([
      `START RequestId: ${requestId} Version: $LATEST`,
      'printed',
      expect.stringMatching(
        new RegExp(
          `^open\\[INFO\\]\\t\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\t${requestId}\\tlogged$`,
        ),
      ),
      'of a child',
      `END RequestId: ${requestId}`,
    ])
  })

  test('answers an exception with its type, its message and its stack, and goes on', async () => {
    const { answer: before } = await emulator.invoke('python')
    const { answer, functionError, log, requestId } = await emulator.invoke('python', {
      fail: 'no such order',
    })
    const { answer: after } = await emulator.invoke('python')
    expect(functionError).toBe('Unhandled')
    expect(answer).toEqual({
      errorMessage: 'no such order',
      errorType: 'OrderError',
      requestId,
      stackTrace: [
        expect.stringMatching(/index\.py", line \d+, in handler\n {4}raise OrderError\(event\["fail"\]\)\n/),
      ],
    })
    expect(log).toMatch(
      /\n\[ERROR\] OrderError: no such order\rTraceback \(most recent call last\):\r\u00a0\u00a0File "[^"]+index\.py", line \d+, in handler\r/,
    )
    expect(after).toMatchObject({ pid: before.pid, calls: before.calls + 2 })
  })

  test('that exits has crashed, and starts again in the same environment', async () => {
    const ended = await emulator.invoke('python', { exit: 3 })
    expect(ended.answer).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${ended.requestId} Error: Runtime exited with error: exit status 3`,
    })
    const { answer } = await emulator.invoke('python')
    expect(answer).toMatchObject({ calls: 1 })
    expect(emulator.truth().at(-1)).toMatchObject({ start: 'reinitialized' })
  })

  test('answers what JSON can not say with a marshal error, and decimals as numbers', async () => {
    const { answer } = await emulator.invoke('python', { set: true })
    expect(answer).toMatchObject({
      errorType: 'Runtime.MarshalError',
      errorMessage: 'Unable to marshal response: Object of type set is not JSON serializable',
    })
    expect((await emulator.invoke('python', { decimals: true })).answer).toEqual([1.5, 3, 'é'])
  })

  test('gets the client context by attributes', async () => {
    const context = { client: { app_title: 'shop' }, custom: {}, env: {} }
    const ClientContext = Buffer.from(JSON.stringify(context)).toString('base64')
    const { answer } = await emulator.invoke('python', {}, { ClientContext })
    expect(answer).toMatchObject({ clientTitle: 'shop' })
  })

  test.each(broken)('whose INIT fails ($handler) says why', async (expected) => {
    const { handler, errorType, message, reported = errorType } = expected
    const { answer, functionError, report, log } = await emulator.invoke(nameOf(handler))
    expect(functionError).toBe('Unhandled')
    expect(answer).toMatchObject({ errorType, requestId: '', stackTrace: expect.any(Array) })
    expect(answer.errorMessage).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    )
    expect(report).toMatchObject({ Status: 'error', 'Error Type': reported })
    expect(log).toContain(`[ERROR] ${errorType}: ${answer.errorMessage}\r`)
  })

  test('that exits while it is imported has crashed', async () => {
    const { answer } = await emulator.invoke('exits-early')
    expect(answer).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/exit status 7$/),
    })
  })

  test('runs by another interpreter, which may be a wrapper', async () => {
    const { answer } = await emulator.invoke('wrapped')
    expect(answer.env).toMatchObject({ WRAPPED: 'yes', AWS_EXECUTION_ENV: `AWS_Lambda_python${version}` })
    expect((await emulator.invoke('no-such')).answer).toMatchObject({
      errorType: 'Runtime.InvalidEntrypoint',
      errorMessage: expect.stringMatching(/fork\/exec \/nowhere\/python3: no such file or directory$/),
    })
  })

  test('leaves nothing in the folder of its code', () => {
    const { codeDir } = fixture('python', 'python')
    for (const folder of ['.', 'folder', 'package']) {
      expect(existsSync(join(codeDir, folder, '__pycache__'))).toBe(false)
    }
  })
})
