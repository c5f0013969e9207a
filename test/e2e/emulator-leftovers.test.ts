import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { expect, test } from 'vitest'

import {
  ask,
  eventually,
  fixture,
  forkEmulator,
  isAlive,
  namesIn,
  startTestEmulator,
  testFolder,
} from '../support/emulator.ts'

// Whatever way the emulator ends, nothing of it stays.

/** With `check` each environment has a folder; a /tmp of its own leaves none behind even while it is used. */
async function startBusy(ephemeralStorage: 'auto' | 'check') {
  const emulator = await startTestEmulator([fixture('probe', 'probe')], { ephemeralStorage })
  const { answer: frozen } = await emulator.invoke('probe')
  const { answer: parent } = await emulator.invoke('probe', { child: true })
  // This one is busy when the end comes; its caller gets no answer.
  const hanging = emulator.invoke('probe', { holdMs: 8_000 }).then(
    () => 'answered',
    () => 'refused',
  )
  await Promise.all([emulator.invoke('probe', { holdMs: 100 }), emulator.invoke('probe', { holdMs: 100 })])
  if (ephemeralStorage === 'check') expect(namesIn(emulator.tmpDir).length).toBeGreaterThanOrEqual(3)
  return { emulator, pids: [frozen.pid, Number(parent.childPid)], hanging }
}

async function expectNothingLeft({ emulator, pids }: Awaited<ReturnType<typeof startBusy>>): Promise<void> {
  await eventually(() => pids.every((pid) => !isAlive(pid)))
  await eventually(() => namesIn(emulator.tmpDir).length === 0)
}

const storages = ['auto', 'check'] as const

test.each(storages)(
  'a stop ends frozen and busy environments, their children and their files (%s)',
  async (storage) => {
    const started = await startBusy(storage)
    const summary = await started.emulator.stop()
    expect(summary.environmentsStarted).toBe(3)
    expect(await started.hanging).toBe('refused')
    await expectNothingLeft(started)
    await eventually(() => started.emulator.process.exitCode === 0)
  },
)

test.each(
  storages.flatMap((storage) => (['SIGKILL', 'SIGTERM'] as const).map((signal) => ({ signal, storage }))),
)('$signal leaves no process and no folder ($storage)', async ({ signal, storage }) => {
  const started = await startBusy(storage)
  started.emulator.process.kill(signal)
  expect(await started.hanging).toBe('refused')
  await expectNothingLeft(started)
})

test('the death of the parent, seen as a closed channel, ends it', async () => {
  const started = await startBusy('auto')
  started.emulator.process.disconnect()
  await expectNothingLeft(started)
  await eventually(() => started.emulator.process.exitCode === 0)
})

test('Ctrl-C is left to the parent', async () => {
  const emulator = await startTestEmulator([fixture('probe', 'probe')])
  emulator.process.kill('SIGINT')
  expect((await emulator.invoke('probe')).functionError).toBeUndefined()
  await emulator.stop()
})

test('a port in use, a bad configuration and a second start are told, and nothing is left', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as AddressInfo
  const child = forkEmulator(testFolder())
  const config = { port, region: 'us-east-1', functions: [fixture('probe', 'probe')] }
  expect(await ask(child, { kind: 'start', config })).toMatchObject({ kind: 'failed', code: 'PORT_IN_USE' })
  const bad = await ask(child, { kind: 'start', config: { ...config, port: -1, functions: [] } })
  expect(bad).toMatchObject({ kind: 'failed', code: 'INVALID_CONFIG' })
  expect(bad).toMatchObject({ message: expect.stringContaining('config.port') })
  expect(await ask(child, { kind: 'dance' })).toMatchObject({ kind: 'failed', code: 'INVALID_MESSAGE' })
  taken.close()
  await new Promise((resolve) => taken.once('close', resolve))
  expect(await ask(child, { kind: 'start', config })).toMatchObject({ kind: 'ready' })
  expect(await ask(child, { kind: 'start', config })).toMatchObject({
    kind: 'failed',
    code: 'ALREADY_STARTED',
  })
  expect(await ask(child, { kind: 'stop' })).toMatchObject({ kind: 'stopped' })
  await eventually(() => child.exitCode === 0)
})
