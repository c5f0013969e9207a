import { expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { ChangedByOthers } from '../../../lib/settings/stage.ts'
import { AwsModel } from '../../support/aws-model.ts'
import { JournalDisk, never, openOn, restoreFrom } from '../../support/staging.ts'

const small: Setting = { name: '256 MB', memoryMb: 256 }
const [info, debug] = ['info', 'debug'].map((LEVEL) => ({ name: `LEVEL=${LEVEL}`, environment: { LEVEL } }))

/** What the function is when it is as it was. */
const asItWas = { memoryMb: 128, description: 'takes the money' }

/** A comparison of one version that is killed at a call, before or after it is carried out. */
async function killedAt(side: 'before' | 'after', isCall: (names: readonly string[]) => boolean) {
  const model = new AwsModel()
  const disk = new JournalDisk()
  const stage = await openOn(model, disk, 'versions', [small])
  model.onCall = (name) => {
    if (!isCall([...model.names, name])) return {}
    disk.dead = true
    return { [side]: new Error('killed') }
  }
  await expect(stage.prepare([{ setting: small, fresh: 1 }], never)).rejects.toThrow('killed')
  model.onCall = () => ({})
  disk.dead = false
  const said: string[] = []
  return { model, disk, said, restored: () => restoreFrom(model, disk, (line) => void said.push(line)) }
}

const isPublishing = (names: readonly string[]): boolean => names.at(-1) === 'PublishVersion'

test('a version that somebody else publishes of $LATEST has its description, and is not deleted for it', async () => {
  const model = new AwsModel()
  const disk = new JournalDisk()
  const said: string[] = []
  const say = (line: string): void => void said.push(line)
  const stage = await openOn(model, disk, 'in-place', [info ?? small, debug ?? small], { say })
  await stage.prepare([], never)
  await stage.place(info ?? small, true, never)
  model.deploy({ timeout: 9 })
  expect(model.publish()).toBe('2')
  await expect(stage.place(debug ?? small, true, never)).rejects.toThrow(ChangedByOthers)
  expect(await stage.putBack()).toMatchObject({ kind: 'left' })
  expect(model.versionNumbers).toEqual(['1', '2'])
  expect(said).toEqual([
    'version 2 has the description "coldburst ab1 1", but was published by somebody else, so it stays. As long as it ' +
      `is there no comparison begins; when nobody needs it: aws lambda delete-function --function-name ${model.arn}:2 ` +
      '--region eu-west-1',
  ])
  model.deploy(asItWas)
  expect(await restoreFrom(model, disk)).toMatchObject({ kind: 'put-back', versionsDeleted: 1 })
  expect(model.versionNumbers).toEqual(['2'])
})

test('of a publication whose answer was lost the version is known by all that it is made of', async () => {
  const { model, said, restored } = await killedAt('after', isPublishing)
  model.deploy({ timeout: 9 })
  model.publish()
  expect(await restored()).toMatchObject({ kind: 'left' })
  expect(model.versionNumbers).toEqual(['2'])
  expect(said).toEqual([expect.stringContaining('version 2 has the description "coldburst ab1 1"')])
})

test('a version whose number was answered is known by it, whatever is published just like it', async () => {
  const { model, restored } = await killedAt('before', (names) => names.at(-2) === 'PublishVersion')
  model.deploy({ variables: {} })
  model.publish()
  model.deploy(asItWas)
  expect(await restored()).toMatchObject({ kind: 'put-back', versionsDeleted: 1 })
  expect(model.versionNumbers).toEqual(['2'])
})

test('of two versions that may both be ours none is deleted, nor the last that is left of them', async () => {
  const { model, disk, restored } = await killedAt('after', isPublishing)
  model.deploy({ variables: {} })
  model.publish()
  model.deploy(asItWas)
  const deletion = (version: string): string =>
    `aws lambda delete-function --function-name ${model.arn}:${version} --region eu-west-1`
  expect(await restored()).toEqual({
    kind: 'left',
    why:
      "It can't be told which of versions 1 and 2 this comparison published, and which somebody else, so all of them " +
      `stay. To delete one: ${deletion('1')} or ${deletion('2')}. When only those of others are left, run coldburst ` +
      'restore --forget.',
    journal: disk.path,
  })
  expect(model.versionNumbers).toEqual(['1', '2'])
  await model.plane().deleteVersion('1')
  expect(await restored()).toMatchObject({ kind: 'left' })
  expect(model.versionNumbers).toEqual(['2'])
  await model.plane().deleteVersion('2')
  expect(await restored()).toMatchObject({ kind: 'put-back', versionsDeleted: 0 })
  expect(disk.text).toBeUndefined()
})

test('what was not published when it was looked for is not found later in what somebody else publishes', async () => {
  const { model, restored } = await killedAt('before', isPublishing)
  model.deploy({ variables: {}, description: 'theirs' })
  expect(await restored()).toMatchObject({ kind: 'left' })
  model.deploy({ description: 'coldburst ab1 1' })
  model.publish()
  model.deploy(asItWas)
  expect(await restored()).toMatchObject({ kind: 'put-back', versionsDeleted: 0 })
  expect(model.versionNumbers).toEqual(['1'])
})
