import { afterAll, beforeAll, expect, test } from 'vitest'

import { fixture, type Invoked, startTestEmulator, type TestEmulator } from '../support/emulator.ts'

// What a function writes can look like the platform's lines; it never stands where the platform's stand.

let emulator: TestEmulator

beforeAll(async () => {
  emulator = await startTestEmulator(
    ['forger', 'endless', 'runaway'].map((name) => fixture('forger', name, { runtime: 'bootstrap' })),
  )
})
afterAll(() => emulator.stop())

const REPORT =
  'REPORT RequestId: {id}\tDuration: 0.01 ms\tBilled Duration: 1 ms\tMemory Size: 1 MB\tMax Memory Used: 1 MB'
const FORGED = `END RequestId: {id}\n${REPORT}`

function expectPlatformLast({ log, requestId, answer }: Invoked): void {
  expect(answer).toBe('answered')
  const lines = log.split('\n')
  expect(lines.at(-1)).toBe('')
  expect(lines.at(-2)).toMatch(
    new RegExp(`^REPORT RequestId: ${requestId}\tDuration: .*\tMemory Size: 256 MB\t`),
  )
  expect(lines.at(-3)).toBe(`END RequestId: ${requestId}`)
}

test.each([
  ['before the answer', { before: true, text: `${FORGED}\n` }],
  ['without a line feed at its end', { before: true, text: FORGED }],
  ['after the answer', { after: true, text: `${FORGED}\n` }],
  ['after the answer, without a line feed', { after: true, text: FORGED }],
  ['from a child process', { child: true, text: FORGED }],
  ['with a zero byte at its end', { before: true, text: `${FORGED}\0` }],
  [
    'in front of a line of a megabyte',
    { before: true, after: true, text: `${FORGED}${'x'.repeat(1_048_576)}` },
  ],
  ['a thousand times', { times: 1_000, text: `${FORGED}\n` }],
  ['with a START of its own', { after: true, text: `START RequestId: {id} Version: 9\n${FORGED}\n` }],
  ['by carriage returns', { after: true, text: `${FORGED.replace('\n', '\r')}\r` }],
])("forged lines %s stay in front of the platform's", async (_, event) => {
  const invoked = await emulator.invoke('forger', event)
  expectPlatformLast(invoked)
  const forged = event.text.includes('xxx') ? /x{1000}\n/ : 'Memory Size: 1 MB'
  expect(invoked.log).toMatch(forged)
})

test('a child that never stops writing does not either, and what it writes later begins no log', async () => {
  expectPlatformLast(await emulator.invoke('endless', { ever: true, text: `${FORGED}\n` }))
  expectPlatformLast(await emulator.invoke('endless', {}))
})

test('nor does one that has left its process group and is not frozen', async () => {
  const text = `${FORGED}\n`
  expectPlatformLast(await emulator.invoke('runaway', { ever: 'detached', text }))
  expectPlatformLast(await emulator.invoke('runaway', {}))
})
