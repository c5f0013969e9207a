import { expect, test } from 'vitest'

import {
  createRecord,
  nextSettling,
  refuseUnlessChangeable,
  settle,
  updateLatest,
} from '../../../../lib/emulator/functions/lifecycle.ts'
import { publish } from '../../../../lib/emulator/functions/versions.ts'
import { activeRecord, content, countingStamp } from '../../../support/function-records.ts'

const larger = { fn: { ...content.fn, memoryMb: 256 } }

test('a new function is Pending until its time has come, and then another revision', () => {
  const stamp = countingStamp(1_000)
  const created = createRecord(content, { team: 'a' }, 1_500, stamp)
  expect(created).toMatchObject({ latest: { state: 'creating', modifiedAt: 1_000 }, tags: { team: 'a' } })
  expect(nextSettling(created)).toBe(1_500)
  expect(settle(created, { ...stamp, now: 1_499 })).toBe(created)
  const settled = settle(created, { ...stamp, now: 1_500 })
  expect(settled.latest.state).toBe('ready')
  expect(settled.latest.revisionId).not.toBe(created.latest.revisionId)
  expect(settled.serving.id).toBe(created.latest.deployment.id)
  expect(nextSettling(settled)).toBeUndefined()
})

test('while an update is in progress the old deployment serves, and from its end on the new one', () => {
  const before = activeRecord()
  const stamp = countingStamp(2_000)
  const updating = updateLatest(before, larger, 2_600, stamp)
  expect(updating.latest).toMatchObject({ state: 'updating', deployment: { fn: { memoryMb: 256 } } })
  expect(updating.serving).toBe(before.serving)
  const after = settle(updating, { ...stamp, now: 2_600 })
  expect(after.serving).toBe(updating.latest.deployment)
  expect(new Set([before, updating, after].map(({ latest }) => latest.revisionId)).size).toBe(3)
  expect(after.latest.modifiedAt).toBe(2_000)
})

test('what is not said in an update stays as it was', () => {
  const updating = updateLatest(activeRecord(), larger, 0, countingStamp())
  expect(updating.latest).toMatchObject({
    settings: content.settings,
    code: content.code,
    deployment: { version: '$LATEST', fn: { timeoutMs: 3_000 } },
  })
})

test('nothing is changed while it is created or updated, or from a stale revision', () => {
  const active = activeRecord()
  expect(() => refuseUnlessChangeable(active, 'arn')).not.toThrow()
  expect(() => refuseUnlessChangeable(active, 'arn', active.latest.revisionId)).not.toThrow()
  expect(() => refuseUnlessChangeable(active, 'arn', 'old')).toThrow('PreconditionFailedException')
  const updating = updateLatest(active, larger, 10, countingStamp())
  expect(() => refuseUnlessChangeable(updating, 'arn')).toThrow(
    'ResourceConflictException: The operation cannot be performed at this time. An update is in progress for resource: arn',
  )
  const creating = createRecord(content, {}, 10, countingStamp())
  expect(() => refuseUnlessChangeable(creating, 'arn')).toThrow('state: Pending')
})

test('a version that is published with an update is ready when the update is', () => {
  const stamp = countingStamp(100)
  const updating = updateLatest(activeRecord(), larger, 700, stamp)
  const { record } = publish(updating, {}, undefined, stamp)
  expect(record.published.map(({ state, readyAt }) => [state, readyAt])).toEqual([['creating', 700]])
  const settled = settle(record, { ...stamp, now: 700 })
  expect(settled.published.map(({ state }) => state)).toEqual(['ready'])
})
