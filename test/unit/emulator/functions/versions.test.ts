import { expect, test } from 'vitest'

import { createAlias } from '../../../../lib/emulator/functions/aliases.ts'
import { settle, updateLatest } from '../../../../lib/emulator/functions/lifecycle.ts'
import { deleteVersion, publish, versionOf } from '../../../../lib/emulator/functions/versions.ts'
import { activeRecord, arnOf, content, countingStamp } from '../../../support/function-records.ts'

const stamp = countingStamp()

test('a version has the content of $LATEST, a number, a deployment and a description of its own', () => {
  const before = activeRecord()
  const { record, version } = publish(before, { description: 'first' }, undefined, stamp)
  expect(version).toMatchObject({
    state: 'ready',
    deployment: { version: '1', fn: content.fn },
    settings: { description: 'first' },
  })
  expect(version.deployment.id).not.toBe(before.latest.deployment.id)
  expect(versionOf(record, '1')).toBe(version)
  // AWS gives $LATEST another revision with each version.
  expect(record.latest.revisionId).not.toBe(before.latest.revisionId)
  expect(record.serving).toBe(before.serving)
})

test('unchanged, it is the same version again, whatever the description; changed back, it is a new one', () => {
  const first = publish(activeRecord(), {}, undefined, stamp)
  const again = publish(first.record, { description: 'other' }, undefined, stamp)
  expect(again).toEqual({ record: first.record, version: first.version })
  const change = (memoryMb: number, record = first.record) =>
    settle(updateLatest(record, { fn: { ...content.fn, memoryMb } }, 0, stamp), stamp)
  const second = publish(change(256), {}, undefined, stamp)
  expect(second.version.deployment.version).toBe('2')
  const third = publish(change(128, second.record), {}, undefined, stamp)
  expect(third.version.deployment.version).toBe('3')
})

test('the same zip uploaded again is the same content', () => {
  const zip = (folder: string) => ({
    fn: { ...content.fn, codeDir: folder },
    code: { kind: 'zip', id: folder, folder, sha256: 'same', sizeBytes: 1 } as const,
  })
  const upload = (record: ReturnType<typeof activeRecord>, folder: string) =>
    settle(updateLatest(record, zip(folder), 0, stamp), stamp)
  const first = publish(upload(activeRecord(), '/a'), {}, 'same', stamp)
  const again = publish(upload(first.record, '/b'), {}, 'same', stamp)
  expect(again.version.deployment.version).toBe('1')
})

test('the code and the revision must be those that were meant', () => {
  const record = activeRecord()
  expect(() => publish(record, { codeSha256: 'a' }, 'b', stamp)).toThrow(
    'CodeSHA256 (a) is different from current CodeSHA256 in $LATEST (b). Please try again with the CodeSHA256 in $LATEST.',
  )
  expect(() => publish(record, { revisionId: 'old' }, 'b', stamp)).toThrow('PreconditionFailedException')
  const meant = { codeSha256: 'b', revisionId: record.latest.revisionId }
  expect(publish(record, meant, 'b', stamp).version.deployment.version).toBe('1')
})

test('a number is never given twice', () => {
  const { record } = publish(activeRecord(), {}, undefined, stamp)
  const without = deleteVersion(record, '1')
  expect(versionOf(without, '1')).toBeUndefined()
  expect(publish(without, {}, undefined, stamp).version.deployment.version).toBe('2')
})

test('$LATEST, aliases and what an alias uses can not be deleted; what is not there can', () => {
  const { record } = publish(activeRecord(), {}, undefined, stamp)
  const aliased = createAlias(record, 'live', { version: '1' }, arnOf, stamp)
  expect(() => deleteVersion(aliased, '$LATEST')).toThrow('without deleting the function')
  expect(() => deleteVersion(aliased, 'live')).toThrow('Deletion of aliases is not currently supported')
  expect(() => deleteVersion(aliased, '1')).toThrow('the following aliases reference it: [live]')
  expect(deleteVersion(aliased, '7')).toEqual(aliased)
})
