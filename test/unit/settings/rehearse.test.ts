import { describe, expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
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
  return model
}

const variants = (['versions', 'in-place'] as const).flatMap((staging) =>
  Object.keys(settings).map((kind) => ({ staging, kind })),
)

describe.each(variants)('$staging, $kind', ({ staging, kind }) => {
  const compared = settings[kind] ?? []
  const needs = compared.map((setting) => ({ setting, fresh: 2 }))

  test('a rehearsal names the writes that a comparison makes, one by one, and makes none', async () => {
    const rehearsed = changed()
    const before = rehearsed.snapshot()
    const { calls } = await rehearseIn(stageOptions(staging, compared), needs, () => rehearsed.plane())
    expect(rehearsed.snapshot()).toEqual(before)
    expect(rehearsed.names.filter(isWrite)).toEqual([])

    const real = changed()
    const stage = await openOn(real, new JournalDisk(), staging, compared)
    await stage.prepare(needs, never)
    for (const { setting } of needs) {
      for (const fresh of [true, true]) await stage.place(setting, fresh, never)
    }
    await stage.putBack()
    expect(calls.map(({ operation }) => operation).filter(isWrite)).toEqual(real.names.filter(isWrite))
  })

  test('no value that is not compared is told', async () => {
    const model = changed()
    const { calls } = await rehearseIn(stageOptions(staging, compared), needs, () => model.plane())
    const text = JSON.stringify(calls)
    expect(text).not.toContain('a secret')
    expect(text.includes('LEVEL=debug and the rest as it was')).toBe(kind === 'environment')
  })
})
