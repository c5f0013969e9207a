import { expect, test } from 'vitest'

import { createAlias, updateAlias } from '../../../../lib/emulator/functions/aliases.ts'
import {
  keepProvisionable,
  leastUnreserved,
  provision,
  reserve,
  unprovision,
  unreservedConcurrency,
} from '../../../../lib/emulator/functions/concurrency.ts'
import { publish } from '../../../../lib/emulator/functions/versions.ts'
import { activeRecord, arnOf, countingStamp } from '../../../support/function-records.ts'

const stamp = countingStamp()
const plain = activeRecord()
const aliased = createAlias(
  publish(activeRecord(), {}, undefined, stamp).record,
  'live',
  { version: '1' },
  arnOf,
  stamp,
)
const account = (limit: number, records = [aliased]) => ({ limit, records, now: 5 })

test('what is reserved is missing elsewhere, and 100 must stay', () => {
  const other = { ...activeRecord('other'), reservedConcurrency: 300 }
  const reserved = reserve(plain, 600, 1_000, [plain, other])
  expect(reserved.reservedConcurrency).toBe(600)
  expect(unreservedConcurrency(1_000, [reserved, other])).toBe(100)
  expect(() => reserve(plain, 601, 1_000, [plain, other])).toThrow(
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  )
})

test('less than before is always taken, and so is nothing at all, which stops the function', () => {
  const crowded = { ...plain, reservedConcurrency: 950 }
  expect(reserve(crowded, 940, 1_000, [crowded]).reservedConcurrency).toBe(940)
  expect(reserve(plain, 0, 10, [plain]).reservedConcurrency).toBe(0)
  expect(reserve(crowded, undefined, 1_000, [crowded]).reservedConcurrency).toBeUndefined()
})

test.each([
  [1_000, 100],
  [100, 100],
  [99, 9],
  [10, 1],
  [9, 0],
  [0, 0],
])('of %i at least %i stay unreserved', (limit, least) => {
  expect(leastUnreserved(limit)).toBe(least)
})

test('provisioned concurrency is kept for a version or an alias and comes out of the account', () => {
  const provisioned = provision(aliased, 'live', 50, account(1_000))
  expect(provisioned.provisioned).toEqual([{ qualifier: 'live', environments: 50, modifiedAt: 5 }])
  expect(unreservedConcurrency(1_000, [provisioned])).toBe(950)
  expect(provision(provisioned, 'live', 20, account(1_000, [provisioned])).provisioned).toMatchObject([
    { environments: 20 },
  ])
  expect(unprovision(provisioned, 'live').provisioned).toEqual([])
  expect(() => provision(aliased, 'live', 901, account(1_000))).toThrow('below its minimum value of [100]')
})

test('with reserved concurrency it comes out of that, and neither may outgrow the other', () => {
  const reserved = { ...aliased, reservedConcurrency: 10 }
  const provisioned = provision(reserved, 'live', 10, account(1_000, [reserved]))
  expect(unreservedConcurrency(1_000, [provisioned])).toBe(990)
  expect(() => provision(reserved, 'live', 11, account(1_000, [reserved]))).toThrow(
    'should not be greater than the reservedConcurrentExecution',
  )
  expect(() => reserve(provisioned, 9, 1_000, [provisioned])).toThrow('total provisioned concurrency [10]')
})

test('$LATEST can have none, nor can a version and an alias of it both', () => {
  const unpublished = createAlias(plain, 'head', { version: '$LATEST' }, arnOf, stamp)
  for (const qualifier of ['$LATEST', 'head']) {
    expect(() => provision(unpublished, qualifier, 1, account(1_000, [unpublished]))).toThrow(
      'cannot be applied to unpublished function versions',
    )
  }
  const byAlias = provision(aliased, 'live', 1, account(1_000))
  expect(() => provision(byAlias, '1', 1, account(1_000, [byAlias]))).toThrow(
    'Version is pointed by a Provisioned Concurrency alias',
  )
  const byVersion = provision(aliased, '1', 1, account(1_000))
  expect(() => provision(byVersion, 'live', 1, account(1_000, [byVersion]))).toThrow(
    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
  )
})

test('an alias with provisioned concurrency can not be moved to $LATEST', () => {
  const provisioned = provision(aliased, 'live', 1, account(1_000))
  const moved = updateAlias(provisioned, 'live', { version: '$LATEST' }, arnOf, stamp)
  expect(() => keepProvisionable(moved, 'live')).toThrow('cannot be applied to unpublished function versions')
  expect(keepProvisionable(provisioned, 'live')).toBe(provisioned)
})
