import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { fixture, startTestEmulator, type TestEmulator, testFolder } from '../support/emulator.ts'

// AWS's own runtime interface client for Node, unchanged, as the bootstrap of a function. Installing it builds
// native code for minutes and needs cmake, make and a C++ compiler, so it is asked for: COLDBURST_TEST_RIC=1, or
// the folder of an npm package that has aws-lambda-ric installed already.
const wanted = process.env['COLDBURST_TEST_RIC'] ?? ''

describe.skipIf(wanted === '')('aws-lambda-ric', () => {
  let emulator: TestEmulator

  beforeAll(async () => {
    const installed = wanted === '1' ? install() : wanted
    const functions = ['probe', 'streams', 'init-throws', 'init-counts'].map((name) => {
      const codeDir = join(testFolder(), 'code')
      cpSync(fixture(name, name).codeDir, codeDir, { recursive: true })
      const bootstrap = join(codeDir, 'bootstrap')
      const client = join(installed, 'node_modules', 'aws-lambda-ric', 'index.mjs')
      writeFileSync(bootstrap, `#!/bin/sh\nexec '${process.execPath}' '${client}' "$_HANDLER"\n`)
      chmodSync(bootstrap, 0o755)
      return fixture(name, name, { runtime: 'bootstrap', codeDir, timeoutMs: 3_000 })
    })
    emulator = await startTestEmulator(functions)
  }, 900_000)
  afterAll(() => emulator.stop())

  function install(): string {
    const folder = testFolder()
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    const args = ['install', 'aws-lambda-ric@4', '--engine-strict=false', '--no-audit', '--no-fund']
    const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`aws-lambda-ric could not be installed: ${stderr}`)
    return folder
  }

  test('serves invocation after invocation in one environment', async () => {
    const cold = await emulator.invoke('probe', { log: ['first', 'second\nline'] })
    const warm = await emulator.invoke('probe')
    expect(cold.functionError).toBeUndefined()
    expect(cold.report).toHaveProperty('Init Duration')
    expect(warm.answer).toMatchObject({ calls: 2, pid: cold.answer.pid })
    expect(warm.answer.context).toMatchObject({
      awsRequestId: warm.requestId,
      functionName: 'probe',
      memoryLimitInMB: '256',
      logStreamName: emulator.truth().at(-1)?.environment,
    })
    expect(cold.log).toContain(`\t${cold.requestId}\tINFO\tfirst\n`)
  })

  test('reports exceptions, crashes and timeouts as functions of this emulator do', async () => {
    const thrown = await emulator.invoke('probe', { fail: 'no such order' })
    expect(thrown.functionError).toBe('Unhandled')
    expect(thrown.answer).toMatchObject({ errorType: 'TypeError', errorMessage: 'no such order' })
    expect((await emulator.invoke('probe', { exit: 42 })).answer.errorMessage).toMatch(/exit status 42$/)
    expect((await emulator.invoke('probe', { holdMs: 9_000 })).answer.errorType).toBe('Sandbox.Timedout')
    const { answer } = await emulator.invoke('probe')
    expect(answer.calls).toBe(1)
    expect(emulator.truth().at(-1)).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
  })

  test('fits an exception with a very long stack and message into its headers', async () => {
    const { answer, functionError } = await emulator.invoke('probe', { fail: 'x'.repeat(100_000) })
    expect(functionError).toBe('Unhandled')
    expect(answer.errorMessage).toHaveLength(100_000)
  })

  test('reports a failed INIT', async () => {
    const { answer, report } = await emulator.invoke('init-throws')
    expect(answer).toMatchObject({ errorType: 'ConfigurationError', errorMessage: 'no table' })
    expect(report).toMatchObject({ Status: 'error' })
  })

  test('streams, and is told half way in trailers', async () => {
    const { answer } = await emulator.invoke('streams', { pieces: ['{"a"', ':1}'] })
    expect(answer).toEqual({ a: 1 })
    const failed = await emulator.invoke('streams', { pieces: ['a'], fail: 'no more' })
    expect(failed.functionError).toBe('Unhandled')
    expect(failed.answer).toMatchObject({ errorType: 'RangeError', errorMessage: 'no more' })
  })

  test('is the same to a caller after many invocations', async () => {
    for (let i = 0; i < 200; i += 1) {
      const { functionError } = await emulator.invoke('init-counts', {}, { LogType: 'None' })
      expect(functionError).toBeUndefined()
    }
    const { answer } = await emulator.invoke('init-counts')
    expect(answer).toMatchObject({ inits: 1 })
  })
})
