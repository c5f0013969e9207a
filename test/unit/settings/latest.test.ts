import { expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { ChangedByOthers } from '../../../lib/settings/stage.ts'
import { AwsModel } from '../../support/aws-model.ts'
import { JournalDisk, never, openOn } from '../../support/staging.ts'

const small: Setting = { name: '256 MB', memoryMb: 256 }
const needs = [{ setting: small, fresh: 1 }]

/** Lets somebody else do something once, when this call is about to be carried out after that one. */
function meanwhile(model: AwsModel, after: string, call: string, theirs: () => void): void {
  let done = false
  model.onCall = (name) => {
    if (done || name !== call || model.names.at(-1) !== after) return {}
    done = true
    theirs()
    return {}
  }
}

const update = 'UpdateFunctionConfiguration'
const read = 'GetFunctionConfiguration'

test('a version that somebody else deploys and publishes just before ours is not measured, and not deleted', async () => {
  const model = new AwsModel()
  const stage = await openOn(model, new JournalDisk(), 'versions', [small])
  meanwhile(model, read, 'PublishVersion', () => {
    model.deploy({ code: 'code-2' })
    model.publish()
  })
  await expect(stage.prepare(needs, never)).rejects.toMatchObject({
    inFull: expect.stringContaining('its code is another one than before'),
  })
  expect(await stage.putBack()).toMatchObject({ kind: 'left' })
  expect([model.versionNumbers, model.latest.code, model.latest.memoryMb]).toEqual([['1'], 'code-2', 256])
})

test('a version that somebody else publishes of the same is theirs, where Lambda then makes no new one', async () => {
  const model = new AwsModel()
  const stage = await openOn(model, new JournalDisk(), 'versions', [small])
  meanwhile(model, read, 'PublishVersion', () => void model.publish())
  await stage.prepare(needs, never)
  const why = 'Lambda made no new version of it, but gave version 1'
  expect(await stage.place(small, true, never)).toEqual({ kind: 'refused', why })
  expect(await stage.putBack()).toMatchObject({ kind: 'put-back', versionsDeleted: 0 })
  expect(model.versionNumbers).toEqual(['1'])
})

test('code that somebody else deploys right after a publication ends the comparison, and stays', async () => {
  const model = new AwsModel()
  const stage = await openOn(model, new JournalDisk(), 'versions', [small])
  meanwhile(model, 'PublishVersion', read, () => model.deploy({ code: 'code-2' }))
  await expect(stage.prepare(needs, never)).rejects.toThrow(ChangedByOthers)
  expect(await stage.putBack()).toMatchObject({ kind: 'left' })
  expect(model.latest.code).toBe('code-2')
  expect(model.versionNumbers).toEqual([])
})

test('code that somebody else deploys right after a change ends the comparison, and stays', async () => {
  const model = new AwsModel()
  const stage = await openOn(model, new JournalDisk(), 'in-place', [small])
  meanwhile(model, update, read, () => model.deploy({ code: 'code-2' }))
  await expect(stage.place(small, true, never)).rejects.toThrow(ChangedByOthers)
  expect(await stage.putBack()).toMatchObject({ kind: 'left' })
  expect(model.latest).toMatchObject({ code: 'code-2', memoryMb: 256 })
})
