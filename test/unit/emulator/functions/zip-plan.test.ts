import { expect, test } from 'vitest'

import { planZip, staysInside, type ZipEntry } from '../../../../lib/emulator/functions/zip-plan.ts'

const limits = { unpackedBytes: 1_000, files: 4 }

function entry(name: string, more: Partial<ZipEntry> = {}): ZipEntry {
  return { name, mode: 0o100644, unpackedBytes: 10, encrypted: false, ...more }
}

function problemOf(...entries: ZipEntry[]): string | undefined {
  const plan = planZip(entries, limits)
  return plan.kind === 'refused' ? plan.problem : undefined
}

test('files, folders and links are planned in their order, with their permissions', () => {
  const plan = planZip(
    [
      entry('lib/', { mode: 0o040755 }),
      entry('lib/a.js'),
      entry('bootstrap', { mode: 0o100755 }),
      entry('current', { mode: 0o120777 }),
    ],
    limits,
  )
  expect(plan).toEqual({
    kind: 'plan',
    entries: [
      { kind: 'folder', path: 'lib', mode: 0o755 },
      { kind: 'file', path: 'lib/a.js', mode: 0o644 },
      { kind: 'file', path: 'bootstrap', mode: 0o755 },
      { kind: 'link', path: 'current', mode: 0o777 },
    ],
  })
})

test('what was packed where there are no permissions gets the usual ones, and no set-user-id survives', () => {
  const plan = planZip([entry('a', { mode: undefined }), entry('b', { mode: 0o104755 })], limits)
  expect(plan).toMatchObject({ entries: [{ mode: 0o644 }, { mode: 0o755 }] })
})

test.each([
  '../outside',
  'a/../../outside',
  '/etc/passwd',
  'C:/windows',
  'a\\..\\b',
  'a\0b',
  '',
  '/',
  './a',
  'a//b',
  'a/./b',
  '..',
  'a/..',
  'x'.repeat(256),
  'a/'.repeat(2_100),
])('an entry named %j is refused', (name) => {
  expect(problemOf(entry('good'), entry(name))).toContain(JSON.stringify(name))
})

test.each([
  [0o020644, 'a device'],
  [0o010644, 'a pipe'],
  [0o140644, 'a socket'],
  [0o040755, 'a folder without a slash'],
])('mode %o is refused: %s', (mode) => {
  expect(problemOf(entry('odd', { mode }))).toContain('neither a file, a folder nor a symbolic link')
})

test('the same name twice, or inside what is no folder, is refused', () => {
  expect(problemOf(entry('a'), entry('a'))).toContain('twice')
  expect(problemOf(entry('a'), entry('a/', { mode: 0o040755 }))).toContain('twice')
  expect(problemOf(entry('a/b'), entry('a'))).toContain('no folder')
  expect(problemOf(entry('link', { mode: 0o120777 }), entry('link/a'))).toContain('no folder')
  const folder = entry('a/', { mode: 0o040755 })
  expect(problemOf(folder, folder, entry('a/b'))).toBeUndefined()
})

test('encrypted entries, too many and too large ones are refused by what they say of themselves', () => {
  expect(problemOf(entry('a', { encrypted: true }))).toContain('encrypted')
  expect(problemOf(...['a', 'b', 'c', 'd', 'e'].map((name) => entry(name)))).toBe(
    'it has more than 4 entries',
  )
  expect(problemOf(entry('a', { unpackedBytes: 600 }), entry('b', { unpackedBytes: 400 }))).toBe(
    'Unzipped size must be smaller than 1000 bytes',
  )
  expect(problemOf(entry('a', { unpackedBytes: 999 }))).toBeUndefined()
})

test.each([
  ['link', 'target'],
  ['link', './deep/target'],
  ['a/b/link', '../../target'],
  ['node_modules/.bin/x', '../x/cli.js'],
])('a link at %s to %s stays inside', (path, target) => {
  expect(staysInside(path, target)).toBe(true)
})

test.each([
  ['link', '..'],
  ['link', '../outside'],
  ['a/link', '../../outside'],
  ['link', '/etc/passwd'],
  ['link', ''],
  ['link', 'a\\b'],
  // Through another link to the folder itself this would be outside.
  ['a/link', 'other/../../outside'],
  ['a/link', 'other/..'],
])('a link at %s to %j does not', (path, target) => {
  expect(staysInside(path, target)).toBe(false)
})
