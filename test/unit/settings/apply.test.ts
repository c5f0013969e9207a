import { expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { type Applied, applyOn } from '../../../lib/settings/apply.ts'
import { PlaneError } from '../../../lib/settings/control-plane.ts'
import { AwsModel } from '../../support/aws-model.ts'

const large: Setting = { name: '512 MB', memoryMb: 512 }

function apply(model: AwsModel, setting: Setting, alias?: string): Promise<Applied> {
  const options = { function: 'checkout', setting, wait: () => Promise.resolve() }
  return applyOn({ ...options, ...(alias === undefined ? {} : { alias }) }, model.plane())
}

test('the memory is written, everything else stays, and the way back is told', async () => {
  const model = new AwsModel()
  expect(await apply(model, large)).toEqual({
    says: ['memory is 512 MB (it was 128 MB)'],
    back: [`aws lambda update-function-configuration --function-name ${model.arn} --memory-size 128`],
  })
  expect(model.latest).toMatchObject({
    memoryMb: 512,
    description: 'takes the money',
    variables: { PASSWORD: 'a secret', LEVEL: 'info' },
    code: 'code-1',
  })
  expect(model.versionNumbers).toEqual([])
})

test('an alias that is not there is made, one that is there is moved', async () => {
  const model = new AwsModel()
  expect(await apply(model, large, 'live')).toMatchObject({
    version: '1',
    says: [expect.anything(), 'alias live is at version 1 (it was not there before)'],
    back: [expect.anything(), `aws lambda delete-alias --function-name ${model.arn} --name live`],
  })
  expect(await apply(model, { name: '256 MB', memoryMb: 256 }, 'live')).toMatchObject({
    version: '2',
    back: [
      expect.stringContaining('--memory-size 512'),
      `aws lambda update-alias --function-name ${model.arn} --name live --function-version 1`,
    ],
  })
  expect(model.aliasNames).toEqual(['live'])
})

test('a setting that is there already is not written again', async () => {
  const model = new AwsModel({ memoryMb: 512 })
  expect(await apply(model, large)).toEqual({ says: [], back: [] })
  expect(model.names).not.toContain('UpdateFunctionConfiguration')
})

test('variables are changed among the others, whose values are kept in a version and told nowhere', async () => {
  const model = new AwsModel()
  const applied = await apply(model, { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } })
  expect(model.latest.variables).toEqual({ PASSWORD: 'a secret', LEVEL: 'debug' })
  expect(applied.says).toEqual(['environment: LEVEL=debug'])
  expect(applied.back).toEqual(['version 1 has the environment of before; its values are not shown here'])
  expect(JSON.stringify(applied)).not.toContain('secret')
})

test('the architecture is changed with the code that is there', async () => {
  const model = new AwsModel()
  await apply(model, { name: '512 MB arm64', memoryMb: 512, architecture: 'arm64' })
  expect(model.latest).toMatchObject({ memoryMb: 512, architecture: 'arm64', code: 'code-1' })
})

test('code that was deployed meanwhile is not written over with that of before', async () => {
  const model = new AwsModel()
  model.onCall = (name) => {
    const { memoryMb, code } = model.latest
    const written = name === 'GetFunctionConfiguration' && memoryMb === 512
    if (written && code === 'code-1') model.deploy({ code: 'code-2' })
    return {}
  }
  const applying = apply(model, { name: '512 MB arm64', memoryMb: 512, architecture: 'arm64' })
  await expect(applying).rejects.toThrow('somebody else has deployed other code')
  expect(model.latest).toMatchObject({ architecture: 'x86_64', code: 'code-2' })
})

test('a call whose answer is lost is not taken for a failure', async () => {
  const lost = (name: string) => new PlaneError(name, 'ECONNRESET', undefined, 'socket hang up')
  for (const name of ['UpdateFunctionConfiguration', 'PublishVersion', 'CreateAlias']) {
    const model = new AwsModel()
    let times = 0
    model.onCall = (called) => (called === name && (times += 1) === 1 ? { after: lost(name) } : {})
    expect(await apply(model, large, 'live'), name).toMatchObject({ version: '1' })
    expect([model.latest.memoryMb, model.versionNumbers, model.aliasNames]).toEqual([512, ['1'], ['live']])
  }
})

test('what can’t be applied is said before anything is changed', async () => {
  const model = new AwsModel()
  model.alias('split', model.publish(), ['2'])
  const before = model.snapshot()
  await expect(apply(model, large, 'split')).rejects.toThrow('splits its traffic between versions 1 and 2')
  await expect(apply(model, large, '12')).rejects.toThrow("12 can't be the name of an alias")
  await expect(apply(model, { name: '9999 MB', memoryMb: 9_999 })).rejects.toThrow(
    'less than or equal to 3008',
  )
  await expect(apply(model, { name: 'blue', qualifier: 'blue' })).rejects.toThrow(
    'nothing that could be written',
  )
  expect(model.snapshot()).toEqual(before)
})
