import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import { parsePlan, parseProfileObject } from '../../../lib/profile/parse-plan.ts'
import { complaints, profileWorld } from '../../support/profile-world.ts'

const open = (profile: string) =>
  parsePlan({ ...profileWorld({ '/project/a/b.yaml': 'seed: 2' }), flags: {}, env: {}, profile })
const problemsWith = (work: () => unknown) => {
  try {
    work()
    return []
  } catch (error) {
    return error instanceof UsageError
      ? error.problems.map(({ where, message }) => `${where}: ${message}`)
      : [error]
  }
}

describe('the profile of a command line', () => {
  it('is a path, and names the run', () => {
    expect(open('a/b.yaml').plan).toMatchObject({ name: 'b', seed: 2 })
  })

  it('may be the name of a ready one', () => {
    expect(open('tour').plan.name).toBe('tour')
  })

  it.each([
    ['a', 'a: "a" is a folder; write the path of a file'],
    [
      'missing.yaml',
      'missing.yaml: there is no profile "missing.yaml"; write the path of a profile, or tour, nightly or compare',
    ],
    ['tuor', 'tuor: there is no profile "tuor"; did you mean tour?'],
  ])('is a problem when it is %s', (profile, problem) => {
    expect(problemsWith(() => open(profile))).toEqual([problem])
  })

  it('is a problem when it can not be read', () => {
    const world = profileWorld({ '/project/locked.yaml': '' })
    const files = {
      ...world.files,
      readText: () => {
        throw Object.assign(new Error('denied'), { code: 'EACCES' })
      },
    }
    expect(
      problemsWith(() => parsePlan({ ...world, files, flags: {}, env: {}, profile: 'locked.yaml' })),
    ).toEqual(['locked.yaml: "locked.yaml" can\'t be read (EACCES); write the path of a readable file'])
  })

  it('has a default for everything', () => {
    expect(open('a/b.yaml').plan).toMatchObject({
      maxInFlight: 10_000,
      timeout: 930_000_000,
      thresholds: [],
      inconclusive: 'pass',
      pricing: { initBilling: 'current', maxCost: 1 },
      target: { kind: 'local', function: 'hello', accountConcurrency: 1_000, idle: 300_000_000 },
    })
  })

  it('gives its name up for --name, which must be one', () => {
    expect(complaints({ flags: { name: 'a\nb' } })).toEqual([expect.stringContaining('--name: ')])
  })
})

describe('a profile as data', () => {
  it('makes the same plan as a file', () => {
    const input = {
      target: { local: 'fn' },
      phases: [{ name: 'bursts', burst: { size: 5, every: '1s' } }],
      thresholds: [],
    }
    expect(parseProfileObject(input, profileWorld()).plan).toMatchObject({
      name: 'fn',
      target: { function: 'fn', functions: [{ codeDir: '/project/fn' }] },
      phases: [{ name: 'bursts', load: { kind: 'burst', size: 5, repeat: 1, every: 1_000_000 } }],
    })
  })

  it('names the keys of its mistakes', () => {
    const input = { target: { local: 'fn', memory: 5 }, phases: [{ burst: { size: 0, evry: '1s' } }] }
    expect(problemsWith(() => parseProfileObject(input, profileWorld()))).toEqual([
      'target.memory: "5" is out of range; write 128 to 10240 MB',
      'phases[0].burst.size: "0" is too small; write 1 or more',
      'phases[0].burst.evry: unknown key "evry"; did you mean "every"?',
    ])
  })

  it('is refused when a payload holds itself', () => {
    const payload: Record<string, unknown> = {}
    payload['again'] = payload
    expect(problemsWith(() => parseProfileObject({ payload }, profileWorld()))).toEqual([
      'payload: is nested too deeply; write it flatter',
    ])
  })
})
