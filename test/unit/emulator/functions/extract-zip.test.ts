import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { BadZip, extractZip } from '../../../../lib/emulator/functions/extract-zip.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { zipOf } from '../../../support/zips.ts'

async function refusal(zip: Buffer | string, limits?: Parameters<typeof extractZip>[2]): Promise<string> {
  const root = temporaryFolder()
  const inside = join(root, 'inside')
  mkdirSync(inside)
  const error = await extractZip(zip, inside, limits).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  // Whatever it was: nothing is beside the folder.
  expect(readdirSync(root)).toEqual(['inside'])
  if (error instanceof BadZip) return error.message
  throw new Error(`not refused: ${String(error)}`)
}

/** The same zip with a name replaced, in its local header and in its directory, by one of the same length. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length)
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1')
}

test('files come out as they went in, with folders, permissions and links', async () => {
  const folder = temporaryFolder()
  const zip = await zipOf({
    'index.mjs': 'export {}\n',
    'deep/er/a.txt': 'text',
    bootstrap: { text: '#!/bin/sh\n', mode: 0o100755 },
    'deep/link': { text: '../index.mjs', mode: 0o120777 },
  })
  await extractZip(zip, folder)
  expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toBe('export {}\n')
  expect(readFileSync(join(folder, 'deep/er/a.txt'), 'utf8')).toBe('text')
  expect(lstatSync(join(folder, 'bootstrap')).mode & 0o777).toBe(0o755)
  expect(lstatSync(join(folder, 'index.mjs')).mode & 0o777).toBe(0o644)
  expect(readlinkSync(join(folder, 'deep/link'))).toBe('../index.mjs')
  expect(readFileSync(join(folder, 'deep/link'), 'utf8')).toBe('export {}\n')
})

test('a zip may also be given by its path', async () => {
  const folder = temporaryFolder()
  const path = join(temporaryFolder(), 'code.zip')
  writeFileSync(path, await zipOf({ a: 'text' }))
  await extractZip(path, folder)
  expect(readdirSync(folder)).toEqual(['a'])
})

test('an empty zip unpacks to nothing', async () => {
  const folder = temporaryFolder()
  await extractZip(await zipOf({}), folder)
  expect(readdirSync(folder)).toEqual([])
})

test.each(['../evil.txt', '/abs/name.js', 'a\\..\\evil.js', 'a/../../b.js'])(
  'a name like %s is refused',
  async (name) => {
    const harmless = name.replaceAll(/[./\\]/g, 'X')
    const zip = await zipOf({ [harmless]: 'evil', good: 'good' })
    expect(await refusal(renamed(zip, harmless, name))).toContain(JSON.stringify(name))
  },
)

test('two entries of one name are refused', async () => {
  const zip = renamed(await zipOf({ 'one.js': '1', 'two.js': '2' }), 'two.js', 'one.js')
  expect(await refusal(zip)).toContain('"one.js" is there twice')
})

test('a link that leads out is refused, and so is a file behind a link', async () => {
  const out = await zipOf({ link: { text: '../../etc', mode: 0o120777 } })
  expect(await refusal(out)).toBe('the link "link" leads out of the folder')
  const behind = await zipOf({ link: { text: '.', mode: 0o120777 }, 'link/a': 'evil' })
  expect(await refusal(behind)).toContain('lies in what is no folder')
})

test('a bomb is refused by what it says, and when it lies by what it holds', async () => {
  const limits = { unpackedBytes: 100_000, files: 10 }
  const bomb = await zipOf({ 'zeros.bin': '0'.repeat(200_000) })
  expect(bomb.length).toBeLessThan(1_000)
  expect(await refusal(bomb, limits)).toBe('Unzipped size must be smaller than 100000 bytes')
  // The size stands in the directory at the end, and in the data descriptor; both now say 50,000.
  const size = Buffer.alloc(4)
  size.writeUInt32LE(200_000)
  const small = Buffer.alloc(4)
  small.writeUInt32LE(50_000)
  const lying = Buffer.from(
    bomb.toString('latin1').replaceAll(size.toString('latin1'), small.toString('latin1')),
    'latin1',
  )
  expect(lying.equals(bomb)).toBe(false)
  expect(await refusal(lying, limits)).toMatch(/too many bytes/)
})

test('more entries than allowed are refused', async () => {
  const files = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`file-${i}`, '']))
  expect(await refusal(await zipOf(files), { unpackedBytes: 100, files: 10 })).toBe(
    'it has more than 10 entries',
  )
})

test('what is no zip, is cut off, or has another content than it says is refused', async () => {
  expect(await refusal(Buffer.from('hello'))).not.toBe('')
  expect(await refusal(Buffer.alloc(0))).not.toBe('')
  const zip = await zipOf({ 'a.txt': 'x'.repeat(5_000) })
  expect(await refusal(zip.subarray(0, zip.length - 10))).not.toBe('')
  expect(await refusal(zip.subarray(10))).not.toBe('')
})

test('a full folder of rubbish after the magic number never gets out of hand', async () => {
  const rubbish = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7_919) % 256))
  const zip = Buffer.concat([
    Buffer.from('PK\x03\x04'),
    rubbish,
    Buffer.from('PK\x05\x06'),
    rubbish.subarray(0, 18),
  ])
  expect(await refusal(zip)).not.toBe('')
})

test('a bad entry among many stops all, and nothing is written after the refusal', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`file-${i}`, 'x'.repeat(500)]))
  const zip = await zipOf({ ...files, 'file-last': 'y'.repeat(500) })
  // The compressed data of the last file no longer is what its checksum or length says.
  const at = zip.lastIndexOf(Buffer.from('file-last'), zip.indexOf(Buffer.from('PK\x01\x02')))
  zip.fill(0xff, at + 9, at + 14)
  const folder = temporaryFolder()
  await expect(extractZip(zip, folder)).rejects.toThrow(BadZip)
  const left = readdirSync(folder).length
  await new Promise((resolve) => setImmediate(resolve))
  expect(readdirSync(folder)).toHaveLength(left)
})
