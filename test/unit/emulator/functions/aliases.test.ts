import { expect, test } from 'vitest'

import {
  createAlias,
  deleteAlias,
  requireAlias,
  routeAlias,
  updateAlias,
} from '../../../../lib/emulator/functions/aliases.ts'
import { settle, updateLatest } from '../../../../lib/emulator/functions/lifecycle.ts'
import { publish } from '../../../../lib/emulator/functions/versions.ts'
import { activeRecord, arnOf, content, countingStamp } from '../../../support/function-records.ts'

const stamp = countingStamp()
const first = publish(activeRecord(), {}, undefined, stamp).record
const changed = updateLatest(first, { fn: { ...content.fn, memoryMb: 256 } }, 0, stamp)
const two = publish(settle(changed, stamp), {}, undefined, stamp).record

const live = createAlias(two, 'live', { version: '1', weights: { '2': 0.25 } }, arnOf, stamp)

test('an alias has a version, and for a share of the invocations another', () => {
  const alias = requireAlias(live, 'live', arnOf)
  expect(alias).toMatchObject({ version: '1', description: '', routing: { version: '2', weight: 0.25 } })
  expect([0, 0.249, 0.25, 0.999].map((draw) => routeAlias(alias, draw))).toEqual(['2', '2', '1', '1'])
})

test('what an update does not say stays, an empty routing takes the weights away', () => {
  const described = updateAlias(live, 'live', { description: 'new' }, arnOf, stamp)
  expect(requireAlias(described, 'live', arnOf)).toMatchObject({
    version: '1',
    description: 'new',
    routing: { version: '2', weight: 0.25 },
  })
  const moved = updateAlias(live, 'live', { version: '2', weights: {} }, arnOf, stamp)
  expect(requireAlias(moved, 'live', arnOf)).toMatchObject({ version: '2', routing: undefined })
})

test('every update makes another revision, and a stale one is refused', () => {
  const { revisionId } = requireAlias(live, 'live', arnOf)
  const same = updateAlias(live, 'live', { revisionId }, arnOf, stamp)
  expect(requireAlias(same, 'live', arnOf).revisionId).not.toBe(revisionId)
  expect(() => updateAlias(same, 'live', { revisionId }, arnOf, stamp)).toThrow('PreconditionFailedException')
})

test.each([
  [{ version: '9' }, 'Function not found: arn:fn:9'],
  [{ version: '1', weights: { '9': 0.5 } }, 'Function not found: arn:fn:9'],
  [
    { version: '1', weights: { '1': 0.5 } },
    'Function version 1 is already included in routing configuration',
  ],
  [
    { version: '$LATEST', weights: { '1': 0.5 } },
    '$LATEST is not supported for an alias pointing to more than 1 version',
  ],
  [{ version: '1', weights: { '2': 0.5, '3': 0.1 } }, 'cannot be greater than 1'],
])('an alias of %j is refused', (change, message) => {
  expect(() => createAlias(two, 'beta', change, arnOf, stamp)).toThrow(message)
})

test('a name is taken once, an unknown one is not found, and deleting it twice is no error', () => {
  expect(() => createAlias(live, 'live', { version: '1' }, arnOf, stamp)).toThrow(
    'Alias already exists: arn:fn:live',
  )
  const without = deleteAlias(live, 'live')
  expect(() => requireAlias(without, 'live', arnOf)).toThrow('Cannot find alias arn: arn:fn:live')
  expect(() => updateAlias(without, 'live', {}, arnOf, stamp)).toThrow('Cannot find alias arn')
  expect(deleteAlias(without, 'live')).toEqual(without)
})
