import { array, assert, asyncProperty, constantFrom, dictionary, nat, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Setting, Staging } from '../../lib/model/comparison-plan.ts'
import { PlaneError } from '../../lib/settings/control-plane.ts'
import { AwsModel } from '../support/aws-model.ts'
import { JournalDisk, never, openOn, restoreFrom } from '../support/staging.ts'

// A comparison that is killed at any call leaves a journal from which everything becomes again what it was.

/** Thousands of comparisons, on a machine that may be busy. */
const patient = { timeout: 120_000 }

const kinds: Readonly<Record<string, readonly Setting[]>> = {
  memory: [
    { name: '256 MB', memoryMb: 256 },
    { name: '9999 MB', memoryMb: 9_999 },
    { name: '512 MB', memoryMb: 512 },
  ],
  environment: [
    { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } },
    { name: 'NEW=x', memoryMb: 256, environment: { NEW: 'x' } },
  ],
  architecture: [
    { name: '256 MB arm64', memoryMb: 256, architecture: 'arm64' },
    { name: '256 MB x86_64', memoryMb: 256, architecture: 'x86_64' },
    { name: 'arm64', architecture: 'arm64', environment: { LEVEL: 'debug' } },
  ],
}

const starts: Readonly<Record<string, () => AwsModel>> = {
  'never published': () => new AwsModel({ description: '', variables: {} }),
  'changed since its last version': () => {
    const model = new AwsModel()
    model.publish()
    model.alias('live', '1')
    model.deploy({ code: 'code-2' })
    return model
  },
  'as its last version': () => {
    const model = new AwsModel()
    model.alias('live', model.publish())
    return model
  },
}

class Killed extends Error {}

interface Cut {
  readonly call: number
  readonly side: 'before' | 'after'
}

async function compare(model: AwsModel, disk: JournalDisk, staging: Staging, settings: readonly Setting[]) {
  const stage = await openOn(model, disk, staging, settings)
  await stage.prepare(
    settings.map((setting) => ({ setting, fresh: 1 })),
    never,
  )
  for (const fresh of [true, false, true]) {
    for (const setting of settings) await stage.place(setting, fresh, never)
  }
  return stage.putBack()
}

/** From the cut on, nothing is carried out and nothing is written. */
function killAt(model: AwsModel, disk: JournalDisk, { call, side }: Cut): void {
  const first = model.calls
  const kill = (): Killed => {
    disk.dead = true
    return new Killed()
  }
  model.onCall = (_, number) => {
    const n = number - first
    if (n > call) return { before: kill() }
    return n === call ? { [side]: kill() } : {}
  }
}

async function untilKilled(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return false
  } catch (error) {
    if (error instanceof Killed) return true
    throw error
  }
}

const variants = (['versions', 'in-place'] as const).flatMap((staging) =>
  Object.keys(kinds).flatMap((kind) => Object.keys(starts).map((start) => ({ staging, kind, start }))),
)

describe.each(variants)('$staging, $kind, a function $start', ({ staging, kind, start }) => {
  const settings = kinds[kind] ?? []
  const begin = (): AwsModel => starts[start]?.() ?? new AwsModel()

  test('is as it was when nothing goes wrong, and nothing was changed in vain', patient, async () => {
    const model = begin()
    const before = model.snapshot()
    const disk = new JournalDisk()
    expect(await compare(model, disk, staging, settings)).toMatchObject({ kind: 'put-back' })
    expect(model.snapshot()).toEqual(before)
    expect(disk.text).toBeUndefined()
    expect(model.names).toContain('UpdateFunctionConfiguration')
  })

  test('is as it was after a kill before and after every single call', patient, async () => {
    const whole = begin()
    await compare(whole, new JournalDisk(), staging, settings)
    expect(whole.calls).toBeGreaterThan(20)
    for (let call = 0; call < whole.calls; call += 1) {
      for (const side of ['before', 'after'] as const) {
        const model = begin()
        const before = model.snapshot()
        const disk = new JournalDisk()
        killAt(model, disk, { call, side })
        expect(await untilKilled(() => compare(model, disk, staging, settings))).toBe(true)
        model.onCall = () => ({})
        disk.dead = false
        if (disk.text !== undefined) await restoreFrom(model, disk)
        expect(model.snapshot(), `${side} call ${call}, ${whole.names[call]}`).toEqual(before)
        expect(disk.text).toBeUndefined()
      }
    }
  })
})

test(
  'everything is as it was however often comparison and restores are killed, and whatever answers are lost',
  patient,
  async () => {
    const cut = record({ call: nat(120), side: constantFrom('before' as const, 'after' as const) })
    await assert(
      asyncProperty(
        constantFrom(...variants),
        array(cut, { minLength: 1, maxLength: 4 }),
        nat(2),
        nat(3),
        async ({ staging, kind, start }, cuts, staleReads, slowReads) => {
          const model = starts[start]?.() ?? new AwsModel()
          Object.assign(model, { staleReads, slowReads })
          const before = model.snapshot()
          const disk = new JournalDisk()
          let begun = false
          for (const cut of cuts) {
            killAt(model, disk, cut)
            const work = begun
              ? () => restoreFrom(model, disk)
              : () => compare(model, disk, staging, kinds[kind] ?? [])
            await untilKilled(work)
            begun = true
            disk.dead = false
            if (disk.text === undefined) break
          }
          model.onCall = () => ({})
          if (disk.text !== undefined) await restoreFrom(model, disk)
          expect(model.snapshot()).toEqual(before)
          expect(disk.text).toBeUndefined()
        },
      ),
      { numRuns: 300 },
    )
  },
)

test(
  'calls that are throttled, or whose answers are lost, change nothing of the result',
  patient,
  async () => {
    const trouble = constantFrom('throttled' as const, 'lost before' as const, 'lost after' as const)
    await assert(
      asyncProperty(
        constantFrom(...variants),
        dictionary(nat(150).map(String), trouble, { maxKeys: 40 }),
        nat(2),
        async ({ staging, kind, start }, troubles, staleReads) => {
          const model = starts[start]?.() ?? new AwsModel()
          Object.assign(model, { staleReads })
          model.onCall = (name, number) => {
            const lost = new PlaneError(name, 'ECONNRESET', undefined, 'socket hang up')
            switch (troubles[String(number)]) {
              case 'throttled':
                return { before: new PlaneError(name, 'TooManyRequestsException', 429, 'Rate exceeded') }
              case 'lost before':
                return { before: lost }
              case 'lost after':
                return { after: lost }
              case undefined:
              default:
                return {}
            }
          }
          const before = model.snapshot()
          const disk = new JournalDisk()
          const putBack = await compare(model, disk, staging, kinds[kind] ?? [])
          expect(putBack.kind).toBe('put-back')
          expect(model.snapshot()).toEqual(before)
        },
      ),
      { numRuns: 300 },
    )
  },
)
