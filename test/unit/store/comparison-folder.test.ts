import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import { createBlockFolder } from '../../../lib/store/comparison-folder.ts'
import { blockWith } from '../../support/sampled.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('says that a disk takes no further block, which is no bug and keeps the others from no report', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'blocks'), '')
  expect(() => createBlockFolder(folder, blockWith())).toThrow(UsageError)
})
