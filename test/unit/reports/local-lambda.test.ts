import { describe, expect, test } from 'vitest'
import type { Emulation, FunctionShare } from '../../../lib/model/emulation.ts'
import { fromMillis } from '../../../lib/model/time.ts'
import { reports } from '../../../reports/index.ts'
import { exampleRun } from '../../fixtures/example-run.ts'
import { drawn } from '../../support/drawn.ts'

const { emulation } = exampleRun()
if (emulation === undefined) throw new Error('the example is of the local Lambda')
const [leaky] = emulation.functions
if (leaky === undefined) throw new Error('the example has a function')

const quiet: Emulation = { ...emulation, hostSaturated: { seconds: 0, of: 26.4 } }

const terminal = async (told: Emulation): Promise<string> =>
  drawn(reports.text({ width: 110, color: false, unicode: true }), exampleRun({ emulation: told }))

/** The section alone. */
const section = async (told: Emulation): Promise<string> =>
  /^Local Lambda[^]*?\n(?=\nGenerator)/m.exec(await terminal(told))?.[0] ?? ''

describe('the section about the local Lambda', () => {
  test('is not there where it told nothing', async () => {
    const { emulation: _, ...run } = exampleRun()
    expect(await drawn(reports.text({ width: 80, color: false, unicode: true }), run)).not.toContain(
      'Local Lambda',
    )
    expect(await drawn(reports.md(), run)).not.toContain('Local Lambda')
  })

  test('does not speak of saturation where there was none', async () => {
    expect(await terminal(quiet)).not.toMatch(/saturated/i)
    expect(await drawn(reports.md(), exampleRun({ emulation: quiet }))).not.toMatch(/saturated/i)
  })

  test('is marked at the top and in the section where the machine was too small', async () => {
    const text = await terminal(emulation)
    expect(
      text.split('\n').findIndex((line) => line.startsWith('▲ Host saturated in 11 of 26.4 s')),
    ).toBeLessThan(10)
    expect(text).toContain('Local Lambda  8 cores · host saturated')
  })

  test('does not count seconds where all were beyond the machine', async () => {
    const told = { ...emulation, hostSaturated: { seconds: 2.6, of: 2.6 } }
    expect(await terminal(told)).toContain('▲ Host saturated all the time (2.6 s): ')
  })

  test('says that there is nothing to compare where a function wanted next to no processor', async () => {
    const { askedShare: _, achievedShare: __, ...rest } = leaky
    const idle: FunctionShare = { ...rest, cpuTime: fromMillis(12) }
    const text = await section({ ...quiet, functions: [idle] })
    expect(text).toMatch(/leaky +512 MB +– +–/)
    expect(text).toContain('– leaky wanted next to no processor (12.0 ms used): there is nothing to compare')
  })

  test('says that a function would have more on Lambda than this machine has', async () => {
    const large: FunctionShare = { ...leaky, memoryMb: 10_240, vcpus: 5.789, vcpusHere: 2 }
    expect(await section({ ...quiet, functions: [large] })).toContain(
      'leaky would have 5.8 vCPUs on Lambda; this machine has 8 cores, and it gets no more',
    )
  })

  test('has the mechanisms alone where no function could be watched', async () => {
    const text = await section({ ...quiet, functions: [] })
    expect(text).toContain('freeze')
    expect(text).not.toContain('CPU share')
  })

  test('says of a simulated function that no process runs, and nothing of what processes are held to', async () => {
    const run = exampleRun({ emulation: quiet })
    const { target } = run.plan
    if (target.kind !== 'local') throw new Error('the example is of the local Lambda')
    const constant = { kind: 'constant', time: fromMillis(1) } as const
    const functions = target.functions.map(({ name, memoryMb, timeout, envNames, ephemeralStorageMb }) => ({
      name,
      memoryMb,
      timeout,
      envNames,
      ephemeralStorageMb,
      runtime: 'simulated' as const,
      model: {
        seed: 1,
        init: constant,
        work: { kind: 'share' as const, compute: constant, wait: constant },
        memoryUsed: { baseMb: 64, perInvocationMb: 0 },
        failures: { error: 0, exit: 0, timeout: 0, outOfMemory: 0, init: 0 },
        responseBytes: 0,
      },
    }))
    const plan = { ...run.plan, target: { ...target, functions } }
    const style = { width: 110, color: false, unicode: true }
    const text = await drawn(reports.text(style), { ...run, plan })
    expect(text).toMatch(/^ {2}simulated {2}no process runs/m)
    expect(text).not.toContain('freeze')
  })

  test('shows nothing that a terminal or Markdown would act on', async () => {
    const hostile = { row: 'c\u001b[31mpu', means: '<img src=x> | `x`\n## y', degraded: '\u202Ex' }
    const told = { ...quiet, mechanisms: [hostile] }
    expect(await section(told)).toContain('cpu  <img src=x> | `x` ## y')
    const markdown = await drawn(reports.md(), exampleRun({ emulation: told }))
    expect(markdown).toContain('- cpu: &lt;img src=x&gt; &#124;')
  })
})
