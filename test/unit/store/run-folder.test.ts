import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import { micros } from '../../../lib/model/time.ts'
import { healthFileName, openHealthWriter } from '../../../lib/store/health-file.ts'
import { printObservation } from '../../support/print-observation.ts'
import { createRunFolder, openRun, writePlan } from '../../../lib/store/run-folder.ts'
import { printHeader, shareFileName } from '../../../lib/store/share-file.ts'
import { collect, sentInMillis } from '../../support/observations.ts'
import { storedPlanWith } from '../../support/stored-plan.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const noon = new Date('2026-11-23T12:00:00.789Z')

describe('createRunFolder', () => {
  it('names the folder after time and name, and makes those above it', () => {
    const runs = join(temporaryFolder(), 'a', 'runs')
    expect(createRunFolder(runs, 'nightly', noon)).toBe(join(runs, '2026-11-23T12-00-00-nightly'))
    expect(readdirSync(runs)).toEqual(['2026-11-23T12-00-00-nightly'])
  })

  it('gives each of several runs in one second a folder of its own', () => {
    const runs = temporaryFolder()
    const names = [1, 2, 3].map(() => basename(createRunFolder(runs, 'nightly', noon)))
    expect(names).toEqual([
      '2026-11-23T12-00-00-nightly',
      '2026-11-23T12-00-00-nightly-2',
      '2026-11-23T12-00-00-nightly-3',
    ])
  })

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['/srv/x', 'srv-x'],
    ['a\0b\nc\x1b[31m', 'a-b-c-31m'],
    ['checkout nightly', 'checkout-nightly'],
    ['...', 'run'],
    ['', 'run'],
    ['ночь', 'run'],
    ['-rf', 'rf'],
    [`${'a'.repeat(59)}.zip`, 'a'.repeat(59)],
  ])('makes a harmless name of %j', (name, expected) => {
    const runs = temporaryFolder()
    const folder = createRunFolder(runs, name, noon)
    expect(dirname(folder)).toBe(runs)
    expect(basename(folder)).toBe(`2026-11-23T12-00-00-${expected}`)
  })

  it('says which folder can’t be written, and with which flag to name another', () => {
    const file = join(temporaryFolder(), 'taken')
    writeFileSync(file, '')
    const runs = join(file, 'runs')
    expect(problemOf(() => createRunFolder(runs, 'nightly', noon))).toMatch(
      /^runs folder .*taken\/runs: can't be written \(ENOTDIR.*--runs$/,
    )
  })
})

describe('writePlan', () => {
  it('is a usage error where it can’t be written, and leaves nothing behind', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'plan.json'))
    expect(problemOf(() => writePlan(folder, storedPlanWith()))).toMatch(/can't be written \(EISDIR/)
    expect(readdirSync(folder)).toEqual(['plan.json'])
  })
})

describe('openRun', () => {
  it('gives the plan and the observations of all shares, as often as asked', async () => {
    const stored = openRun(storedRun(2))
    expect(stored.plan).toEqual(storedPlanWith())
    for (let time = 0; time < 2; time++) {
      const observations = await collect(stored.observations())
      expect(observations.map(({ share, seq }) => [share, seq])).toEqual([
        [0, 0],
        [1, 1],
      ])
    }
  })

  it('gives the health samples, and none where they were not stored', async () => {
    const folder = storedRun(1)
    expect(await collect(openRun(folder).health())).toEqual([])
    const writer = openHealthWriter(join(folder, healthFileName))
    const counted = { sent: 1, late: 0, dropped: 0, waited: 0, inFlight: 0 }
    const sample = {
      at: micros(9),
      over: micros(9),
      threads: [{ busy: 0, longestDelay: micros(0), ...counted }],
    }
    writer.append(sample)
    expect(await collect(openRun(folder).health())).toEqual([sample])
    writer.close()
  })

  it('knows how a plan was fired that is older than the choice', () => {
    const folder = storedRun(1)
    const path = join(folder, 'plan.json')
    const { plan, ...stored } = storedPlanWith()
    const { firing: _, ...older } = plan
    writeFileSync(path, JSON.stringify({ ...stored, plan: older }))
    expect(openRun(folder).plan.plan.firing).toEqual({
      transport: 'sdk',
      threads: 1,
      prewarm: false,
      onLate: 'send',
    })
  })

  it('knows how the local Lambda was when a plan could not say', async () => {
    const folder = storedRun(1)
    const hello = {
      name: 'hello',
      runtime: 'node',
      codeDir: '/fn',
      handler: 'index.handler',
      memoryMb: 128,
      timeout: 3_000_000,
      envNames: [],
    }
    const target = {
      kind: 'local',
      function: 'hello',
      functions: [hello],
      accountConcurrency: 1_000,
      idle: 300_000_000,
    }
    const { plan, ...stored } = storedPlanWith()
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...stored, plan: { ...plan, target } }))
    expect(openRun(folder).plan.plan.target).toEqual({
      ...target,
      functions: [{ ...hello, ephemeralStorageMb: 512 }],
      scalingRate: 1_000,
      idleJitter: 0,
      lifetimeJitter: 0,
      proactiveInit: 0,
      placementDelay: 0,
      mechanisms: { cpu: 'off', memory: 'watch', tmp: 'check' },
    })
    expect(await collect(openRun(folder).resources())).toEqual([])
  })

  it('counts damage once, however often the observations are read', async () => {
    const folder = storedRun(1)
    const file = join(folder, shareFileName(0))
    writeFileSync(file, `${readFileSync(file, 'utf8')}?\n`)
    const stored = openRun(folder)
    await collect(stored.observations())
    await collect(stored.observations())
    expect(stored.readings.map(({ damaged }) => damaged)).toEqual([1])
  })

  it('reads shares in the order of their numbers', async () => {
    const stored = openRun(storedRun(11))
    const observations = await collect(stored.observations())
    expect(observations.map(({ share }) => share)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it.each<[string, (folder: string) => void, RegExp]>([
    ['has no plan', () => undefined, /it holds no plan\.json/],
    [
      'has a plan without a target',
      (folder) => {
        const { plan, ...stored } = storedPlanWith()
        writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...stored, plan: { ...plan, target: 5 } }))
      },
      /lacks parts of a plan/,
    ],
    [
      'has half a plan',
      (folder) => writeFileSync(join(folder, 'plan.json'), '{"schema":'),
      /cut off or not JSON/,
    ],
    [
      'has a plan that is null',
      (folder) => writeFileSync(join(folder, 'plan.json'), 'null'),
      /schema undefined/,
    ],
    [
      'is of a later form',
      (folder) => writeFileSync(join(folder, 'plan.json'), '{"schema":"coldburst/stored-plan@2"}'),
      /schema "coldburst\/stored-plan@2", not coldburst\/stored-plan@1/,
    ],
    [
      'has a plan with parts of it missing',
      (folder) => {
        const { plan, ...rest } = storedPlanWith()
        writeFileSync(join(folder, 'plan.json'), JSON.stringify({ ...rest, plan: { name: plan.name } }))
      },
      /lacks parts of a plan/,
    ],
    ['was never fired', (folder) => writePlan(folder, storedPlanWith()), /nothing was fired/],
  ])('refuses a folder that %s, with the reason', (_, fill, reason) => {
    const folder = temporaryFolder()
    fill(folder)
    expect(problemOf(() => openRun(folder))).toMatch(reason)
    expect(problemOf(() => openRun(folder))).toContain(`${folder}: not a run of coldburst`)
  })

  it('refuses what is not there, and a file', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'run.json'), '{}')
    expect(problemOf(() => openRun(join(folder, 'gone')))).toMatch(/there is no such folder/)
    expect(problemOf(() => openRun(join(folder, 'run.json')))).toMatch(/it is a file; name the folder/)
  })
})

/** A run with one observation for each share, all ended at the same instant. */
function storedRun(shares: number): string {
  const folder = temporaryFolder()
  writePlan(folder, storedPlanWith())
  for (let index = 0; index < shares; index++) {
    const text = printHeader({ index, of: shares }) + printObservation(sentInMillis({ seq: index }))
    writeFileSync(join(folder, shareFileName(index)), text)
  }
  return folder
}

function problemOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error('there was no problem')
}
