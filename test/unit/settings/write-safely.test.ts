import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../../lib/settings/write-safely.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('of folders that are made, each one above is flushed, so that a power loss takes none of them', () => {
  const home = temporaryFolder()
  const kept: string[] = []
  const keep = (folder: string): void => void kept.push(folder)
  makeFolder(join(home, 'state', 'coldburst', 'journals'), keep)
  expect(kept).toEqual([join(home, 'state', 'coldburst'), join(home, 'state'), home])
  makeFolder(join(home, 'state', 'coldburst', 'journals'), keep)
  expect(kept).toHaveLength(3)
})
