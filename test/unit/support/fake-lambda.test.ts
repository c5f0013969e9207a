import { createHash } from 'node:crypto'
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLambdaClient } from '../../../lib/targets/lambda/client.ts'
import {
  type FakeLambda,
  type FakeLambdaOptions,
  startFakeLambda,
  usualStart,
} from '../../support/fake-lambda/fake-lambda.ts'

const FunctionName = 'demo'

async function start(options: FakeLambdaOptions = {}): Promise<{ fake: FakeLambda; client: LambdaClient }> {
  const fake = await startFakeLambda(options)
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
  const config = { region: 'us-east-1', endpoint: fake.endpoint, credentials, maxAttempts: 1 }
  const client = createLambdaClient(config, { proxyOf: () => undefined })
  onTestFinished(() => client.destroy())
  return { fake, client }
}

const configurationOf = (client: LambdaClient, Qualifier?: string) =>
  client.send(new GetFunctionConfigurationCommand({ FunctionName, ...(Qualifier ? { Qualifier } : {}) }))

/** Reads until an update is over. */
async function settle(client: LambdaClient): Promise<string | undefined> {
  for (;;) {
    const { LastUpdateStatus, RevisionId } = await configurationOf(client)
    if (LastUpdateStatus === 'Successful') return RevisionId
  }
}

const update = (client: LambdaClient, input: object) =>
  client.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...input }))

describe('an update in the fake control plane', () => {
  it('is in progress for as many calls as it is told, refuses writes meanwhile, and ends in another revision', async () => {
    const { client } = await start({ rules: { settleReads: 4 } })
    const before = await configurationOf(client)
    const updated = await update(client, { MemorySize: 256, RevisionId: before.RevisionId })
    expect(updated).toMatchObject({ MemorySize: 256, LastUpdateStatus: 'InProgress' })
    const busy = { name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } }
    await expect(update(client, { MemorySize: 512 })).rejects.toMatchObject(busy)
    await expect(client.send(new PublishVersionCommand({ FunctionName }))).rejects.toMatchObject(busy)
    const statuses = [await configurationOf(client), await configurationOf(client)]
    expect(statuses.map(({ LastUpdateStatus }) => LastUpdateStatus)).toEqual(['InProgress', 'InProgress'])
    const settled = await configurationOf(client)
    expect(settled.LastUpdateStatus).toBe('Successful')
    expect(new Set([before, updated, settled].map(({ RevisionId }) => RevisionId)).size).toBe(3)
    expect(new Set([before, updated, settled].map(({ LastModified }) => LastModified)).size).toBe(2)
  })

  it('is refused with an old revision, and leaves what it does not name', async () => {
    const { fake, client } = await start()
    const { RevisionId } = await configurationOf(client)
    await update(client, { Description: 'other', RevisionId })
    await settle(client)
    await expect(update(client, { MemorySize: 512, RevisionId })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    })
    expect(fake.state()).toEqual({ ...usualStart, latest: { ...usualStart.latest, description: 'other' } })
  })

  it('of the code takes a zip, the same as GetFunction points to, for another architecture', async () => {
    const { fake, client } = await start({ rules: { settleReads: 0 } })
    const { Code, Configuration } = await client.send(new GetFunctionCommand({ FunctionName }))
    const ZipFile = new Uint8Array(await (await fetch(Code?.Location ?? '')).arrayBuffer())
    const hash = createHash('sha256').update(ZipFile).digest('base64')
    expect(Configuration?.CodeSha256).toBe(hash)
    const input = { FunctionName, ZipFile, Architectures: ['arm64' as const] }
    const { CodeSha256 } = await client.send(new UpdateFunctionCodeCommand(input))
    expect(CodeSha256).toBe(hash)
    expect(fake.state()).toEqual({ ...usualStart, latest: { ...usualStart.latest, architecture: 'arm64' } })
  })

  it('replaces the whole environment', async () => {
    const { fake, client } = await start()
    await update(client, { Environment: { Variables: { LOG_LEVEL: 'debug' } } })
    expect(fake.state().latest.environment).toEqual({ LOG_LEVEL: 'debug' })
  })

  it('is refused above the quota of memory', async () => {
    const { client } = await start()
    await expect(update(client, { MemorySize: 3_072 })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining("'MemorySize' value failed to satisfy constraint"),
    })
  })
})

describe('versions in the fake control plane', () => {
  const publish = async (client: LambdaClient) =>
    (await client.send(new PublishVersionCommand({ FunctionName }))).Version

  it('are made of what has changed since the last one, and no number is used twice', async () => {
    const { fake, client } = await start({ rules: { settleReads: 0 } })
    expect([await publish(client), await publish(client)]).toEqual(['5', '5'])
    await update(client, { Description: 'next' })
    expect(await publish(client)).toBe('6')
    await client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '6' }))
    expect(await publish(client)).toBe('7')
    expect(Object.keys(fake.state().versions)).toEqual(['1', '2', '4', '5', '7'])
    expect(fake.state().versions['5']).toEqual(usualStart.latest)
  })

  it('can’t be deleted while an alias points at them', async () => {
    const { fake, client } = await start()
    const remove = () => client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '4' }))
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceConflictException' })
    await client.send(new DeleteAliasCommand({ FunctionName, Name: 'candidate' }))
    await remove()
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect(Object.keys(fake.state().versions)).toEqual(['1', '2'])
  })

  it('are all gone with the whole function', async () => {
    const { fake, client } = await start()
    await client.send(new DeleteFunctionCommand({ FunctionName }))
    expect(fake.state()).toMatchObject({ latest: { code: 'deleted' }, versions: {}, aliases: {} })
  })

  it('come in pages, $LATEST among them, without states', async () => {
    const { client } = await start()
    const first = await client.send(new ListVersionsByFunctionCommand({ FunctionName }))
    const next = { FunctionName, Marker: first.NextMarker }
    const second = await client.send(new ListVersionsByFunctionCommand(next))
    const versions = [first, second].map(({ Versions }) => Versions?.map(({ Version }) => Version))
    expect(versions).toEqual([
      ['$LATEST', '1'],
      ['2', '4'],
    ])
    expect(second.NextMarker).toBeUndefined()
    expect(first.Versions?.[0]?.LastUpdateStatus).toBeUndefined()
  })

  it('can’t be invoked while they are pending', async () => {
    const { client } = await start({ rules: { settleReads: 0, pendingReads: 1 } })
    const Qualifier = await publish(client)
    const invoke = () => client.send(new InvokeCommand({ FunctionName, Qualifier }))
    await expect(invoke()).rejects.toMatchObject({ name: 'ResourceConflictException' })
    expect((await configurationOf(client, Qualifier)).State).toBe('Pending')
    expect((await configurationOf(client, Qualifier)).State).toBe('Active')
    expect((await invoke()).ExecutedVersion).toBe(Qualifier)
  })
})

describe('aliases in the fake control plane', () => {
  const create = (client: LambdaClient, Name: string, FunctionVersion: string) =>
    client.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion }))

  it('need a version that is there and a name that is free and no number', async () => {
    const { client } = await start()
    await expect(create(client, 'x', '3')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(create(client, 'live', '1')).rejects.toMatchObject({ name: 'ResourceConflictException' })
    await expect(create(client, '17', '1')).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
    expect(await create(client, 'x', '4')).toMatchObject({ Name: 'x', FunctionVersion: '4' })
  })

  it('can be moved by those who know their revision, and deleted twice', async () => {
    const { fake, client } = await start()
    const { RevisionId } = await create(client, 'x', '4')
    const move = () =>
      client.send(new UpdateAliasCommand({ FunctionName, Name: 'x', FunctionVersion: '1', RevisionId }))
    await move()
    expect(fake.state().aliases['x']?.version).toBe('1')
    await expect(move()).rejects.toMatchObject({ name: 'PreconditionFailedException' })
    for (const _ of [1, 2]) await client.send(new DeleteAliasCommand({ FunctionName, Name: 'x' }))
    expect(fake.state()).toEqual(usualStart)
  })

  it('come in pages, and by the version that they point at', async () => {
    const { client } = await start()
    const first = await client.send(new ListAliasesCommand({ FunctionName, MaxItems: 50 }))
    expect(first.Aliases).toHaveLength(2)
    expect(first.NextMarker).toBe('2')
    const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName, FunctionVersion: '4' }))
    expect(Aliases?.map(({ Name }) => Name)).toEqual(['candidate'])
  })
})

describe('invocations of the fake function', () => {
  const invoke = async (client: LambdaClient, Qualifier: string) => {
    const answer = await client.send(new InvokeCommand({ FunctionName, Qualifier, LogType: 'Tail' }))
    return { ...answer, log: Buffer.from(answer.LogResult ?? '', 'base64').toString() }
  }

  it('start cold where no idle environment is, and say who they are', async () => {
    const { fake, client } = await start()
    const together = await Promise.all([invoke(client, 'live'), invoke(client, 'live')])
    const later = await invoke(client, 'live')
    const inits = [...together, later].map(({ log }) => log.includes('Init Duration: 25.00 ms'))
    expect(inits).toEqual([true, true, false])
    expect(later.ExecutedVersion).toBe('2')
    // 1.5 ms of one vCPU, which 1,769 MB are, on 512 MB: 1.5 × 1,769 ÷ 512.
    expect(later.log).toContain('\tDuration: 5.18 ms\tBilled Duration: 6 ms\tMemory Size: 512 MB\t')
    expect({ calls: fake.calls, invocations: fake.invocations }).toEqual({ calls: [], invocations: 3 })
  })

  it('of $LATEST start cold again after it was changed', async () => {
    const { client } = await start({ rules: { settleReads: 0 } })
    const cold = async (): Promise<boolean> => (await invoke(client, '$LATEST')).log.includes('Init Duration')
    expect([await cold(), await cold()]).toEqual([true, false])
    await update(client, { MemorySize: 256 })
    expect(await cold()).toBe(true)
  })
})

describe('a hook of the fake control plane', () => {
  it('can lose a call before it is done, or its answer after, and sees every call in order', async () => {
    const { fake, client } = await start({ rules: { settleReads: 0 } })
    fake.hook = { before: ({ index }) => (index === 1 ? 'drop' : undefined) }
    await expect(update(client, { MemorySize: 256 })).rejects.toThrow()
    expect(fake.state()).toEqual(usualStart)
    fake.hook = { after: ({ index }) => (index === 2 ? 'drop' : undefined) }
    await expect(update(client, { MemorySize: 256 })).rejects.toThrow()
    expect(fake.state().latest.memory).toBe(256)
    await client.send(new GetFunctionCommand({ FunctionName }))
    expect(fake.calls.map(({ operation, writes }) => [operation, writes])).toEqual([
      ['UpdateFunctionConfiguration', true],
      ['UpdateFunctionConfiguration', true],
      ['GetFunction', false],
    ])
    expect(fake.unknown).toEqual([])
  })
})
