import { expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { UsageError } from '../../../lib/model/usage-error.ts'
import { type Applied, applyOn } from '../../../lib/settings/apply.ts'
import { HalfApplied } from '../../../lib/settings/apply-record.ts'
import { PlaneError } from '../../../lib/settings/control-plane.ts'
import { AwsModel } from '../../support/aws-model.ts'

const large: Setting = { name: '512 MB', memoryMb: 512 }

/** What keeps a command from printing all that it has written. */
const quietly = '--query LastUpdateStatus --output text'

const connection = { region: 'eu-west-1', endpoint: 'https://lambda.eu-west-1.amazonaws.com' }

function apply(model: AwsModel, setting: Setting, alias?: string): Promise<Applied> {
  const options = { connection, function: 'checkout', setting, wait: () => Promise.resolve() }
  return applyOn({ ...options, ...(alias === undefined ? {} : { alias }) }, model.plane())
}

test('the memory is written, everything else stays, and the way back is told', async () => {
  const model = new AwsModel()
  expect(await apply(model, large)).toEqual({
    says: ['memory is 512 MB (it was 128 MB)'],
    back: [
      `aws lambda update-function-configuration --function-name ${model.arn} --region eu-west-1 --memory-size 128 ${quietly}`,
    ],
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
    back: [
      `aws lambda delete-alias --function-name ${model.arn} --name live --region eu-west-1`,
      expect.stringContaining('--memory-size 128'),
    ],
  })
  expect(await apply(model, { name: '256 MB', memoryMb: 256 }, 'live')).toMatchObject({
    version: '2',
    back: [
      `aws lambda update-alias --function-name ${model.arn} --region eu-west-1 --name live --function-version 1`,
      expect.stringContaining('--memory-size 512'),
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
  expect(applied.says).toEqual(['the environment has LEVEL=debug (version 1 keeps the one of before)'])
  const which = `--function-name ${model.arn} --region eu-west-1`
  expect(applied.back).toEqual([
    `aws lambda get-function-configuration ${which} --qualifier 1 ` +
      "--query 'Environment.Error || {Variables: not_null(Environment.Variables, `{}`)}' --output json | " +
      `aws lambda update-function-configuration ${which} --environment file:///dev/stdin ${quietly}`,
  ])
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

test('memory and environment go back in one command, after the architecture has settled', async () => {
  const model = new AwsModel()
  const setting: Setting = {
    name: 'all',
    memoryMb: 512,
    architecture: 'arm64',
    environment: { LEVEL: 'debug' },
  }
  const { says, back } = await apply(model, setting, 'live')
  expect(says).toEqual([
    'memory is 512 MB (it was 128 MB)',
    'the environment has LEVEL=debug (version 1 keeps the one of before)',
    'architecture is arm64 (it was x86_64)',
    'alias live is at version 2 (it was not there before)',
  ])
  const which = `--function-name ${model.arn} --region eu-west-1`
  expect(back).toEqual([
    `aws lambda delete-alias --function-name ${model.arn} --name live --region eu-west-1`,
    `curl -sSf "$(aws lambda get-function ${which} --query Code.Location --output text)" | ` +
      `aws lambda update-function-code ${which} --zip-file fileb:///dev/stdin --architectures x86_64 ${quietly}`,
    `aws lambda wait function-updated ${which}`,
    expect.stringMatching(
      / --qualifier 1 .* \| aws lambda update-function-configuration .* --memory-size 128 --environment file:/,
    ),
  ])
  expect(JSON.stringify({ says, back })).not.toContain('secret')
})

test('an alias that is at the version already is not said to be moved', async () => {
  const model = new AwsModel({ memoryMb: 512 })
  model.alias('live', model.publish())
  expect(await apply(model, large, 'live')).toEqual({ says: [], back: [], version: '1' })
  expect(model.names).not.toContain('UpdateAlias')
})

test('memory that somebody else has changed meanwhile is left, so that what is told of before is true', async () => {
  const model = new AwsModel()
  model.onCall = (name) => {
    const isPublished = model.names.at(-1) === 'PublishVersion'
    if (isPublished && name === 'GetFunctionConfiguration') model.deploy({ memoryMb: 1_024 })
    return {}
  }
  const debug = { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } }
  expect(await failing(apply(model, debug))).toMatchObject({
    message: expect.stringContaining('somebody else has changed the memory at this moment'),
  })
  expect(model.latest).toMatchObject({ memoryMb: 1_024, variables: { LEVEL: 'info' } })
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

test('the way back names the endpoint and the profile that were used', async () => {
  const model = new AwsModel()
  const local = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9001' }
  const options = {
    connection: local,
    awsProfile: 'my tests',
    function: 'checkout',
    wait: () => Promise.resolve(),
  }
  const { back } = await applyOn({ ...options, setting: large, alias: 'live' }, model.plane())
  const reach = "--region eu-west-1 --endpoint-url http://127.0.0.1:9001 --profile 'my tests'"
  expect(back).toEqual([
    `aws lambda delete-alias --function-name ${model.arn} --name live ${reach}`,
    `aws lambda update-function-configuration --function-name ${model.arn} ${reach} --memory-size 128 ${quietly}`,
  ])
})

const denied = (name: string) => new PlaneError(name, 'AccessDeniedException', 403, 'not allowed to')
const lost = (name: string) => new PlaneError(name, 'ECONNRESET', undefined, 'socket hang up')
const outdated = (name: string) =>
  new PlaneError(name, 'PreconditionFailedException', 412, 'The Revision Id provided does not match')

/** What it ended with, which must not be that all was well. */
async function failing(applying: Promise<Applied>): Promise<unknown> {
  return applying.then(
    () => 'nothing',
    (error: unknown) => error,
  )
}

test('what was done before a step that failed is told, with the way back', async () => {
  const model = new AwsModel()
  model.onCall = (name) => (name === 'CreateAlias' ? { before: denied(name) } : {})
  const error = await failing(apply(model, large, 'live'))
  expect(error).toBeInstanceOf(HalfApplied)
  expect(error).toMatchObject({
    message: expect.stringContaining('lambda:CreateAlias is not permitted'),
    done: {
      says: ['memory is 512 MB (it was 128 MB)', 'version 1 is published'],
      back: [
        `aws lambda delete-function --function-name ${model.arn}:1 --region eu-west-1`,
        expect.stringContaining('--memory-size 128'),
      ],
    },
  })
})

test('a memory that was written before the code could not be is told', async () => {
  const model = new AwsModel()
  model.onCall = (name) => (name === 'UpdateFunctionCode' ? { before: denied(name) } : {})
  const applying = apply(model, { name: '512 MB arm64', memoryMb: 512, architecture: 'arm64' })
  expect(await failing(applying)).toMatchObject({ done: { says: ['memory is 512 MB (it was 128 MB)'] } })
})

test('where nothing was done, an error has nothing to tell but itself', async () => {
  const model = new AwsModel()
  model.onCall = (name) => (name === 'UpdateFunctionConfiguration' ? { before: denied(name) } : {})
  const error = await failing(apply(model, large))
  expect(error).toBeInstanceOf(UsageError)
  expect(error).not.toHaveProperty('done')
})

test('an alias that was moved by a call whose answer was lost is seen to be moved', async () => {
  const model = new AwsModel({ memoryMb: 256 })
  model.alias('live', model.publish())
  let times = 0
  model.onCall = (name) => (name === 'UpdateAlias' && (times += 1) === 1 ? { after: lost(name) } : {})
  expect(await apply(model, large, 'live')).toMatchObject({
    version: '2',
    says: ['memory is 512 MB (it was 256 MB)', 'alias live is at version 2 (it was at version 1)'],
  })
})

test('an alias that somebody else has moved meanwhile is left, and the memory that was written is told', async () => {
  const model = new AwsModel({ memoryMb: 256 })
  model.alias('live', model.publish())
  model.onCall = (name) => (name === 'UpdateAlias' ? { before: outdated(name) } : {})
  expect(await failing(apply(model, large, 'live'))).toMatchObject({
    message: '--apply-to: somebody else has changed alias live meanwhile, so it was left as it is; try again',
    done: { says: ['memory is 512 MB (it was 256 MB)', 'version 2 is published'] },
  })
})

test('a write of which nobody can see whether it was carried out is told as that', async () => {
  const model = new AwsModel()
  let written = false
  model.onCall = (name) => {
    written ||= name === 'UpdateFunctionConfiguration'
    return written ? { after: lost(name) } : {}
  }
  expect(await failing(apply(model, large))).toMatchObject({
    message: expect.stringContaining('socket hang up'),
    done: {
      says: ['it is not known whether memory is 512 MB (it was 128 MB)'],
      back: [expect.stringContaining('--memory-size 128')],
    },
  })
})

test('an environment of which nobody can see whether it was written goes back by the version that keeps it', async () => {
  const model = new AwsModel()
  let written = false
  model.onCall = (name) => {
    written ||= name === 'UpdateFunctionConfiguration'
    return written ? { after: lost(name) } : {}
  }
  const debug = { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } }
  expect(await failing(apply(model, debug))).toMatchObject({
    done: {
      says: ['it is not known whether the environment has LEVEL=debug (version 1 keeps the one of before)'],
      back: [expect.stringContaining(' --qualifier 1 ')],
    },
  })
})

test('the version that keeps an environment is published once where an answer is lost', async () => {
  const model = new AwsModel()
  let times = 0
  model.onCall = (name) => (name === 'PublishVersion' && (times += 1) === 1 ? { after: lost(name) } : {})
  const applied = await apply(model, { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } })
  expect(applied.says).toEqual(['the environment has LEVEL=debug (version 1 keeps the one of before)'])
  expect(model.versionNumbers).toEqual(['1'])
})

test('the version that keeps an environment is told, and deleted by the way back, where that is not written', async () => {
  const model = new AwsModel()
  model.onCall = (name) => (name === 'UpdateFunctionConfiguration' ? { before: denied(name) } : {})
  const debug = { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } }
  expect(await failing(apply(model, debug))).toMatchObject({
    done: {
      says: ['version 1 is published; it keeps the environment'],
      back: [`aws lambda delete-function --function-name ${model.arn}:1 --region eu-west-1`],
    },
  })
})

test('a version that was there before is not said to be new, nor to be deleted', async () => {
  const model = new AwsModel()
  model.publish()
  model.onCall = (name) => (name === 'UpdateFunctionConfiguration' ? { before: denied(name) } : {})
  const error = await failing(apply(model, { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } }))
  expect(error).toBeInstanceOf(UsageError)
  expect(model.versionNumbers).toEqual(['1'])
})

test('a version of which the answer was lost is told where somebody else changes the function then', async () => {
  const model = new AwsModel()
  model.onCall = (name) => {
    const isThere = model.versionNumbers.length > 0
    if (isThere && name === 'GetFunctionConfiguration') model.deploy({ code: 'code-2' })
    return !isThere && name === 'PublishVersion' ? { after: lost(name) } : {}
  }
  expect(await failing(apply(model, large, 'live'))).toMatchObject({
    message: '--apply-to: somebody else has changed the function since, so it was not published',
    done: {
      says: ['memory is 512 MB (it was 128 MB)', 'version 1 is new, and may have been published here'],
      back: [expect.stringContaining('--memory-size 128')],
    },
  })
})
