import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  LambdaServiceException,
  ListAliasesCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  paginateListFunctions,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  PutRuntimeManagementConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { eventually, fixture, namesIn, startTestEmulator, type TestEmulator } from '../support/emulator.ts'
import { sayingZip } from '../support/zips.ts'

// What AWS's own client makes of the operations around Invoke. Each test has functions of its own.

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function'
const ROLE = 'arn:aws:iam::123456789012:role/worker'
const runtime = `nodejs${process.versions.node.split('.')[0]}.x` as 'nodejs22.x'

let emulator: TestEmulator
const client = () => emulator.client
const waiting = () => ({ client: client(), maxWaitTime: 30, minDelay: 1, maxDelay: 1 })

beforeAll(async () => {
  const names = ['settings', 'conflicts', 'steady', 'listed-a', 'listed-b', 'limits', 'permitted']
  emulator = await startTestEmulator(
    [
      ...names.map((name) => fixture('probe', name)),
      fixture('probe', 'aliased', { alias: 'live', provisionedConcurrency: 1, reservedConcurrency: 5 }),
    ],
    { updateMs: 1_500, accountConcurrency: 200 },
  )
})
afterAll(() => emulator.stop())

async function refusal(sent: Promise<unknown>): Promise<LambdaServiceException> {
  const error = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof LambdaServiceException) return error
  throw new Error(`not refused by the service: ${String(error)}`)
}

async function create(name: string, word: string, more: Partial<CreateFunctionCommandInput> = {}) {
  const code = { ZipFile: await sayingZip(word) }
  const input = { FunctionName: name, Role: ROLE, Runtime: runtime, Handler: 'index.handler', Code: code }
  return client().send(new CreateFunctionCommand({ ...input, ...more }))
}

/** What it says and in which version, asked of the zip that `create` made. */
async function say(name: string): Promise<{ word: string; version: string; env: Record<string, string> }> {
  const { answer } = await emulator.invoke(name)
  return answer as unknown as { word: string; version: string; env: Record<string, string> }
}

test('a function is created from a zip, Pending at first, and invoked when it is Active', async () => {
  const created = await create('created', 'one', { Tags: { team: 'a' }, MemorySize: 192 })
  expect(created).toMatchObject({
    FunctionName: 'created',
    FunctionArn: `${ARN}:created`,
    Runtime: runtime,
    Role: ROLE,
    Handler: 'index.handler',
    MemorySize: 192,
    Timeout: 3,
    Description: '',
    Version: '$LATEST',
    State: 'Pending',
    StateReasonCode: 'Creating',
    PackageType: 'Zip',
    EphemeralStorage: { Size: 512 },
    $metadata: { httpStatusCode: 201 },
  })
  expect(created.LastModified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
  const zip = await sayingZip('one')
  expect(created.CodeSize).toBe(zip.length)
  const early = await refusal(emulator.invoke('created'))
  expect(early).toMatchObject({ name: 'ResourceConflictException', $metadata: { httpStatusCode: 409 } })
  expect(early.message).toContain('currently in the following state: Pending')
  await waitUntilFunctionActiveV2(waiting(), { FunctionName: 'created' })
  expect(await say('created')).toMatchObject({ word: 'one' })
  const { Configuration, Code, Tags } = await client().send(
    new GetFunctionCommand({ FunctionName: 'created' }),
  )
  expect(Configuration).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' })
  expect(Configuration?.RevisionId).not.toBe(created.RevisionId)
  expect(Tags).toEqual({ team: 'a' })
  expect(Code?.RepositoryType).toBe('S3')
  const loaded = Buffer.from(await (await fetch(Code?.Location ?? '')).arrayBuffer())
  expect(createHash('sha256').update(loaded).digest('base64')).toBe(Configuration?.CodeSha256)
  expect((await refusal(create('created', 'two'))).message).toBe('Function already exist: created')
})

test('an update goes from InProgress to Successful, and invocations from the old environment to a new one', async () => {
  const { answer: old } = await emulator.invoke('settings')
  const before = await client().send(new GetFunctionConfigurationCommand({ FunctionName: 'settings' }))
  const updated = await client().send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: 'settings',
      MemorySize: 320,
      Timeout: 7,
      Description: 'larger',
      Environment: { Variables: { TABLE: 'orders' } },
      EphemeralStorage: { Size: 1_024 },
      RevisionId: before.RevisionId,
    }),
  )
  expect(updated).toMatchObject({ MemorySize: 320, State: 'Active', LastUpdateStatus: 'InProgress' })
  expect((await emulator.invoke('settings')).answer.pid).toBe(old.pid)
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'settings' })
  const after = await client().send(new GetFunctionConfigurationCommand({ FunctionName: 'settings' }))
  expect(after).toMatchObject({
    MemorySize: 320,
    Timeout: 7,
    Description: 'larger',
    Environment: { Variables: { TABLE: 'orders' } },
    EphemeralStorage: { Size: 1_024 },
    LastUpdateStatus: 'Successful',
    CodeSha256: before.CodeSha256,
  })
  expect(new Set([before, updated, after].map(({ RevisionId }) => RevisionId)).size).toBe(3)
  const { answer, report } = await emulator.invoke('settings')
  expect(answer.pid).not.toBe(old.pid)
  expect(answer.calls).toBe(1)
  expect(answer.env).toMatchObject({ TABLE: 'orders' })
  expect(report['Memory Size']).toBe('320 MB')
})

test('a second update while one is in progress is 409, and one on a stale revision 412', async () => {
  const update = (more: object) =>
    client().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'conflicts', ...more }))
  const stale = await refusal(update({ RevisionId: '00000000-0000-4000-8000-000000000000' }))
  expect(stale).toMatchObject({
    name: 'PreconditionFailedException',
    message:
      'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    $metadata: { httpStatusCode: 412 },
  })
  await update({ Timeout: 9 })
  const conflict = await refusal(update({ Timeout: 8 }))
  expect(conflict).toMatchObject({
    name: 'ResourceConflictException',
    message: `The operation cannot be performed at this time. An update is in progress for resource: ${ARN}:conflicts`,
    $metadata: { httpStatusCode: 409 },
  })
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'conflicts' })
  const { Timeout } = await client().send(new GetFunctionConfigurationCommand({ FunctionName: 'conflicts' }))
  expect(Timeout).toBe(9)
})

test('values that AWS refuses are refused in its words, and change nothing', async () => {
  const update = (more: object) =>
    refusal(client().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'steady', ...more })))
  expect(await update({ MemorySize: 64 })).toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
    $metadata: { httpStatusCode: 400 },
  })
  expect((await update({ MemorySize: 99_999, Timeout: 0 })).message).toBe(
    "2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; " +
      "Value '99999' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 10240",
  )
  expect(await update({ Environment: { Variables: { AWS_REGION: 'x', TABLE: 'y' } } })).toMatchObject({
    name: 'InvalidParameterValueException',
    message:
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION',
  })
  const large = await update({ Environment: { Variables: { TABLE: 'x'.repeat(4_090) } } })
  expect(large.message).toContain('exceeded the 4KB limit. String measured: {"TABLE":"xxx')
  expect((await update({ Runtime: 'java21' })).message).toContain('no runtime java21')
  expect((await update({ Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:x:1'] })).message).toContain(
    'does not have: Layers',
  )
  expect((await update({ LoggingConfig: { LogFormat: 'JSON' } })).message).toContain('LoggingConfig')
  const huge = await update({ Environment: { Variables: { TABLE: 'x'.repeat(6_000) } } })
  expect(huge).toMatchObject({
    name: 'RequestEntityTooLargeException',
    message: 'Request must be smaller than 5120 bytes for the UpdateFunctionConfiguration operation',
    $metadata: { httpStatusCode: 413 },
  })
  const after = await client().send(new GetFunctionConfigurationCommand({ FunctionName: 'steady' }))
  expect(after).toMatchObject({ MemorySize: 256, LastUpdateStatus: 'Successful' })
  // What tools send back as they have read it is no wish for what is not here.
  const { MemorySize } = await client().send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: 'steady',
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
      Layers: [],
      TracingConfig: { Mode: 'PassThrough' },
      LoggingConfig: { LogFormat: 'Text' },
    }),
  )
  expect(MemorySize).toBe(256)
})

test('new code is used from Successful on; published versions keep theirs, and its folder goes when nobody has it', async () => {
  await create('coded', 'one', { Publish: true })
  await waitUntilPublishedVersionActive(waiting(), { FunctionName: 'coded', Qualifier: '1' })
  const folders = () => namesIn(emulator.tmpDir).filter((name) => name.startsWith('coldburst-code-')).length
  const before = folders()
  const update = async (word: string, more: object = {}) =>
    client().send(
      new UpdateFunctionCodeCommand({ FunctionName: 'coded', ZipFile: await sayingZip(word), ...more }),
    )
  const dry = await update('dry', { DryRun: true })
  expect(dry.LastUpdateStatus).toBe('Successful')
  await eventually(() => folders() === before)
  const second = await update('two', { Publish: true })
  expect(second).toMatchObject({ Version: '2', FunctionArn: `${ARN}:coded:2` })
  expect(second.CodeSha256).not.toBe(dry.CodeSha256)
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'coded' })
  expect(await say('coded')).toMatchObject({ word: 'two' })
  expect(await say('coded:1')).toMatchObject({ word: 'one', version: '1' })
  expect((await emulator.invoke('coded', {}, { Qualifier: '2' })).version).toBe('2')
  await update('three')
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'coded' })
  expect(await say('coded')).toMatchObject({ word: 'three' })
  expect(folders()).toBe(before + 2)
  await client().send(new DeleteFunctionCommand({ FunctionName: 'coded', Qualifier: '2' }))
  expect((await refusal(emulator.invoke('coded:2'))).message).toBe(`Function not found: ${ARN}:coded:2`)
  await eventually(() => folders() === before + 1)
  const { Code } = await client().send(new GetFunctionCommand({ FunctionName: 'coded' }))
  expect((await fetch(Code?.Location ?? '')).headers.get('content-type')).toBe('application/zip')
  await client().send(new DeleteFunctionCommand({ FunctionName: 'coded' }))
  await eventually(() => folders() === before - 1)
  expect((await fetch(Code?.Location ?? '')).status).toBe(404)
  expect((await refusal(emulator.invoke('coded'))).message).toBe(`Function not found: ${ARN}:coded`)
})

test('of two updates at once one is made, and of the other nothing stays', async () => {
  await create('raced', 'one')
  await waitUntilFunctionActiveV2(waiting(), { FunctionName: 'raced' })
  const folders = () => namesIn(emulator.tmpDir).filter((name) => name.startsWith('coldburst-code-')).length
  const before = folders()
  const updates = await Promise.allSettled(
    ['two', 'three', 'four'].map(async (word) =>
      client().send(new UpdateFunctionCodeCommand({ FunctionName: 'raced', ZipFile: await sayingZip(word) })),
    ),
  )
  expect(updates.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  for (const update of updates) {
    if (update.status === 'rejected')
      expect(update.reason).toMatchObject({ name: 'ResourceConflictException' })
  }
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'raced' })
  await eventually(() => folders() === before)
})

test('code that is no zip, lies elsewhere, or is too large is refused', async () => {
  const code = (Code: CreateFunctionCommandInput['Code']) => refusal(create('uncoded', 'x', { Code }))
  const none = await code({ ZipFile: Buffer.from('hello') })
  expect(none.name).toBe('InvalidParameterValueException')
  expect(none.message).toMatch(
    /^Could not unzip uploaded file\. Please check your file, then try to upload again\. \(/,
  )
  expect((await code({ S3Bucket: 'bucket', S3Key: 'key' })).message).toContain('ZipFile only')
  expect((await code({})).message).toBe('Please provide a source for function code.')
  const { port } = new URL(emulator.endpoint)
  const large = await fetch(`http://127.0.0.1:${port}/2015-03-31/functions/steady/code`, {
    method: 'PUT',
    body: Buffer.alloc(70_167_300, 0x20),
  })
  expect(large.status).toBe(413)
  expect(await large.json()).toMatchObject({
    message: 'Request must be smaller than 70167211 bytes for the UpdateFunctionCode operation',
  })
  expect((await refusal(emulator.invoke('uncoded'))).name).toBe('ResourceNotFoundException')
})

test('a version is published once for each content, and only from the revision and code that were meant', async () => {
  await create('published', 'one')
  await waitUntilFunctionActiveV2(waiting(), { FunctionName: 'published' })
  const publish = (more: object = {}) =>
    client().send(new PublishVersionCommand({ FunctionName: 'published', ...more }))
  const wrong = await refusal(publish({ CodeSha256: 'AAAA' }))
  expect(wrong.message).toMatch(/^CodeSHA256 \(AAAA\) is different from current CodeSHA256 in \$LATEST \(/)
  expect((await refusal(publish({ RevisionId: 'old' }))).name).toBe('PreconditionFailedException')
  const first = await publish({ Description: 'first' })
  expect(first).toMatchObject({ Version: '1', FunctionArn: `${ARN}:published:1`, Description: 'first' })
  expect(first.$metadata.httpStatusCode).toBe(201)
  expect((await publish({ CodeSha256: first.CodeSha256 })).Version).toBe('1')
  await client().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'published', Timeout: 5 }))
  expect((await refusal(publish())).name).toBe('ResourceConflictException')
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'published' })
  expect((await publish()).Version).toBe('2')
  const { Versions } = await client().send(new ListVersionsByFunctionCommand({ FunctionName: 'published' }))
  expect(Versions?.map(({ Version, Timeout }) => [Version, Timeout])).toEqual([
    ['$LATEST', 5],
    ['1', 3],
    ['2', 5],
  ])
})

test('an alias leads to its version, by its weights also to another, and an update moves it', async () => {
  await create('weighted', 'one', { Publish: true })
  await waitUntilFunctionActiveV2(waiting(), { FunctionName: 'weighted' })
  const second = { FunctionName: 'weighted', ZipFile: await sayingZip('two'), Publish: true }
  await client().send(new UpdateFunctionCodeCommand(second))
  await waitUntilFunctionUpdatedV2(waiting(), { FunctionName: 'weighted' })
  const alias = { FunctionName: 'weighted', Name: 'live' }
  const created = await client().send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
  expect(created).toMatchObject({ AliasArn: `${ARN}:weighted:live`, FunctionVersion: '1', Description: '' })
  expect(
    (await refusal(client().send(new CreateAliasCommand({ ...alias, FunctionVersion: '2' })))).message,
  ).toBe(`Alias already exists: ${ARN}:weighted:live`)
  expect((await emulator.invoke('weighted:live')).version).toBe('1')
  const routing = { RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } } }
  const updated = await client().send(
    new UpdateAliasCommand({ ...alias, ...routing, RevisionId: created.RevisionId }),
  )
  expect(updated).toMatchObject(routing)
  const versions: string[] = []
  for (let i = 0; i < 40; i += 1) versions.push((await emulator.invoke('weighted:live')).version ?? '')
  // Drawn from the seed 1: fewer than nine of 40 fair draws come from one seed in 11,000.
  expect(versions.filter((version) => version === '2').length).toBeGreaterThan(8)
  expect(versions.filter((version) => version === '1').length).toBeGreaterThan(8)
  expect((await refusal(client().send(new UpdateAliasCommand({ ...alias, RevisionId: 'old' })))).name).toBe(
    'PreconditionFailedException',
  )
  const used = await refusal(
    client().send(new DeleteFunctionCommand({ FunctionName: 'weighted', Qualifier: '2' })),
  )
  expect(used.message).toBe('Unable to delete version because the following aliases reference it: [live]')
  await client().send(new UpdateAliasCommand({ ...alias, FunctionVersion: '2', RoutingConfig: {} }))
  expect((await emulator.invoke('weighted:live')).version).toBe('2')
  const { FunctionArn, Version } = await client().send(
    new GetFunctionConfigurationCommand({ FunctionName: 'weighted', Qualifier: 'live' }),
  )
  expect([FunctionArn, Version]).toEqual([`${ARN}:weighted:live`, '2'])
  const { Aliases } = await client().send(new ListAliasesCommand({ FunctionName: 'weighted' }))
  expect(Aliases?.map(({ Name }) => Name)).toEqual(['live'])
  const deleted = await client().send(new DeleteAliasCommand(alias))
  expect(deleted.$metadata.httpStatusCode).toBe(204)
  expect((await refusal(client().send(new GetAliasCommand(alias)))).message).toBe(
    `Cannot find alias arn: ${ARN}:weighted:live`,
  )
})

test('reserving must leave 100 unreserved, and the account tells what is left', async () => {
  const put = (concurrency: number) =>
    client().send(
      new PutFunctionConcurrencyCommand({
        FunctionName: 'limits',
        ReservedConcurrentExecutions: concurrency,
      }),
    )
  // 200 in all; 5 are reserved for `aliased` by the configuration.
  expect((await refusal(put(96))).message).toBe(
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
  )
  expect((await put(95)).ReservedConcurrentExecutions).toBe(95)
  const get = () => client().send(new GetFunctionConcurrencyCommand({ FunctionName: 'limits' }))
  expect((await get()).ReservedConcurrentExecutions).toBe(95)
  const { AccountLimit, AccountUsage } = await client().send(new GetAccountSettingsCommand({}))
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 200, UnreservedConcurrentExecutions: 100 })
  expect(AccountUsage?.FunctionCount).toBeGreaterThanOrEqual(8)
  expect(AccountUsage?.TotalCodeSize).toBeGreaterThan(1_000)
  const { Concurrency } = await client().send(new GetFunctionCommand({ FunctionName: 'limits' }))
  expect(Concurrency).toEqual({ ReservedConcurrentExecutions: 95 })
  await client().send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'limits' }))
  expect((await get()).ReservedConcurrentExecutions).toBeUndefined()
})

test('provisioned concurrency goes from IN_PROGRESS to READY, for versions and aliases and not for $LATEST', async () => {
  const target = { FunctionName: 'aliased', Qualifier: 'live' }
  const get = () => client().send(new GetProvisionedConcurrencyConfigCommand(target))
  await expect.poll(async () => (await get()).Status, { timeout: 20_000 }).toBe('READY')
  const put = await client().send(
    new PutProvisionedConcurrencyConfigCommand({ ...target, ProvisionedConcurrentExecutions: 2 }),
  )
  expect(put).toMatchObject({
    RequestedProvisionedConcurrentExecutions: 2,
    Status: 'IN_PROGRESS',
    $metadata: { httpStatusCode: 202 },
  })
  await expect.poll(async () => (await get()).Status, { timeout: 20_000 }).toBe('READY')
  expect(await get()).toMatchObject({ AllocatedProvisionedConcurrentExecutions: 2 })
  const { ProvisionedConcurrencyConfigs } = await client().send(
    new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'aliased' }),
  )
  expect(ProvisionedConcurrencyConfigs).toMatchObject([{ FunctionArn: `${ARN}:aliased:live` }])
  const latest = { ...target, Qualifier: '$LATEST', ProvisionedConcurrentExecutions: 1 }
  expect((await refusal(client().send(new PutProvisionedConcurrencyConfigCommand(latest)))).message).toBe(
    'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
  )
  const tooMany = { ...target, ProvisionedConcurrentExecutions: 6 }
  expect((await refusal(client().send(new PutProvisionedConcurrencyConfigCommand(tooMany)))).message).toBe(
    'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
  )
  await client().send(new DeleteProvisionedConcurrencyConfigCommand(target))
  const gone = await refusal(get())
  expect(gone).toMatchObject({
    name: 'ProvisionedConcurrencyConfigNotFoundException',
    $metadata: { httpStatusCode: 404 },
  })
})

test('all functions are listed, by pages, and with all versions when asked', async () => {
  const names: string[] = []
  for await (const page of paginateListFunctions({ client: client(), pageSize: 3 }, {})) {
    expect(page.Functions?.length).toBeLessThanOrEqual(3)
    for (const { FunctionName } of page.Functions ?? []) names.push(FunctionName ?? '')
  }
  expect(names).toEqual(names.toSorted())
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(['listed-a', 'listed-b', 'aliased']))
  const arns: string[] = []
  for await (const page of paginateListFunctions(
    { client: client(), pageSize: 2 },
    { FunctionVersion: 'ALL' },
  )) {
    for (const { FunctionArn } of page.Functions ?? []) arns.push(FunctionArn ?? '')
  }
  expect(arns).toEqual(expect.arrayContaining([`${ARN}:aliased:$LATEST`, `${ARN}:aliased:1`]))
})

test('tags and permissions are kept and shown', async () => {
  const Resource = `${ARN}:permitted`
  await client().send(new TagResourceCommand({ Resource, Tags: { a: '1', b: '2' } }))
  await client().send(new UntagResourceCommand({ Resource, TagKeys: ['a'] }))
  expect((await client().send(new ListTagsCommand({ Resource }))).Tags).toEqual({ b: '2' })
  const permission = { FunctionName: 'permitted', StatementId: 'events' }
  const { Statement } = await client().send(
    new AddPermissionCommand({
      ...permission,
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:us-east-1:123456789012:rule/r',
    }),
  )
  const statement = {
    Sid: 'events',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource,
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:us-east-1:123456789012:rule/r' } },
  }
  expect(JSON.parse(Statement ?? '')).toEqual(statement)
  const { Policy } = await client().send(new GetPolicyCommand({ FunctionName: 'permitted' }))
  expect(JSON.parse(Policy ?? '')).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] })
  await client().send(new RemovePermissionCommand(permission))
  const gone = await refusal(client().send(new GetPolicyCommand({ FunctionName: 'permitted' })))
  expect(gone.name).toBe('ResourceNotFoundException')
})

test('what is not here is 501 by its name', async () => {
  const mapping = { FunctionName: 'steady', EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:q' }
  const unknown = await refusal(client().send(new CreateEventSourceMappingCommand(mapping)))
  expect(unknown).toMatchObject({ name: 'NotImplementedException', $metadata: { httpStatusCode: 501 } })
  expect(unknown.message).toBe('The local Lambda does not implement CreateEventSourceMapping.')
  const management = { FunctionName: 'steady', UpdateRuntimeOn: 'Auto' as const }
  const other = await refusal(client().send(new PutRuntimeManagementConfigCommand(management)))
  expect(other.message).toContain('PutRuntimeManagementConfig')
})

test('a body that is no JSON, or has values of other types, is a SerializationException', async () => {
  const put = async (body: string) => {
    const response = await fetch(`${emulator.endpoint}/2015-03-31/functions/steady/configuration`, {
      method: 'PUT',
      body,
    })
    return [response.status, response.headers.get('x-amzn-errortype'), await response.json()]
  }
  expect(await put('{"MemorySize":')).toMatchObject([400, 'SerializationException', {}])
  expect(await put('{"MemorySize":"much"}')).toEqual([
    400,
    'SerializationException',
    { message: 'STRING_VALUE can not be converted to an Integer' },
  ])
  expect(await put('[]')).toMatchObject([400, 'SerializationException', {}])
})

test('a function is started from a zip of the configuration, which leaves nothing; a bad one stops the start', async () => {
  const zip = fileURLToPath(new URL('../fixtures/zips/saying.zip', import.meta.url))
  const { codeDir: _, ...fn } = fixture('probe', 'zipped')
  const own = await startTestEmulator([{ ...fn, codeZip: zip }])
  expect((await own.invoke('zipped')).answer).toMatchObject({ word: 'zipped' })
  const { Configuration } = await own.client.send(new GetFunctionCommand({ FunctionName: 'zipped' }))
  expect(Configuration?.CodeSha256).toBe(createHash('sha256').update(readFileSync(zip)).digest('base64'))
  own.process.kill('SIGKILL')
  await eventually(() => namesIn(own.tmpDir).length === 0)
  const bad = { ...fn, codeZip: fileURLToPath(import.meta.url) }
  await expect(startTestEmulator([bad])).rejects.toThrow('START_FAILED')
})
