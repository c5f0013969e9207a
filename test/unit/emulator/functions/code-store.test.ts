import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { createCodeStore } from '../../../../lib/emulator/functions/code-store.ts'
import { BadZip } from '../../../../lib/emulator/functions/extract-zip.ts'
import { type Guarded, keyOf } from '../../../../lib/emulator/warden/warden.ts'
import { zipOf } from '../../../support/zips.ts'

/** Notes what it is told to guard instead of starting a process that would. */
function notingWarden() {
  const guarded = new Set<string>()
  return {
    guarded,
    guard: (kept: Guarded) => void guarded.add(keyOf(kept)),
    release: (kept: Guarded) => void guarded.delete(keyOf(kept)),
    close: () => undefined,
  }
}

test('code is there, guarded, until the last one lets go of it', async () => {
  const warden = notingWarden()
  const store = createCodeStore(warden)
  const zip = await zipOf({ 'index.mjs': 'export {}' })
  const { code, letGo } = await store.unpack(zip)
  expect(readFileSync(join(code.folder, 'index.mjs'), 'utf8')).toBe('export {}')
  expect(readFileSync(store.zipOf(code.id) ?? '').equals(zip)).toBe(true)
  expect(warden.guarded.size).toBe(1)
  const release = store.hold(code.folder)
  letGo()
  letGo()
  expect(existsSync(code.folder)).toBe(true)
  release()
  await store.close()
  expect(existsSync(code.folder)).toBe(false)
  expect(store.zipOf(code.id)).toBeUndefined()
  expect(warden.guarded.size).toBe(0)
})

test('a bad zip leaves nothing, and a folder of the user is never removed', async () => {
  const warden = notingWarden()
  const store = createCodeStore(warden)
  await expect(store.unpack(Buffer.from('hello'))).rejects.toThrow(BadZip)
  expect(warden.guarded.size).toBe(0)
  const own = new URL('.', import.meta.url).pathname
  store.hold(own)()
  await store.close()
  expect(existsSync(own)).toBe(true)
})

test('the end of the emulator removes what is still held', async () => {
  const store = createCodeStore(notingWarden())
  const { code } = await store.unpack(await zipOf({ a: '' }))
  await store.close()
  expect(existsSync(code.folder)).toBe(false)
})
