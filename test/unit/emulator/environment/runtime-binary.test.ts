import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { runtimeBinary, runtimeVersionText } from '../../../../lib/emulator/environment/runtime-binary.ts'
import type { ProcessFunction } from '../../../../lib/emulator/protocol.ts'

const folder = mkdtempSync(join(tmpdir(), 'coldburst-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const fn: ProcessFunction = {
  name: 'f',
  runtime: 'node',
  codeDir: '/code',
  handler: 'index.handler',
  memoryMb: 128,
  timeoutMs: 3_000,
  ephemeralStorageMb: 512,
  env: {},
}

function script(path: string, body: string): string {
  const file = join(folder, path)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
  return file
}

test('a function of Node runs on this Node unless it names another', async () => {
  expect(await runtimeBinary(fn)).toEqual({ path: process.execPath, version: process.versions.node })
  const other = script('other-node', 'echo v18.99.1')
  expect(await runtimeBinary({ ...fn, runtimeBinary: other })).toEqual({ path: other, version: '18.99.1' })
})

test('a program is asked once', async () => {
  const asked = join(folder, 'asked')
  const runtime = script('counted', `echo asked >>'${asked}'; echo v22.0.0`)
  const found = await Promise.all([1, 2, 3].map(() => runtimeBinary({ ...fn, runtimeBinary: runtime })))
  expect(found[2]).toEqual({ path: runtime, version: '22.0.0' })
  expect(readFileSync(asked, 'utf8')).toBe('asked\n')
})

test('a program that says nothing of use is taken as it is, without a version', async () => {
  for (const path of [script('mute', 'exit 0'), script('failing', 'echo v1.2.3; exit 1'), '/nowhere/node']) {
    expect(await runtimeBinary({ ...fn, runtimeBinary: path })).toEqual({ path })
  }
})

test('a program that could not be started is asked again', async () => {
  const path = join(folder, 'late')
  const late = { ...fn, runtimeBinary: path }
  expect(await runtimeBinary(late)).toEqual({ path })
  script('late', 'echo v20.0.0')
  expect(await runtimeBinary(late)).toEqual({ path, version: '20.0.0' })
})

test('a shim is replaced by the interpreter that it finds, another program is not', async () => {
  mkdirSync(join(folder, 'shims'))
  const answer = "printf '3.12.4\\n/opt/python3.12\\n'"
  const python: ProcessFunction = { ...fn, runtime: 'python' }
  const shim = script('shims/python3', answer)
  const wrapper = script('wrapper', answer)
  expect(await runtimeBinary({ ...python, runtimeBinary: shim })).toEqual({
    path: '/opt/python3.12',
    version: '3.12.4',
  })
  expect(await runtimeBinary({ ...python, runtimeBinary: wrapper })).toEqual({
    path: wrapper,
    version: '3.12.4',
  })
})

test('a bootstrap is the one in the folder of the code', async () => {
  expect(await runtimeBinary({ ...fn, runtime: 'bootstrap' })).toEqual({ path: '/code/bootstrap' })
})

test('INIT_START names the runtime and its version', () => {
  expect(runtimeVersionText(fn, { path: '/n', version: '20.20.2' })).toBe('Runtime Version: nodejs:20.20.2')
  expect(runtimeVersionText({ ...fn, runtime: 'python' }, { path: '/p', version: '3.13.0' })).toBe(
    'Runtime Version: python:3.13.0',
  )
  expect(runtimeVersionText({ ...fn, runtime: 'bootstrap' }, { path: '/b' })).toBe(
    'Runtime Version: provided',
  )
})
