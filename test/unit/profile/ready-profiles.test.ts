import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { expectedArrivals } from '../../../lib/profile/load-size.ts'
import { parseComparison } from '../../../lib/profile/parse-comparison.ts'
import { parsePlan } from '../../../lib/profile/parse-plan.ts'
import { readyProfiles } from '../../../lib/profile/open-profile.ts'
import { fileReader } from '../../../lib/store/file-reader.ts'
import { profileSchemaFile } from '../../support/profile-schema.ts'
import { profileWorld } from '../../support/profile-world.ts'

const samples = fileURLToPath(new URL('../../../profiles', import.meta.url))

const realWorld = {
  ...profileWorld(),
  files: fileReader,
  cwd: samples,
  samples,
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
}

describe('the ready profiles', () => {
  it.each(readyProfiles)('%s makes a plan and names its schema to editors', (profile) => {
    const { plan, notes } = parsePlan({ ...realWorld, cwd: '/', flags: {}, env: {}, profile })
    expect(plan.name).toBe(profile)
    expect(notes).toEqual([])
    const text = readFileSync(`${samples}/${profile}.yaml`, 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/profile\.schema\.json\n/)
  })

  it('tour fires 3 bursts of 50 and about 500 arrivals at the sample', () => {
    const { plan } = parsePlan({ ...realWorld, flags: {}, env: {} })
    expect(plan.phases.map(({ load }) => expectedArrivals(load))).toEqual([150, 500])
    expect(plan.target).toMatchObject({
      function: 'hello',
      functions: [{ codeDir: `${samples}/functions/hello` }],
    })
  })

  it('nightly discards its warm-up and has thresholds', () => {
    const { plan } = parsePlan({ ...realWorld, flags: {}, env: {}, profile: 'nightly' })
    expect(plan.phases.map(({ discard }) => discard)).toEqual([true, false, false])
    expect(plan.thresholds.length).toBeGreaterThan(1)
  })
})

describe('the ready comparison', () => {
  it('has no notes, and a round for each block of its load', () => {
    const { plan, notes } = parseComparison({
      ...realWorld,
      cpus: 2,
      flags: {},
      env: {},
      profile: 'compare',
    })
    expect(notes).toEqual([])
    expect(plan.design.warm / plan.design.warmPerBlock).toBe(10)
  })
})

describe('simulated.yaml', () => {
  it('has functions that are models, one of them as it was published', () => {
    const flags = { local: `${samples}/simulated.yaml`, function: 'sweep', burst: '1' }
    const { plan, notes } = parsePlan({ ...realWorld, flags, env: {} })
    expect(notes).toEqual([])
    expect(plan.target).toMatchObject({
      function: 'sweep',
      functions: [
        { name: 'checkout', runtime: 'simulated' },
        {
          name: 'sweep',
          model: {
            work: {
              points: [
                { memoryMb: 128, duration: { time: 1_136_520 }, init: { time: 341_440 } },
                { memoryMb: 256, duration: { time: 553_800 }, init: { time: 327_770 } },
                { memoryMb: 512, duration: { time: 283_440 }, init: { time: 336_120 } },
                { memoryMb: 1_024, duration: { time: 157_000 }, init: { time: 338_380 } },
                { memoryMb: 1_769, duration: { time: 118_780 }, init: { time: 333_140 } },
                { memoryMb: 2_048, duration: { time: 118_210 }, init: { time: 338_810 } },
              ],
            },
          },
        },
      ],
    })
  })
})

describe('profile.schema.json', () => {
  it('is what the schema in lib/profile gives', async () => {
    const stale =
      'profiles/profile.schema.json is stale: run npx vitest run test/unit/profile/ready-profiles.test.ts --update'
    await expect(profileSchemaFile(), stale).toMatchFileSnapshot('../../../profiles/profile.schema.json')
  })

  it('is draft 7, closed to unknown keys, and describes every key of a profile', () => {
    const schema = JSON.parse(profileSchemaFile())
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
    })
    expect(
      Object.values(schema.properties).filter(
        (property) => !Object.hasOwn(property as object, 'description'),
      ),
    ).toEqual([])
  })
})
