import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import {
  createFolderFacts,
  factsOfBytes,
  factsOfFolder,
} from '../../../../lib/emulator/functions/code-facts.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

test('of bytes they are the hash in base64 and the size', () => {
  // echo -n abc | sha256sum, in base64.
  expect(factsOfBytes(Buffer.from('abc'))).toEqual({
    sha256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
    sizeBytes: 3,
  })
})

test('equal folders have equal facts, wherever they lie', async () => {
  const files = { 'b/two.js': '22', 'a.js': '1' }
  const facts = await factsOfFolder(folderWith(files))
  expect(facts).toEqual(await factsOfFolder(folderWith({ 'a.js': '1', 'b/two.js': '22' })))
  expect(facts?.sizeBytes).toBe(3)
  expect(facts?.sha256).toBe(
    createHash('sha256').update('file a.js\x001\x001file b/two.js\x002\x0022').digest('base64'),
  )
})

test('a content, a name, a permission to run or a link makes a difference', async () => {
  const hashes = new Set<string | undefined>()
  const folder = folderWith({ 'a.js': '1' })
  const note = async () => hashes.add((await factsOfFolder(folder))?.sha256)
  await note()
  writeFileSync(join(folder, 'a.js'), '2')
  await note()
  chmodSync(join(folder, 'a.js'), 0o755)
  await note()
  renameSync(join(folder, 'a.js'), join(folder, 'b.js'))
  await note()
  symlinkSync('b.js', join(folder, 'c.js'))
  await note()
  expect(hashes.size).toBe(5)
})

test('a folder is read again after a second, and one that is not there has no facts', async () => {
  let now = 0
  const facts = createFolderFacts(() => now)
  const folder = folderWith({ 'a.js': '1' })
  const first = await facts(folder)
  writeFileSync(join(folder, 'a.js'), 'longer')
  now = 999
  expect(await facts(folder)).toEqual(first)
  now = 1_000
  expect((await facts(folder))?.sizeBytes).toBe(6)
  expect(await facts(join(folder, 'absent'))).toBeUndefined()
})
