import { describe, expect, it } from 'vitest'
import { type Call, type FakeLambdaOptions, usualStart } from '../support/fake-lambda/fake-lambda.ts'
import {
  comparing,
  type Cut,
  cutsOfWrites,
  distinctCuts,
  everyCut,
  kill,
  openScene,
  runUntil,
  several,
} from '../support/killed-comparison.ts'

/** Of a whole file of processes on a busy machine. */
const patience = 600_000

interface Case {
  readonly settings: readonly string[]
  readonly options?: FakeLambdaOptions
  readonly cuts: (calls: readonly Call[]) => readonly Cut[]
  /** Kinds of calls that must be among those that are cut. */
  readonly operations: readonly string[]
}

const published = ['PublishVersion', 'CreateAlias', 'DeleteAlias', 'DeleteFunction']
const memory = ['--memory', '128,256']

/** `$LATEST` as it was published last: the copy of its environment then is a version that was there before. */
const unchangedSincePublished: FakeLambdaOptions = {
  start: { ...usualStart, versions: { ...usualStart.versions, '4': usualStart.latest } },
  rules: { publishRevises: false },
}

const cases: Readonly<Record<string, Case>> = {
  'of memory sizes': {
    settings: memory,
    cuts: everyCut,
    operations: ['UpdateFunctionConfiguration', ...published],
  },
  'in place': {
    settings: [...memory, '--in-place'],
    cuts: distinctCuts,
    operations: ['UpdateFunctionConfiguration'],
  },
  'of environment variables': {
    settings: ['--vary-env', 'LOG_LEVEL=info,debug'],
    cuts: distinctCuts,
    operations: ['UpdateFunctionConfiguration', ...published],
  },
  'of environment variables in place, where $LATEST is published': {
    settings: ['--vary-env', 'LOG_LEVEL=warn,debug', '--in-place'],
    options: unchangedSincePublished,
    cuts: cutsOfWrites,
    operations: ['UpdateFunctionConfiguration', 'PublishVersion'],
  },
  'of architectures': {
    settings: ['--architecture', 'x86_64,arm64'],
    cuts: cutsOfWrites,
    operations: ['UpdateFunctionConfiguration', 'UpdateFunctionCode', ...published],
  },
}

describe('a comparison that is killed before and after each of its calls, and restored', () => {
  it.each(Object.entries(cases))(
    '%s: leaves everything as it was',
    async (name, { settings, options, cuts, operations }) => {
      const calls = await undisturbed(settings, options)
      expect(new Set(calls.filter(({ writes }) => writes).map(({ operation }) => operation))).toEqual(
        new Set(operations),
      )
      const points = cuts(calls)
      const ends = await several(points, async (cut) => killAndRestore(settings, options, cut))
      const changed = ends.filter((end) => end.changed).length
      process.stdout.write(
        `a comparison ${name}: ${calls.length} calls, killed at ${points.length} points, ${changed} with something to put back\n`,
      )
      expect(ends.filter(({ fault }) => fault !== undefined)).toEqual([])
      expect(changed).toBeGreaterThan(points.length / 4)
    },
    patience,
  )
})

describe('a comparison that is killed while it fires, and restored', () => {
  it.each([1, 11, 40])('before invocation %i: leaves everything as it was', async (nth) => {
    const scene = await openScene()
    const running = scene.start(comparing(memory, scene))
    let reached = false
    scene.fake.hook = {
      async invoke(invocation) {
        if (invocation !== nth) return undefined
        reached = true
        await kill(running)
        return 'drop'
      },
    }
    await running.ended
    expect([reached, scene.fake.state()]).not.toEqual([true, scene.begin])
    expect((await scene.cli(['restore'])).code).toBe(0)
    expect([reached, scene.fake.state(), scene.journals()]).toEqual([true, scene.begin, []])
  })
})

/** The calls of a comparison that nobody disturbs, which leaves everything as it was. */
async function undisturbed(
  settings: readonly string[],
  options: FakeLambdaOptions | undefined,
): Promise<readonly Call[]> {
  const scene = await openScene(options)
  const { code, stdout, stderr } = await scene.cli(comparing(settings, scene))
  expect([0, 4], stdout + stderr).toContain(code)
  expect([scene.fake.state(), scene.journals(), scene.fake.unknown]).toEqual([scene.begin, [], []])
  const { calls } = scene.fake
  await scene.fake.close()
  return calls
}

interface End {
  readonly cut: Cut
  /** Whether it was not as at the beginning when it was killed. */
  readonly changed: boolean
  readonly fault?: unknown
}

async function killAndRestore(
  settings: readonly string[],
  options: FakeLambdaOptions | undefined,
  cut: Cut,
): Promise<End> {
  const scene = await openScene(options)
  const { fake, begin } = scene
  const reached = await runUntil(scene, comparing(settings, scene), cut)
  const changed = JSON.stringify(fake.state()) !== JSON.stringify(begin)
  const { code, stdout, stderr } = await scene.cli(['restore'])
  const end = { state: fake.state(), code, reached, journals: scene.journals(), unknown: fake.unknown }
  await fake.close()
  const wanted = { state: begin, code: 0, reached: true, journals: [], unknown: [] }
  const same = JSON.stringify(end) === JSON.stringify(wanted)
  return same ? { cut, changed } : { cut, changed, fault: { ...end, stdout, stderr } }
}
