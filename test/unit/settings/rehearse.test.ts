import { describe, expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { PlaneError } from '../../../lib/settings/control-plane.ts'
import { rehearseIn } from '../../../lib/settings/rehearse.ts'
import { AwsModel } from '../../support/aws-model.ts'
import { JournalDisk, never, openOn, stageOptions } from '../../support/staging.ts'

const settings: Readonly<Record<string, readonly Setting[]>> = {
  memory: [
    { name: '256 MB', memoryMb: 256 },
    { name: '512 MB', memoryMb: 512 },
  ],
  environment: [
    { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } },
    { name: 'LEVEL=warn', environment: { LEVEL: 'warn' } },
  ],
  architecture: [
    { name: 'arm64', architecture: 'arm64' },
    { name: '256 MB x86_64', memoryMb: 256, architecture: 'x86_64' },
  ],
}

const isWrite = (name: string): boolean => !/^(Get|List)/.test(name)

function changed(): AwsModel {
  const model = new AwsModel()
  model.publish()
  model.deploy({ code: 'code-2' })
  // What has to be waited for is not to be foreseen.
  model.slowReads = 0
  return model
}

const variants = (['versions', 'in-place'] as const).flatMap((staging) =>
  Object.keys(settings).map((kind) => ({ staging, kind })),
)

describe.each(variants)('$staging, $kind', ({ staging, kind }) => {
  const compared = settings[kind] ?? []
  const asked = {
    needs: compared.map((setting) => ({ setting, fresh: 2 })),
    // A setting that comes twice running is not changed in between, unless it has to be fresh.
    blocks: [
      ...[...compared, ...compared].map((setting) => ({ setting, fresh: true })),
      ...[...compared, ...compared.toReversed()].map((setting) => ({ setting, fresh: false })),
    ],
  }

  test('a rehearsal names the calls that a comparison makes, one by one, and changes nothing', async () => {
    const rehearsed = changed()
    const before = rehearsed.snapshot()
    const { calls } = await rehearseIn(stageOptions(staging, compared), asked, () => rehearsed.plane())
    expect(rehearsed.snapshot()).toEqual(before)
    expect(rehearsed.names.filter(isWrite)).toEqual([])

    const real = changed()
    const stage = await openOn(real, new JournalDisk(), staging, compared)
    await stage.prepare(asked.needs, never)
    for (const { setting, fresh } of asked.blocks) await stage.place(setting, fresh, never)
    await stage.putBack()
    expect(calls.map(({ operation }) => operation)).toEqual(real.names)
    expect(stage.calls).toBe(calls.length)
  })

  test('no value that is not compared is told', async () => {
    const model = changed()
    const { calls } = await rehearseIn(stageOptions(staging, compared), asked, () => model.plane())
    const text = JSON.stringify(calls)
    expect(text).not.toContain('a secret')
    expect(text.includes('LEVEL=debug and the rest as it was')).toBe(kind === 'environment')
  })
})

test('an alias to apply to that is not there yet is told, and one that is there is not', async () => {
  const model = changed()
  model.alias('live', '1')
  const newAlias = async (applyTo: string) => {
    const options = { ...stageOptions('versions', []), applyTo }
    return (await rehearseIn(options, { needs: [], blocks: [] }, () => model.plane())).newAlias
  }
  expect([await newAlias('nolive'), await newAlias('live')]).toEqual(['nolive', undefined])
})

test('a call that is repeated until it is answered, or a change has settled, is told once', async () => {
  const model = new AwsModel()
  const before = model.plane()
  await before.updateConfiguration({ memoryMb: 256, description: '' })
  model.slowReads = 3
  let refusals = 0
  model.onCall = (name) => {
    const busy = name === 'ListAliases' && (refusals += 1) <= 2
    return busy ? { before: new PlaneError(name, 'TooManyRequestsException', 429, 'Rate exceeded') } : {}
  }
  const asked = { needs: [], blocks: [] }
  const { calls } = await rehearseIn(stageOptions('in-place', []), asked, () => model.plane())
  // The function is looked at by its name first, and by its ARN then.
  expect(calls.map(({ operation }) => operation)).toEqual([
    'GetFunctionConfiguration',
    'GetFunctionConfiguration',
    'ListAliases',
    'ListVersionsByFunction',
  ])
  // The update, 4 looks of which the last finds it settled, 3 tries at aliases, and versions.
  expect(model.names).toHaveLength(1 + 4 + 3 + 1)
})

test('nothing more is asked for a setting that was refused', async () => {
  const model = new AwsModel()
  const plane = model.plane()
  const image = { ...plane, zip: async () => ({ kind: 'unfetchable', why: 'it is an image' }) as const }
  const [arm, plain] = [{ name: 'arm64', architecture: 'arm64' } as const, { name: '256 MB', memoryMb: 256 }]
  const blocks = [plain, arm, arm, plain].map((setting) => ({ setting, fresh: false }))
  const asked = { needs: [], blocks }
  const { calls, refused } = await rehearseIn(stageOptions('in-place', [arm, plain]), asked, () => image)
  expect(refused).toEqual([{ setting: 'arm64', why: "it can't be made arm64: it is an image" }])
  expect(calls.filter(({ operation }) => isWrite(operation)).map(({ says }) => says)).toEqual([
    'MemorySize 256, Description "coldburst ab1 1"',
    'MemorySize 128, Description "takes the money"',
  ])
})

test('calls that differ only in numbers of what is made are alike, and settings are not', async () => {
  const [small, large] = [
    { name: '256 MB', memoryMb: 256 },
    { name: '512 MB', memoryMb: 512 },
  ]
  const model = new AwsModel()
  const asked = {
    needs: [small, small, large].map((setting) => ({ setting, fresh: 1 })),
    blocks: [small, large].map((setting) => ({ setting, fresh: true })),
  }
  const options = stageOptions('versions', [small, large])
  const { calls } = await rehearseIn(options, asked, () => model.plane())
  const alike = (name: string): string[] =>
    calls.filter(({ operation }) => operation === name).map((call) => call.alike)
  expect(alike('UpdateFunctionConfiguration')).toEqual([
    'MemorySize 256, Description "coldburst ab1 …"',
    'MemorySize 256, Description "coldburst ab1 …"',
    'MemorySize 512, Description "coldburst ab1 …"',
    'MemorySize 128, Description "takes the money"',
  ])
  expect(alike('CreateAlias')).toEqual(Array(3).fill('coldburst-ab1-… for version (new …)'))
  expect(alike('DeleteAlias')).toEqual(Array(3).fill('coldburst-ab1-…'))
  expect(alike('DeleteFunction')).toEqual(Array(3).fill('version (new …) only'))
})

test('calls are told by when they are made', async () => {
  const setting = { name: '256 MB', memoryMb: 256 }
  const asked = { needs: [{ setting, fresh: 1 }], blocks: [{ setting, fresh: true }] }
  const during = async (staging: 'versions' | 'in-place') => {
    const model = new AwsModel()
    const { calls } = await rehearseIn(stageOptions(staging, [setting]), asked, () => model.plane())
    const writes = calls.filter(({ operation }) => isWrite(operation))
    return writes.map((call) => `${call.during}: ${call.operation}`)
  }
  expect(await during('versions')).toEqual([
    'preparing: UpdateFunctionConfiguration',
    'preparing: PublishVersion',
    'preparing: UpdateFunctionConfiguration',
    'preparing: CreateAlias',
    'putting-back: DeleteAlias',
    'putting-back: DeleteFunction',
  ])
  expect(await during('in-place')).toEqual([
    'firing: UpdateFunctionConfiguration',
    'putting-back: UpdateFunctionConfiguration',
  ])
})

test('qualifiers are found as they are, and looked at alone', async () => {
  const model = new AwsModel()
  model.alias('live', model.publish())
  const compared = ['live', '$LATEST'].map((qualifier) => ({ name: qualifier, qualifier }))
  const asked = { needs: [], blocks: compared.map((setting) => ({ setting, fresh: false })) }
  const { found, calls } = await rehearseIn(stageOptions('none', compared), asked, () => model.plane())
  const same = { memoryMb: 128, architecture: 'x86_64', runtime: 'nodejs22.x', timeoutSeconds: 3 }
  expect(found).toEqual([
    { setting: 'live', version: '1', ...same },
    { setting: '$LATEST', version: '$LATEST', ...same },
  ])
  expect(calls.map(({ operation }) => operation).filter(isWrite)).toEqual([])
})

describe('a rehearsal of what is to be applied', () => {
  const rehearsed = async (kind: string, applyTo?: string) => {
    const model = changed()
    model.alias('live', '1')
    const before = model.snapshot()
    const options = { ...stageOptions('versions', settings[kind] ?? []), ...(applyTo && { applyTo }) }
    const result = await rehearseIn(options, { needs: [], blocks: [], applies: true }, () => model.plane())
    expect(model.snapshot()).toEqual(before)
    return result
  }
  const writes = (calls: readonly { readonly operation: string }[] = []): string[] =>
    calls.map(({ operation }) => operation).filter(isWrite)

  test('names the calls apart from those of the comparison', async () => {
    const { calls, applying } = await rehearsed('environment', 'live')
    expect(applying?.setting).toBe('LEVEL=debug')
    expect(writes(applying?.calls)).toEqual([
      'PublishVersion',
      'UpdateFunctionConfiguration',
      'PublishVersion',
      'UpdateAlias',
    ])
    expect(calls.every(({ during }) => during !== 'applying')).toBe(true)
  })

  test('makes the alias that is not there, and none where none is named', async () => {
    const { applying } = await rehearsed('memory', 'new')
    expect(writes(applying?.calls)).toEqual(['UpdateFunctionConfiguration', 'PublishVersion', 'CreateAlias'])
    expect(writes((await rehearsed('memory')).applying?.calls)).toEqual(['UpdateFunctionConfiguration'])
  })
})
