import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

type Handler = (event: unknown) => Promise<unknown>

async function sample(name: string): Promise<Handler> {
  const module: { handler: Handler } = await import(`../../../profiles/functions/${name}/index.mjs`)
  return module.handler
}

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samples-test-'))
  vi.stubEnv('TMPDIR', folder)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

test('hello greets, with the mark of the probe', async () => {
  const handler = await sample('hello')
  expect(await handler({ name: 'you' })).toMatchObject({ message: 'Hello, you!', coldburst: { call: 1 } })
  expect(await handler(null)).toMatchObject({ message: 'Hello, world!', coldburst: { call: 2 } })
})

test('hello answers with a string, or throws, when told to', async () => {
  const handler = await sample('hello')
  expect(await handler({ text: true })).toBe('Hello, world!')
  await expect(handler({ throw: 'on demand' })).rejects.toThrow('on demand')
})

test('cpu does the rounds it is told, and finds the same each time', async () => {
  const handler = await sample('cpu')
  const [first, second] = [await handler({ rounds: 3 }), await handler({ rounds: 3 })]
  expect(first).toMatchObject({ rounds: 3, digest: expect.stringMatching(/^[0-9a-f]{128}$/) })
  expect(Object(second).digest).toBe(Object(first).digest)
})

test('leaky leaves a file of the size it is told at every call', async () => {
  const handler = await sample('leaky')
  await handler({ tmpMb: 2, memoryMb: 0 })
  await handler({ tmpMb: 3, memoryMb: 0.1 })
  const sizes = readdirSync(folder)
    .filter((name) => name.startsWith('leak-'))
    .map((name) => statSync(join(folder, name)).size)
  expect(sizes.toSorted((a, b) => a - b)).toEqual([2_097_152, 3_145_728])
})
