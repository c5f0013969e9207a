import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { findCgroups, readCgroupSystem } from '../../lib/emulator/resources/cgroup/find-cgroups.ts'
import { findNamespaceTools } from '../../lib/emulator/resources/storage/private-tmp.ts'
import {
  ask,
  eventually,
  fixture,
  forkEmulator,
  isAlive,
  namesIn,
  startTestEmulator,
  type TestEmulator,
  testFolder,
} from '../support/emulator.ts'

// What environments have of this machine, and that they leave nothing of it behind.

const mounts = typeof (await findNamespaceTools()) !== 'string'
const onLinux = process.platform === 'linux'
const quotas = await findCgroups(readCgroupSystem(), ['cpu'])
const limits = await findCgroups(readCgroupSystem(), ['memory'])

describe.runIf(onLinux)('memory', () => {
  let emulator: TestEmulator

  beforeAll(async () => {
    emulator = await startTestEmulator([
      fixture('hog', 'hog', { memoryMb: 256, timeoutMs: 30_000 }),
      fixture('probe', 'probe', { memoryMb: 1_024 }),
    ])
  })
  afterAll(() => emulator.stop())

  test.each(['buffers', 'small', 'child'])('taken as %s ends the process as on Lambda', async (way) => {
    const { answer, functionError, report, requestId } = await emulator.invoke('hog', { way })
    expect(functionError).toBe('Unhandled')
    expect(answer).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    })
    expect(report).toMatchObject({ 'Max Memory Used': '256 MB', 'Error Type': 'Runtime.OutOfMemory' })
  })

  test('Max Memory Used stays what it was when the process is another one', async () => {
    const { report: before } = await emulator.invoke('probe', { allocateMb: 300 })
    await emulator.invoke('probe', { exit: 1 })
    const { report: after } = await emulator.invoke('probe')
    expect(parseInt(before['Max Memory Used'] ?? '')).toBeGreaterThan(300)
    expect(parseInt(after['Max Memory Used'] ?? '')).toBeGreaterThanOrEqual(
      parseInt(before['Max Memory Used'] ?? ''),
    )
  })
})

test.runIf(limits.kind === 'usable')(
  'the limit of the kernel behind the watch does not count /tmp',
  async () => {
    const emulator = await startTestEmulator([fixture('disk', 'disk', { memoryMb: 128 })], {
      memory: 'cgroup',
    })
    const { answer } = await emulator.invoke('disk', { writeMb: 200 })
    expect(answer).toMatchObject({ writtenMb: 200 })
    await emulator.stop()
    expect(groupsOf(emulator)).toEqual([])
  },
)

describe.runIf(mounts)('a /tmp of its own', () => {
  let emulator: TestEmulator

  beforeAll(async () => {
    emulator = await startTestEmulator(
      ['full', 'kept', 'alone'].map((name) => fixture('disk', name, { ephemeralStorageMb: 8 })),
      { ephemeralStorage: 'mount' },
    )
  })
  afterAll(() => emulator.stop())

  test('is full when it is full, to the byte, and can be emptied', async () => {
    const { answer } = await emulator.invoke('full', { writeMb: 100 })
    expect(answer).toMatchObject({ code: 'ENOSPC', writtenMb: 8, tmpdir: '/tmp' })
    const { answer: after } = await emulator.invoke('full', { remove: true, writeMb: 4 })
    expect(after).toMatchObject({ writtenMb: 4 })
    expect(after).not.toHaveProperty('code')
  })

  test('outlives a crash, a timeout and an end for memory', async () => {
    await emulator.invoke('kept', { writeMb: 1 })
    await emulator.invoke('kept', { exit: 1 })
    expect((await emulator.invoke('kept')).answer).toMatchObject({ files: ['file-1'] })
    expect(emulator.truth().at(-1)).toMatchObject({ start: 'reinitialized' })
  })

  test('is seen by no other environment, and not from outside', async () => {
    const calls = [1, 2, 3].map(() => emulator.invoke('alone', { writeMb: 1, holdMs: 300 }))
    for (const { answer } of await Promise.all(calls)) expect(answer).toMatchObject({ files: ['file-1'] })
    expect(namesIn('/tmp')).not.toContain('file-1')
  })

  test('shows the code of a function that lies in /tmp, and what lies beside it, to be read only', async () => {
    const folder = testFolder()
    mkdirSync(join(folder, 'functions'))
    cpSync(
      fileURLToPath(new URL('../fixtures/functions/disk', import.meta.url)),
      join(folder, 'functions/disk'),
      {
        recursive: true,
      },
    )
    writeFileSync(join(folder, 'functions/shared.txt'), 'beside')
    const codeDir = join(folder, 'functions/disk')
    const own = await startTestEmulator([fixture('', 'inside', { codeDir })], { ephemeralStorage: 'mount' })
    const shared = join(folder, 'functions/shared.txt')
    const { answer } = await own.invoke('inside', { read: shared, erase: shared, writeMb: 1 })
    await own.stop()
    expect(answer).toMatchObject({ tmpdir: '/tmp', text: 'beside', erased: 'EROFS' })
    expect(existsSync(shared)).toBe(true)
    expect(existsSync('/tmp/file-1')).toBe(false)
  })
})

describe('a folder whose size is checked', () => {
  let emulator: TestEmulator

  beforeAll(async () => {
    emulator = await startTestEmulator(
      ['slow', 'fast'].map((name) => fixture('disk', name, { ephemeralStorageMb: 8, timeoutMs: 20_000 })),
      { ephemeralStorage: 'check' },
    )
  })
  afterAll(() => emulator.stop())

  test.each([
    ['while it works', 'slow', { writeMb: 12, holdMs: 15_000 }],
    ['when it answers', 'fast', { writeMb: 12 }],
  ])('ends a function that fills it %s, and says so in its log', async (_, name, event) => {
    const { functionError, answer, log } = await emulator.invoke(name, event)
    expect(functionError).toBe('Unhandled')
    expect(answer.errorType).toBe('Runtime.ExitError')
    expect(log).toMatch(/^\/tmp is full: at least \d+ MB of 8 MB are used\./m)
    // It may tidy up then.
    const { answer: after } = await emulator.invoke(name, { remove: true })
    expect(after).toMatchObject({ files: [] })
  })
})

test.runIf(mounts)(
  'a function that needs all of /tmp has a folder, and not where a mount was named',
  async () => {
    const all = [fixture('disk', 'all', { codeDir: '/tmp', handler: 'nothing.handler' })]
    const resourceLog = join(testFolder(), 'resources.ndjson')
    const auto = await startTestEmulator(all, { resourceLog })
    await auto.invoke('all')
    await auto.stop()
    const lines = readFileSync(resourceLog, 'utf8').trim().split('\n')
    expect(lines.at(-1)).toContain('all has only a folder of its own in TMPDIR: it needs all of /tmp')
    const named = await startTestEmulator(all, { ephemeralStorage: 'mount' })
    await expect(named.invoke('all')).rejects.toThrow('it needs all of /tmp')
    await named.stop()
  },
)

test.runIf(quotas.kind === 'unusable')('a mechanism that does not work here is refused', async () => {
  const child = forkEmulator(testFolder())
  const config = { port: 0, region: 'us-east-1', functions: [fixture('disk', 'disk')], cpu: 'quota' }
  expect(await ask(child, { kind: 'start', config })).toMatchObject({
    kind: 'failed',
    code: 'START_FAILED',
    message: expect.stringContaining("cpu: 'quota' does not work here"),
  })
  await ask(child, { kind: 'stop' })
})

/** Control groups that bear the id of the emulator's process. */
function groupsOf(emulator: TestEmulator): readonly string[] {
  const prefix = `coldburst-${emulator.process.pid}-`
  const found = [quotas, limits].flatMap((each) =>
    each.kind === 'usable' ? Object.values(each.hierarchies) : [],
  )
  return found.flatMap(({ folder }) => readdirSync(folder).filter((name) => name.startsWith(prefix)))
}

/** Mounts of this namespace that an emulator could have made. */
const mountsSeen = (): readonly string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes('coldburst-'))

describe.runIf(onLinux).each(['stop', 'SIGTERM', 'SIGKILL'] as const)('after %s', (end) => {
  test('no group, no mount, no folder and no process is left', async () => {
    const emulator = await startTestEmulator([fixture('probe', 'probe')])
    const { answer: idle } = await emulator.invoke('probe', { child: true })
    const hanging = emulator.invoke('probe', { holdMs: 8_000 }).catch(() => undefined)
    const other = await emulator.invoke('probe', { write: 'file' })
    if (quotas.kind === 'usable') expect(groupsOf(emulator).length).toBeGreaterThanOrEqual(2)
    if (end === 'stop') await emulator.stop()
    else emulator.process.kill(end)
    await hanging
    await eventually(() => groupsOf(emulator).length === 0)
    await eventually(() => [idle.pid, Number(idle.childPid), other.answer.pid].every((pid) => !isAlive(pid)))
    await eventually(() => namesIn(emulator.tmpDir).length === 0)
    expect(mountsSeen()).toEqual([])
  })
})

test.runIf(quotas.kind === 'usable')(
  'a process that leaves its group ends with its environment',
  async () => {
    const emulator = await startTestEmulator([fixture('disk', 'leaves')], { cpu: 'quota' })
    const { answer } = await emulator.invoke('leaves', { escape: true })
    const pid = Number(answer.childPid)
    expect(isAlive(pid)).toBe(true)
    await emulator.stop()
    await eventually(() => !isAlive(pid))
  },
)
