import { expect, test } from 'vitest'

import { createDrains } from '../../../../lib/emulator/pool/drains.ts'
import { deployment } from '../../../support/pool.ts'

test('only so many replaced deployments are remembered, however often a function is updated', () => {
  const drains = createDrains(2)
  const revisions = [1, 2, 3, 4].map((revision) => deployment('f', '$LATEST', revision))
  const latest = deployment('f', '$LATEST', 5)
  for (const [at, each] of revisions.entries()) drains.begin(each, 100 + at)
  expect(revisions.map((each) => drains.until(each))).toEqual([undefined, undefined, 102, 103])
  expect(drains.before(latest, 0)).toEqual(['f:$LATEST:4', 'f:$LATEST:3'])
  for (const name of ['g', 'h']) drains.begin(deployment(name), 200)
  expect(drains.before(latest, 0)).toEqual([])
})
