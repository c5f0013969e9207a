import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, describe, expect, test, vi } from 'vitest'

import { isProgram } from '../../../../../lib/emulator/resources/storage/find-program.ts'
import { folderBytes } from '../../../../../lib/emulator/resources/storage/folder-size.ts'
import { keptEntries } from '../../../../../lib/emulator/resources/storage/kept-entries.ts'
import { createSizeCheck } from '../../../../../lib/emulator/resources/storage/size-check.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

describe('what of /tmp an environment goes on seeing', () => {
  test('is the entries that hold its code and programs', () => {
    const paths = ['/tmp/project/functions/a', '/tmp/project/node', '/tmp/b.sh', '/usr/bin', '/tmpfoo/x']
    expect(keptEntries(paths)).toEqual({ kind: 'kept', names: ['b.sh', 'project'] })
  })

  test('can be all of it', () => {
    expect(keptEntries(['/code', '/tmp/'])).toEqual({ kind: 'all', path: '/tmp' })
  })

  test('includes what a symbolic link outside, or the link of /tmp itself, leads to', () => {
    const root = temporaryFolder()
    for (const name of ['real-tmp', 'outside']) mkdirSync(join(root, name))
    mkdirSync(join(root, 'real-tmp/code'))
    symlinkSync(join(root, 'real-tmp'), join(root, 'tmp'))
    symlinkSync(join(root, 'tmp/code'), join(root, 'outside/link'))
    expect(keptEntries([join(root, 'outside/link')], join(root, 'tmp'))).toEqual({
      kind: 'kept',
      names: ['code'],
    })
  })
})

describe('the size of a folder', () => {
  test('is what its files take on the disk, and at least 4 KB for each', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'a/b'), { recursive: true })
    writeFileSync(join(folder, 'a/b/full'), Buffer.alloc(1_048_576, 1))
    writeFileSync(join(folder, 'empty'), '')
    writeFileSync(join(folder, 'sparse'), '')
    truncateSync(join(folder, 'sparse'), 1e9)
    const bytes = await folderBytes(folder, Infinity)
    expect(bytes).toBeGreaterThanOrEqual(1_048_576 + 4 * 4_096)
    expect(bytes).toBeLessThan(1_300_000)
  })

  test('is not counted further than it matters', async () => {
    const folder = temporaryFolder()
    for (let i = 0; i < 50; i += 1) writeFileSync(join(folder, String(i)), '')
    expect(await folderBytes(folder, 10 * 4_096)).toBe(11 * 4_096)
  })

  test('of a folder that does not exist is nothing', async () => {
    expect(await folderBytes('/does/not/exist', 1)).toBe(0)
  })
})

describe('the check of a size', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('tells of a full one once, and again only when it has grown', async () => {
    const told: number[] = []
    let bytes = 90
    const host = { limitBytes: 100, measure: async () => bytes, onFull: (size: number) => told.push(size) }
    const check = createSizeCheck({ ...host, onFull: (size) => void host.onFull(size) })
    expect(await check.look()).toBe(true)
    bytes = 120
    expect(await check.look()).toBe(false)
    expect(await check.look()).toBe(true)
    bytes = 110
    expect(await check.look()).toBe(true)
    bytes = 111
    expect(await check.look()).toBe(false)
    expect(told).toEqual([120, 111])
  })

  test('does not hold what was there before against a process', async () => {
    let bytes = 500
    const check = createSizeCheck({ limitBytes: 100, measure: async () => bytes, onFull: () => undefined })
    check.begin()
    expect(await check.look()).toBe(true)
    bytes = 501
    expect(await check.look()).toBe(false)
    check.stop()
  })

  test('looks four times a second from begin to stop', async () => {
    vi.useFakeTimers()
    let looks = 0
    const check = createSizeCheck({
      limitBytes: 1,
      measure: async () => (looks += 1) && 0,
      onFull: () => undefined,
    })
    check.begin()
    check.begin()
    await vi.advanceTimersByTimeAsync(1_000)
    check.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    // And what was there before.
    expect(looks).toBe(5)
  })
})

test('only what the kernel would run is a program', () => {
  const folder = temporaryFolder()
  const file = (name: string, text: string, mode: number): string => {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), mode)
    return join(folder, name)
  }
  expect(isProgram(process.execPath)).toBe(process.platform === 'linux')
  expect(isProgram(file('script', '#!/bin/sh\n', 0o755))).toBe(true)
  expect(isProgram(file('no-line', 'echo hello\n', 0o755))).toBe(false)
  expect(isProgram(file('no-right', '#!/bin/sh\n', 0o644))).toBe(false)
  expect(isProgram(join(folder, 'missing'))).toBe(false)
})
