import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Setting, Staging } from '../../lib/model/comparison-plan.ts'
import type * as ApplyModule from '../../lib/settings/apply.ts'
import type * as JournalsModule from '../../lib/settings/journals.ts'
import type * as OpenStageModule from '../../lib/settings/open-stage.ts'
import type * as RehearseModule from '../../lib/settings/rehearse.ts'
import type * as RestoreModule from '../../lib/settings/restore.ts'
import type { Placement, Stage } from '../../lib/settings/stage.ts'
import { fixture, startTestEmulator, type TestEmulator } from '../support/emulator.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { sayingZip } from '../support/zips.ts'

// The built code against the built local Lambda: the calls are those that AWS gets.

const built = (name: string): string =>
  fileURLToPath(new URL(`../../dist/lib/settings/${name}.js`, import.meta.url))
const { openStage } = (await import(built('open-stage'))) as typeof OpenStageModule
const { rehearse } = (await import(built('rehearse'))) as typeof RehearseModule
const { findJournals } = (await import(built('journals'))) as typeof JournalsModule
const { restore } = (await import(built('restore'))) as typeof RestoreModule
const { applySetting } = (await import(built('apply'))) as typeof ApplyModule

const never = new AbortController().signal
const runtime = `nodejs${process.versions.node.split('.')[0]}.x` as 'nodejs22.x'
const here = process.arch === 'arm64' ? 'arm64' : 'x86_64'
const elsewhere = here === 'arm64' ? 'x86_64' : 'arm64'

let emulator: TestEmulator
beforeAll(async () => {
  emulator = await startTestEmulator([fixture('probe', 'probe')], { updateMs: 300 })
})
afterAll(() => emulator.stop())

/** A function from a zip with variables, a version and an alias, changed since that version. */
async function create(name: string): Promise<void> {
  const { client } = emulator
  const input = {
    FunctionName: name,
    Role: 'arn:aws:iam::123456789012:role/worker',
    Runtime: runtime,
    Handler: 'index.handler',
    Code: { ZipFile: await sayingZip(name) },
    MemorySize: 128,
    Description: 'takes the money',
    Environment: { Variables: { PASSWORD: 'top secret', LEVEL: 'info' } },
  }
  await client.send(new CreateFunctionCommand(input))
  const waiting = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }
  await waitUntilFunctionActiveV2(waiting, { FunctionName: name })
  await client.send(new PublishVersionCommand({ FunctionName: name }))
  await client.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }))
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: 9 }))
  await waitUntilFunctionUpdatedV2(waiting, { FunctionName: name })
}

/** All of a function that can be put back. */
async function look(FunctionName: string): Promise<object> {
  const { client } = emulator
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName }))
  const { RevisionId: _, LastModified: __, ...latest } = Configuration ?? {}
  const { Versions = [] } = await client.send(new ListVersionsByFunctionCommand({ FunctionName }))
  const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName }))
  return { latest, versions: Versions.filter(({ Version }) => Version !== '$LATEST'), aliases: Aliases }
}

function connection() {
  const credentials = () => Promise.resolve({ accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local' })
  return { region: 'us-east-1', endpoint: emulator.endpoint, credentials }
}

function options(name: string, staging: Staging, settings: readonly Setting[], journals?: string) {
  const where = journals === undefined ? {} : { journals }
  return {
    connection: connection(),
    function: name,
    staging,
    settings,
    id: 'e2e',
    say: () => undefined,
    ...where,
  }
}

const memory = [
  { name: '256 MB', memoryMb: 256 },
  { name: '512 MB', memoryMb: 512 },
]

async function placed(stage: Stage, setting: Setting, fresh: boolean): Promise<Placement> {
  const placement = await stage.place(setting, fresh, never)
  if (placement.kind === 'refused') throw new Error(placement.why)
  return placement
}

test('settings are staged as versions behind aliases, $LATEST is put back before, and all of it goes', async () => {
  await create('versions')
  const before = await look('versions')
  const journals = temporaryFolder()
  const stage = await openStage(options('versions', 'versions', memory, journals))
  await stage.prepare(
    memory.map((setting) => ({ setting, fresh: 2 })),
    never,
  )
  const during = (await look('versions')) as Awaited<ReturnType<typeof look>> & { latest: object }
  expect(during.latest).toEqual((before as { latest: object }).latest)
  expect(during).toMatchObject({
    versions: [
      { Version: '1', MemorySize: 128, Description: 'takes the money' },
      { Version: '2', MemorySize: 256, Description: 'coldburst e2e 1' },
      { Version: '3', MemorySize: 256, Description: 'coldburst e2e 2' },
      { Version: '4', MemorySize: 512, Description: 'coldburst e2e 3' },
      { Version: '5', MemorySize: 512, Description: 'coldburst e2e 4' },
    ],
    aliases: [
      { Name: 'coldburst-e2e-1', FunctionVersion: '2' },
      { Name: 'coldburst-e2e-2', FunctionVersion: '3' },
      { Name: 'coldburst-e2e-3', FunctionVersion: '4' },
      { Name: 'coldburst-e2e-4', FunctionVersion: '5' },
      { Name: 'live', FunctionVersion: '1' },
    ],
  })
  expect(readdirSync(journals)).toHaveLength(1)

  const [small = { name: '' }, large = { name: '' }] = memory
  const first = await placed(stage, small, true)
  expect(first).toEqual({ kind: 'placed', qualifier: 'coldburst-e2e-1', version: '2', memoryMb: 256 })
  expect(await placed(stage, small, false)).toEqual(first)
  expect(await placed(stage, small, true)).toMatchObject({ version: '3' })
  // One more than was asked for ahead.
  expect(await placed(stage, small, true)).toMatchObject({ version: '6', memoryMb: 256 })
  expect(await placed(stage, large, false)).toMatchObject({ version: '4', memoryMb: 512 })
  const { version, report } = await emulator.invoke('versions', {}, { Qualifier: 'coldburst-e2e-3' })
  expect([version, report['Memory Size']]).toEqual(['4', '512 MB'])

  expect(await stage.putBack()).toEqual({ kind: 'put-back', versionsDeleted: 5, aliasesDeleted: 5 })
  expect(await look('versions')).toEqual(before)
  expect(readdirSync(journals)).toEqual([])
})

test('environment variables are changed in place, verified by the function, and put back whole', async () => {
  await create('in-place')
  const before = await look('in-place')
  const settings = [
    { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } },
    { name: 'MORE=1', memoryMb: 256, environment: { MORE: '1' } },
  ]
  const journals = temporaryFolder()
  const stage = await openStage(options('in-place', 'in-place', settings, journals))
  await stage.prepare([], never)
  for (const setting of settings) {
    expect(await placed(stage, setting, true)).toMatchObject({ version: '$LATEST' })
    const { answer } = await emulator.invoke('in-place')
    expect(answer.env).toMatchObject({ PASSWORD: 'top secret', LEVEL: 'info', ...setting.environment })
  }
  const [stored] = findJournals(journals)
  expect(JSON.stringify(stored)).not.toContain('top secret')
  expect(await stage.putBack()).toEqual({ kind: 'put-back', versionsDeleted: 1, aliasesDeleted: 0 })
  expect(await look('in-place')).toEqual(before)
})

test('an architecture that this machine has not is refused, and the other settings go on', async () => {
  await create('architectures')
  const before = await look('architectures')
  const settings = [
    { name: here, architecture: here },
    { name: elsewhere, architecture: elsewhere },
  ] as const
  const stage = await openStage(options('architectures', 'versions', settings))
  await stage.prepare(
    settings.map((setting) => ({ setting, fresh: 1 })),
    never,
  )
  expect(await placed(stage, settings[0], true)).toMatchObject({ memoryMb: 128 })
  expect(await stage.place(settings[1], true, never)).toEqual({
    kind: 'refused',
    why: `The local Lambda runs on ${here} only. (InvalidParameterValueException)`,
  })
  expect(await stage.putBack()).toMatchObject({ kind: 'put-back', aliasesDeleted: 1 })
  expect(await look('architectures')).toEqual(before)
})

test('a rehearsal tells every call, putting back included, and changes nothing', async () => {
  await create('rehearsed')
  const before = await look('rehearsed')
  const journals = temporaryFolder()
  const { calls, refused } = await rehearse(options('rehearsed', 'versions', memory, journals), {
    needs: memory.map((setting) => ({ setting, fresh: 1 })),
    blocks: memory.map((setting) => ({ setting, fresh: true })),
  })
  expect(await look('rehearsed')).toEqual(before)
  expect([readdirSync(journals), refused]).toEqual([[], []])
  const writes = calls.filter(({ operation }) => !/^(Get|List)/.test(operation))
  expect(writes.map(({ operation, says }) => ({ operation, says }))).toEqual([
    { operation: 'UpdateFunctionConfiguration', says: 'MemorySize 256, Description "coldburst e2e 1"' },
    { operation: 'PublishVersion', says: '$LATEST as it is then becomes version (new 1)' },
    { operation: 'UpdateFunctionConfiguration', says: 'MemorySize 512, Description "coldburst e2e 2"' },
    { operation: 'PublishVersion', says: '$LATEST as it is then becomes version (new 2)' },
    { operation: 'UpdateFunctionConfiguration', says: 'MemorySize 128, Description "takes the money"' },
    { operation: 'CreateAlias', says: 'coldburst-e2e-1 for version (new 1)' },
    { operation: 'CreateAlias', says: 'coldburst-e2e-2 for version (new 2)' },
    { operation: 'DeleteAlias', says: 'coldburst-e2e-1' },
    { operation: 'DeleteAlias', says: 'coldburst-e2e-2' },
    { operation: 'DeleteFunction', says: 'version (new 1) only' },
    { operation: 'DeleteFunction', says: 'version (new 2) only' },
  ])
})

test('what a killed process left is locked, found, and put back by another one', async () => {
  await create('killed')
  const before = await look('killed')
  const journals = temporaryFolder()
  const child = spawn(process.execPath, ['--input-type=module', '--eval', victim(journals)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const alive = openStage(options('killed', 'versions', memory, journals))
  await expect(alive).rejects.toThrow(`process ${child.pid} is at it (a comparison of `)
  child.kill('SIGKILL')
  await once(child, 'close')

  const [stored] = findJournals(journals)
  if (stored?.kind !== 'journal') throw new Error('no journal')
  expect(stored.life).toBe('gone')
  await expect(openStage(options('killed', 'versions', memory, journals))).rejects.toThrow(
    'run coldburst restore',
  )
  // Nothing of the journal's says where the endpoint is but the journal.
  const connect = (where: object) => Promise.resolve({ ...connection(), ...where })
  expect(await restore(stored, connect, () => undefined)).toMatchObject({ kind: 'put-back' })
  expect(await look('killed')).toEqual(before)
  expect(findJournals(journals)).toEqual([])
})

/** Changes $LATEST in place, says so, and waits for its end. */
function victim(journals: string): string {
  const settings = [{ name: 'LEVEL=debug', memoryMb: 256, environment: { LEVEL: 'debug' } }]
  const { region, endpoint } = connection()
  const plain = { function: 'killed', staging: 'in-place', settings, id: 'dead', journals }
  return `
    const { openStage } = await import(${JSON.stringify(built('open-stage'))})
    const credentials = async () => ({ accessKeyId: 'AKIDLOCAL', secretAccessKey: 'local' })
    const connection = { region: '${region}', endpoint: '${endpoint}', credentials }
    const options = { ...${JSON.stringify(plain)}, connection, say() {} }
    const stage = await openStage(options)
    await stage.prepare([], new AbortController().signal)
    await stage.place(options.settings[0], true, new AbortController().signal)
    console.log('changed')
    setInterval(() => {}, 1000)
  `
}

test('a setting is applied for good, with a version and an alias, and what was before is told', async () => {
  await create('applied')
  const applied = await applySetting({
    connection: connection(),
    function: 'applied',
    setting: { name: '512 MB', memoryMb: 512 },
    alias: 'live',
  })
  expect(applied).toMatchObject({
    says: ['memory is 512 MB (it was 128 MB)', 'alias live is at version 2 (it was at version 1)'],
    version: '2',
  })
  expect(applied.back).toHaveLength(2)
  expect(await look('applied')).toMatchObject({
    latest: { MemorySize: 512, Description: 'takes the money', Timeout: 9 },
    versions: [{ Version: '1' }, { Version: '2', MemorySize: 512 }],
    aliases: [{ Name: 'live', FunctionVersion: '2' }],
  })
})
