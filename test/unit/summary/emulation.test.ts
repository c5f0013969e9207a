import { describe, expect, it } from 'vitest'
import type { ResourceLine, SampledFunction } from '../../../lib/model/emulation.ts'
import type { LocalTarget } from '../../../lib/model/plan.ts'
import { EmulationNumbers } from '../../../lib/summary/emulation.ts'
import { exampleRun } from '../../fixtures/example-run.ts'

const [{ target: local }] = [exampleRun().plan]
if (local.kind !== 'local') throw new Error('the example is local')
const [leaky] = local.functions
if (leaky === undefined) throw new Error('the example has a function')
const target: LocalTarget = {
  ...local,
  function: 'cpu',
  functions: [leaky, { ...leaky, name: 'cpu', memoryMb: 256 }],
}

const mechanisms: ResourceLine = { kind: 'mechanisms', cores: 2, rows: [{ row: 'cpu', means: 'quota' }] }

const fn = (name: string, more: Partial<SampledFunction> = {}): SampledFunction => ({
  name,
  busy: 1,
  askedShare: 0.145,
  givenShare: 0.145,
  busySeconds: 1,
  wantedSeconds: 0.8,
  askedSeconds: 0.116,
  cpuSeconds: 0.1,
  waitedSeconds: 0.05,
  ...more,
})

const sample = (
  functions: readonly SampledFunction[],
  { spanMs = 1_000, hostSaturated = false } = {},
): ResourceLine => ({ kind: 'sample', spanMs, functions, hostSaturated, emulatorCpuSeconds: 0.02 })

function told(...lines: readonly ResourceLine[]) {
  const numbers = new EmulationNumbers()
  for (const line of lines) numbers.add(line)
  return numbers.finish(target)
}

describe('what the local Lambda told of itself', () => {
  it('is absent when it told nothing', () => {
    expect(told()).toBeUndefined()
    expect(told(sample([fn('cpu')]))).toBeUndefined()
  })

  it('adds up, and asked and achieved share are of the time in which a function wanted to run', () => {
    const emulation = told(
      mechanisms,
      sample([fn('cpu')]),
      sample([
        fn('cpu', { busy: 4, wantedSeconds: 1.2, askedSeconds: 0.174, cpuSeconds: 0.16, waitedSeconds: 0 }),
      ]),
    )
    // Asked (0.116 + 0.174) of 0.8 + 1.2 s, got (0.1 + 0.16) of them.
    expect(emulation?.functions).toEqual([
      {
        name: 'cpu',
        memoryMb: 256,
        vcpus: 0.145,
        vcpusHere: 0.145,
        busyAtOnce: 4,
        busyTime: 2_000_000,
        wantedTime: 2_000_000,
        cpuTime: 260_000,
        waitedTime: 50_000,
        askedShare: 0.145,
        achievedShare: 0.13,
      },
    ])
    expect(emulation?.ownCpuTime).toBe(40_000)
  })

  it('compares nothing where a function wanted next to no processor', () => {
    const [idle] = told(mechanisms, sample([fn('cpu', { wantedSeconds: 0.049 })]))?.functions ?? []
    expect(idle).not.toHaveProperty('askedShare')
    expect(idle).not.toHaveProperty('achievedShare')
    expect(idle?.cpuTime).toBe(100_000)
  })

  it('tells of the function that was fired at first, and of none that is not in the plan', () => {
    const emulation = told(mechanisms, sample([fn('leaky'), fn('strange'), fn('cpu')]))
    expect(emulation?.functions.map(({ name }) => name)).toEqual(['cpu', 'leaky'])
  })

  it('counts the seconds in which the machine was too small, of all that were watched', () => {
    const lines = [
      sample([], { spanMs: 640 }),
      sample([], { hostSaturated: true }),
      sample([], { spanMs: 300, hostSaturated: true }),
    ]
    expect(told(mechanisms, ...lines)?.hostSaturated).toEqual({ seconds: 1.3, of: 1.9 })
  })

  it('has the mechanisms that were said last', () => {
    const last: ResourceLine = { kind: 'mechanisms', rows: [{ row: 'cpu', means: 'closed loop' }] }
    expect(told(mechanisms, last)).toMatchObject({ mechanisms: [{ row: 'cpu', means: 'closed loop' }] })
  })
})
