import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { Refusal } from '../../lib/emulator/api/service-error.ts'
import { createAlias, deleteAlias, updateAlias } from '../../lib/emulator/functions/aliases.ts'
import { createCarryOut } from '../../lib/emulator/functions/carry-out.ts'
import {
  keepProvisionable,
  provision,
  reserve,
  unprovision,
} from '../../lib/emulator/functions/concurrency.ts'
import type { FunctionRecord, Stamp } from '../../lib/emulator/functions/function-record.ts'
import { refuseUnlessChangeable, settle, updateLatest } from '../../lib/emulator/functions/lifecycle.ts'
import { deleteVersion, publish, versionOf } from '../../lib/emulator/functions/versions.ts'
import { activeRecord, arnOf, content, countingStamp } from '../support/function-records.ts'

// Whatever is done to a function in whatever order, its parts fit together, and environments and code follow it.

type Step = (record: FunctionRecord, stamp: Stamp) => FunctionRecord

const version = fc.constantFrom('$LATEST', '1', '2', '3')
const alias = fc.constantFrom('live', 'beta')
const qualifier = fc.oneof(version, alias)
const weights = fc.dictionary(version, fc.double({ min: 0, max: 1, noNaN: true }), { maxKeys: 2 })

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 128, max: 132 }).map((memoryMb): Step => (record, stamp) => {
    refuseUnlessChangeable(record, 'arn')
    return updateLatest(record, { fn: { ...content.fn, memoryMb } }, stamp.now + 2, stamp)
  }),
  fc.constant<Step>((record, stamp) => settle(record, stamp)),
  fc.constant<Step>((record, stamp) => publish(record, {}, undefined, stamp).record),
  version.map(
    (number): Step =>
      (record) =>
        deleteVersion(record, number),
  ),
  fc.tuple(alias, version, weights).map(
    ([name, number, weights]): Step =>
      (record, stamp) =>
        createAlias(record, name, { version: number, weights }, arnOf, stamp),
  ),
  fc.tuple(alias, version, weights).map(
    ([name, number, weights]): Step =>
      (record, stamp) =>
        keepProvisionable(updateAlias(record, name, { version: number, weights }, arnOf, stamp), name),
  ),
  alias.map(
    (name): Step =>
      (record) =>
        deleteAlias(record, name),
  ),
  fc.tuple(qualifier, fc.integer({ min: 1, max: 60 })).map(([name, count]): Step => (record, { now }) => {
    const there = versionOf(record, name) ?? record.aliases.find((one) => one.name === name)
    return there === undefined
      ? record
      : provision(record, name, count, { limit: 150, records: [record], now })
  }),
  qualifier.map(
    (name): Step =>
      (record) =>
        unprovision(record, name),
  ),
  fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }).map(
    (count): Step =>
      (record) =>
        reserve(record, count, 150, [record]),
  ),
)

/** What environments and code are told, and what is left of it. */
function witness() {
  const held = new Map<string, number>()
  const drained: string[] = []
  const groups = new Map<string, { deployment: string; environments: number }>()
  let reserved: number | undefined
  const carryOut = createCarryOut(
    {
      reserve: (_, concurrency) => (reserved = concurrency),
      provision({ qualifier, deployment }, environments) {
        if (environments === 0) groups.delete(qualifier)
        else groups.set(qualifier, { deployment: deployment.id, environments })
      },
      drain: ({ id }) => void drained.push(id),
    },
    {
      hold(folder) {
        held.set(folder, (held.get(folder) ?? 0) + 1)
        return () => void held.set(folder, (held.get(folder) ?? 0) - 1)
      },
    },
  )
  return { carryOut, held, drained, groups, reserved: () => reserved }
}

const deploymentsOf = ({ serving, latest, published }: FunctionRecord): ReadonlySet<string> =>
  new Set([serving.id, ...[latest, ...published].map(({ deployment }) => deployment.id)])

test('versions, aliases, environments and code fit together after any row of changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const seen = witness()
      let record = activeRecord()
      seen.carryOut(undefined, record)
      for (const [now, make] of steps.entries()) {
        const after = made(make, record, countingStamp(now))
        seen.carryOut(record, after)
        record = after
        const there = deploymentsOf(record)
        // Code is held once for each deployment that there is, and none is drained that there still is.
        expect(seen.held.get('/code')).toBe(there.size)
        expect(new Set(seen.drained).size).toBe(seen.drained.length)
        for (const id of seen.drained) expect(there.has(id)).toBe(false)
        expect(seen.reserved()).toBe(record.reservedConcurrency)
        expect(seen.groups.size).toBe(record.provisioned.length)
        for (const { deployment } of seen.groups.values()) expect(deployment).not.toContain('$LATEST')
        checkRecord(record)
      }
      const all = deploymentsOf(record)
      seen.carryOut(record, undefined)
      expect(seen.held.get('/code')).toBe(0)
      for (const id of all) expect(seen.drained).toContain(id)
      expect(seen.groups.size).toBe(0)
    }),
    { numRuns: 300 },
  )
})

function made(make: Step, record: FunctionRecord, stamp: Stamp): FunctionRecord {
  try {
    return make(record, stamp)
  } catch (error) {
    if (error instanceof Refusal) return record
    throw error
  }
}

function checkRecord(record: FunctionRecord): void {
  const numbers = record.published.map(({ deployment }) => Number(deployment.version))
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  for (const number of numbers) expect(number).toBeLessThan(record.nextVersion)
  for (const { version, routing } of record.aliases) {
    expect(versionOf(record, version)).toBeDefined()
    if (routing !== undefined) expect(versionOf(record, routing.version)).toBeDefined()
  }
  const provisioned = record.provisioned.reduce((sum, { environments }) => sum + environments, 0)
  expect(provisioned).toBeLessThanOrEqual(record.reservedConcurrency ?? 50)
  if (record.latest.state === 'ready') expect(record.serving.id).toBe(record.latest.deployment.id)
}
