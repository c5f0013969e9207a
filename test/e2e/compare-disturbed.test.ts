import { describe, expect, it } from 'vitest'
import type { Running } from '../support/cli.ts'
import { onlyComparison } from '../support/compare.ts'
import { type Call, type Fate, usualStart } from '../support/fake-lambda/fake-lambda.ts'
import { ServiceError } from '../support/fake-lambda/service-error.ts'
import {
  comparing,
  type Cut,
  cutsOfWrites,
  distinctCuts,
  hookAt,
  openScene,
  runUntil,
  type Scene,
  several,
  smallestTelling,
} from '../support/killed-comparison.ts'

/** Of many processes on a busy machine. */
const patience = 300_000

const memory = ['--memory', '128,256']
const environment = ['--vary-env', 'LOG_LEVEL=info,debug']

/**
 * What compare exits with when it could do all it was to do: 0 or 4, or 3 where the machine was too busy for its
 * figures to mean anything, which is no matter here.
 */
const done = (said: string): readonly number[] =>
  /^ {2}· in \d+ of \d+ blocks /m.test(said) ? [0, 3, 4] : [0, 4]

/** Ends with what `running` said, so that it shows when it fails. */
async function endOf(scene: Scene, running: Running) {
  const { code, stdout, stderr } = await running.ended
  return { code, said: stdout + stderr, state: scene.fake.state(), journals: scene.journals() }
}

const known = new Map<string, readonly Call[]>()

/** The calls of a comparison that nobody disturbs. */
async function callsOf(settings: readonly string[]): Promise<readonly Call[]> {
  const key = settings.join(' ')
  const had = known.get(key)
  if (had !== undefined) return had
  const scene = await openScene()
  const { code, stdout } = await scene.cli(comparing(settings, scene))
  expect(done(stdout), stdout).toContain(code)
  known.set(key, scene.fake.calls)
  return scene.fake.calls
}

/** The point before the n-th call of this name. */
function beforeCall(calls: readonly Call[], operation: string, nth: number): Cut {
  const call = calls.filter((call) => call.operation === operation)[nth - 1]
  if (call === undefined) throw new Error(`there is no ${operation} number ${nth}`)
  return { index: call.index, when: 'before', operation }
}

describe('restore that is killed itself, and run again', () => {
  it.each([
    ['$LATEST is changed and versions are there', memory, 'UpdateFunctionConfiguration', 3],
    ['aliases and versions are there', environment, 'DeleteAlias', 1],
  ] as const)(
    'leaves everything as it was, where %s',
    async (_, settings, operation, nth) => {
      const first = beforeCall(await callsOf(settings), operation, nth)
      const killed = async (): Promise<Scene> => {
        const scene = await openScene()
        expect(await runUntil(scene, comparing(settings, scene), first)).toBe(true)
        return scene
      }
      const scene = await killed()
      const before = scene.fake.calls.length
      expect((await scene.cli(['restore'])).code).toBe(0)
      const calls = scene.fake.calls.slice(before).map((call) => ({ ...call, index: call.index - before }))
      const cuts = distinctCuts(calls)
      const ends = await several(cuts, async (cut) => {
        const scene = await killed()
        const reached = await runUntil(scene, ['restore'], cut)
        const { code } = await scene.cli(['restore'])
        return { cut, reached, code, state: scene.fake.state(), journals: scene.journals() }
      })
      process.stdout.write(`restore, ${operation}: ${calls.length} calls, killed at ${cuts.length} points\n`)
      const wanted = { reached: true, code: 0, state: usualStart, journals: [] }
      expect(ends).toEqual(cuts.map((cut) => ({ cut, ...wanted })))
    },
    patience,
  )
})

describe('a write without an answer', () => {
  it(
    'is neither taken for a change by somebody else nor done twice, whether it was done or not',
    async () => {
      const calls = await callsOf(environment)
      const writes = calls.filter((call) => call.writes)
      const cuts = cutsOfWrites(calls)
      const ends = await several(cuts, async (cut) => {
        const scene = await openScene()
        hookAt(scene, cut, () => 'drop')
        const { code, ...end } = await endOf(scene, scene.start(comparing(environment, scene)))
        return { cut, ...end, code: done(end.said).includes(code ?? -1) ? 'done' : code }
      })
      expect(cuts).toHaveLength(2 * writes.length)
      const wanted = {
        code: 'done',
        state: usualStart,
        journals: [],
        said: expect.not.stringContaining('Somebody else'),
      }
      expect(ends).toEqual(cuts.map((cut) => ({ cut, ...wanted })))
    },
    patience,
  )
})

describe('what the service does not take', () => {
  it.each([
    ['the backup version', [...environment, '--in-place'], 'PublishVersion', 1],
    ['what was before', memory, 'UpdateFunctionConfiguration', 3],
  ] as const)(
    'is a fault where all settings need it (%s): it is told, and everything is put back',
    async (_, settings, operation, nth) => {
      const scene = await openScene()
      let calls = 0
      const before = (call: Call): Fate => {
        if (call.operation === operation) calls += 1
        if (call.operation !== operation || calls !== nth) return undefined
        return new ServiceError(400, 'CodeStorageExceededException', 'Limit exceeded.')
      }
      scene.fake.hook = { before }
      const end = await endOf(scene, scene.start(comparing(settings, scene)))
      expect(end).toMatchObject({ code: 3, state: usualStart, journals: [] })
      expect(end.said).toContain('Limit exceeded. (CodeStorageExceededException)')
      expect(end.said).not.toMatch(/\n +at /)
    },
    patience,
  )
})

describe('what somebody else does meanwhile', () => {
  const theirs = { MemorySize: 2_048, Description: 'theirs' }
  const latest = { ...usualStart.latest, memory: 2_048, description: 'theirs' }
  const withTheirs = { ...usualStart, latest }

  it.each([
    ['in the middle of publishing', memory, 'PublishVersion', 2],
    ['in the middle of comparing in place', [...memory, '--in-place'], 'UpdateFunctionConfiguration', 3],
    ['just before the putting back', memory, 'UpdateFunctionConfiguration', 3],
  ] as const)(
    'to $LATEST %s is not overwritten, and what to do is said until it is done',
    async (_, settings, operation, nth) => {
      const cut = beforeCall(await callsOf(settings), operation, nth)
      const scene = await openScene()
      hookAt(scene, cut, () => void scene.fake.fn.update(theirs))
      const end = await endOf(scene, scene.start(comparing(settings, scene)))
      expect(end).toMatchObject({ code: 3, state: withTheirs, journals: [expect.any(String)] })
      expect(end.said).toContain('Somebody else has changed')
      expect(end.said).toContain('coldburst restore')

      const again = await scene.cli(['restore'])
      expect([again.code, scene.fake.state()], again.stdout).toEqual([3, withTheirs])
      expect(again.stdout).toContain('memory is 2048 MB')
      expect(again.stdout).toContain('--memory-size 1024')

      scene.fake.fn.update({ MemorySize: 1_024, Description: usualStart.latest.description })
      const last = await scene.cli(['restore'])
      expect([last.code, scene.fake.state(), scene.journals()], last.stdout).toEqual([0, usualStart, []])
    },
    patience,
  )

  it('to $LATEST after a kill is not overwritten, and what is ours is deleted all the same', async () => {
    const scene = await openScene()
    const cut = beforeCall(await callsOf(memory), 'UpdateFunctionConfiguration', 3)
    expect(await runUntil(scene, comparing(memory, scene), cut)).toBe(true)
    scene.fake.fn.update(theirs)
    const { code, stdout } = await scene.cli(['restore'])
    expect([code, scene.fake.state()], stdout).toEqual([3, withTheirs])
    const forgotten = await scene.cli(['restore', '--forget', '--yes'])
    expect([forgotten.code, scene.journals()], forgotten.stdout).toEqual([0, []])
    expect(scene.fake.state()).toEqual(withTheirs)
  })

  it('while versions are measured disturbs nobody, and stays', async () => {
    const scene = await openScene()
    const { fn } = scene.fake
    scene.fake.hook = {
      invoke(nth) {
        if (nth !== 5) return undefined
        fn.publish({ Description: 'their release' })
        fn.aliases.create({ Name: 'theirs', FunctionVersion: '2' })
        return void fn.update(theirs)
      },
    }
    const { code, said, state, journals } = await endOf(scene, scene.start(comparing(memory, scene)))
    expect(done(said), said).toContain(code)
    const { latest: before, versions, aliases } = usualStart
    const release = { ...before, description: 'their release' }
    expect(state).toEqual({
      latest,
      versions: { ...versions, [String(Object.keys(state.versions).at(-1))]: release },
      aliases: { ...aliases, theirs: { version: '2', description: '' } },
    })
    expect(journals).toEqual([])
  })

  it('to a temporary alias ends it, and is blamed on no setting', async () => {
    const scene = await openScene()
    const { fn } = scene.fake
    const ours = (): string | undefined =>
      Object.keys(fn.state().aliases).find((name) => /^coldburst-\w+-1$/.test(name))
    let deleted = 'none'
    scene.fake.hook = {
      invoke(nth) {
        deleted = (nth === 30 ? ours() : undefined) ?? deleted
        fn.aliases.delete(deleted)
        return undefined
      },
    }
    const { code, said, state, journals } = await endOf(
      scene,
      scene.start(comparing(memory, scene, ['-n', '20', '--cold', '0'])),
    )
    expect(code, said).toBe(3)
    expect(said.replaceAll(/\s+/g, ' ')).toContain(
      `somebody deleted the alias ${deleted} while it was compared`,
    )
    expect(said).not.toContain('runs into')
    expect([state, journals]).toEqual([usualStart, []])
  })

  it('to a temporary version keeps it, which is said, until that is undone', async () => {
    const scene = await openScene()
    const { fn } = scene.fake
    scene.fake.hook = {
      invoke: (nth) =>
        nth === 5 ? void fn.aliases.create({ Name: 'theirs', FunctionVersion: '5' }) : undefined,
    }
    const { code, said, state } = await endOf(scene, scene.start(comparing(memory, scene)))
    expect(code, said).toBe(3)
    expect(said).toContain('theirs')
    expect(Object.keys(state.versions)).toEqual(['1', '2', '4', '5'])
    expect(Object.keys(state.aliases)).toEqual([...Object.keys(usualStart.aliases), 'theirs'])
    fn.aliases.delete('theirs')
    expect((await scene.cli(['restore'])).code).toBe(0)
    expect([scene.fake.state(), scene.journals()]).toEqual([usualStart, []])
  })
})

describe('a comparison that is running', () => {
  it('is let alone by a second one and by restore', async () => {
    const scene = await openScene()
    const cut = beforeCall(await callsOf(memory), 'PublishVersion', 2)
    const others: { code: number | null; said: string }[] = []
    hookAt(scene, cut, async () => {
      const before = scene.fake.state()
      for (const args of [comparing(memory, scene), ['restore']]) {
        const { code, stdout, stderr } = await scene.cli(args)
        others.push({ code, said: stdout + stderr })
      }
      expect(scene.fake.state()).toEqual(before)
      return undefined
    })
    const { code, said, state, journals } = await endOf(scene, scene.start(comparing(memory, scene)))
    expect(others).toEqual([
      { code: 2, said: expect.stringContaining('is at it (a comparison of ') },
      { code: 0, said: expect.stringContaining('is at work on it') },
    ])
    expect(done(said), said).toContain(code)
    expect([state, journals]).toEqual([usualStart, []])
  })
})

describe('a comparison that was killed', () => {
  it('is told of by the next command, and keeps the next comparison from starting', async () => {
    const scene = await openScene()
    const cut = beforeCall(await callsOf(memory), 'PublishVersion', 2)
    expect(await runUntil(scene, comparing(memory, scene), cut)).toBe(true)
    const notice = 'A comparison of demo (memory was 1,024 MB) has not been put back: coldburst restore'
    const target = ['--function', 'demo', '--endpoint', scene.fake.endpoint]
    const run = await scene.cli(['run', ...target, '-c', '1', '-n', '2'])
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining(notice)])
    const next = await scene.cli(comparing(memory, scene))
    expect([next.code, next.stderr]).toEqual([2, expect.stringContaining(notice)])
    expect((await scene.cli(['restore', '--list'])).stdout).toContain(
      'demo (memory was 1,024 MB), not put back',
    )
    expect((await scene.cli(['restore'])).code).toBe(0)
    expect(scene.fake.state()).toEqual(usualStart)
  })

  it(
    'stays where it is while the endpoint can’t be reached, which is said',
    async () => {
      const scene = await openScene()
      const cut = beforeCall(await callsOf(memory), 'PublishVersion', 2)
      expect(await runUntil(scene, comparing(memory, scene), cut)).toBe(true)
      await scene.fake.close()
      const { code, stdout } = await scene.cli(['restore'])
      expect([code, scene.journals().length], stdout).toEqual([3, 1])
      expect(stdout).toContain('coldburst restore')
    },
    patience,
  )
})

describe('Ctrl-C', () => {
  const words = ['Stopping', 'Giving up', 'Putting back …']
  const moments = ['publishing', 'measuring', 'putting back'] as const
  const times = ['once', 'twice', 'three times'] as const
  const cases = moments.flatMap((moment) => times.map((often, last) => [moment, often, last + 1] as const))

  it.each(cases)(
    'while %s, %s, ends it when everything is put back',
    async (moment, _, times) => {
      const calls = await callsOf(memory)
      const scene = await openScene()
      const running = scene.start(comparing(memory, scene))
      const press = async (): Promise<undefined> => {
        for (const word of words.slice(0, times)) {
          running.child.kill('SIGINT')
          await running.seen(word)
        }
      }
      if (moment === 'measuring') {
        scene.fake.hook = { invoke: (nth) => (nth === 5 ? press() : undefined) }
      } else {
        const operation = moment === 'publishing' ? 'PublishVersion' : 'DeleteAlias'
        hookAt(scene, beforeCall(calls, operation, 2), press)
      }
      const { code, said, state, journals } = await endOf(scene, running)
      expect(code, said).toBe(130)
      expect([state, journals]).toEqual([usualStart, []])
    },
    patience,
  )

  it('while putting back leaves the comparison whole: all had been measured', async () => {
    const cut = beforeCall(await callsOf(memory), 'DeleteAlias', 2)
    const scene = await openScene()
    const running = scene.start(comparing(memory, scene))
    hookAt(scene, cut, async () => {
      running.child.kill('SIGINT')
      await running.seen('Stopping')
      return undefined
    })
    expect(await endOf(scene, running)).toMatchObject({ code: 130, state: usualStart })
    expect(onlyComparison(scene.cwd)).toMatchObject({ ended: 'completed', putBack: { kind: 'put-back' } })
  })

  it('while what is recommended is set does not leave that half done', async () => {
    const args = [...memory, '--apply-to', 'chosen', '--yes']
    const scene = await openScene()
    const running = scene.start(comparing(args, scene, smallestTelling))
    let applying = false
    scene.fake.hook = {
      async after({ operation }) {
        if (operation === 'DeleteAlias') applying = true
        // The first that sets it for good; the alias is made to stand for it later.
        if (!applying || operation !== 'PublishVersion') return undefined
        running.child.kill('SIGINT')
        await running.seen('this is not given up')
        return undefined
      },
    }
    const { code, said, state } = await endOf(scene, running)
    expect(code, said).toBe(0)
    expect(said).toContain('this is not given up')
    expect(state.aliases).toHaveProperty('chosen')
  })

  it('has SIGTERM beside it, which does the same', async () => {
    const cut = beforeCall(await callsOf(memory), 'PublishVersion', 2)
    const scene = await openScene()
    const running = scene.start(comparing(memory, scene))
    hookAt(scene, cut, async () => {
      running.child.kill('SIGTERM')
      await running.seen('Stopping')
      return undefined
    })
    expect(await endOf(scene, running)).toMatchObject({ code: 143, state: usualStart, journals: [] })
  })
})
