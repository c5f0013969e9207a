import { expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { ChangedByOthers } from '../../../lib/settings/stage.ts'
import { AwsModel, type Made } from '../../support/aws-model.ts'
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

test.each([
  ['code', { code: 'code-2' }, 'left'],
  // It is no part of what is put back.
  ['an environment that is not compared', { variables: {} }, 'put-back'],
] satisfies [string, Partial<Made>, string][])(
  '%s that somebody else deploys right after a publication ends the comparison, and stays',
  async (_, change, kind) => {
    const model = new AwsModel()
    const stage = await openOn(model, new JournalDisk(), 'versions', [small])
    meanwhile(model, 'PublishVersion', read, () => model.deploy(change))
    await expect(stage.prepare(needs, never)).rejects.toThrow(ChangedByOthers)
    expect(await stage.putBack()).toMatchObject({ kind })
    expect(model.latest).toMatchObject(change)
    expect(model.versionNumbers).toEqual([])
  },
)

test('code that somebody else deploys right after a change ends the comparison, and stays', async () => {
  const model = new AwsModel()
  const stage = await openOn(model, new JournalDisk(), 'in-place', [small])
  meanwhile(model, update, read, () => model.deploy({ code: 'code-2' }))
  await expect(stage.place(small, true, never)).rejects.toThrow(ChangedByOthers)
  expect(await stage.putBack()).toMatchObject({ kind: 'left' })
  expect(model.latest).toMatchObject({ code: 'code-2', memoryMb: 256 })
})
