import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diffRuns } from '../../lib/diff-runs.ts'
import type { RunDiff } from '../../lib/model/diff.ts'
import type { Observation } from '../../lib/model/observation.ts'
import { fromSeconds } from '../../lib/model/time.ts'
import { UsageError } from '../../lib/model/usage-error.ts'
import { reportOf } from '../fixtures/invocation.ts'
import { sentInMillis } from '../support/observations.ts'
import { exampleFacts, exampleTool, planWith } from '../support/stored-plan.ts'
import { storedRun } from '../support/stored-run.ts'

const bursts = 12
const options = { tool: exampleTool, seed: 1, force: false }

const plan = planWith({
  phases: [
    {
      name: 'bursts',
      discard: false,
      load: { kind: 'burst', size: 2, repeat: bursts, every: fromSeconds(1) },
    },
  ],
})

/**
 * Twelve bursts of two, the first of them cold, at 128 MB; every warm one takes `warmMs`, give or take 1 ms, and each
 * burst `driftMs` more than the one before.
 */
function observations(warmMs: number, driftMs = 0): Observation[] {
  return Array.from({ length: 2 * bursts }, (_, seq) => {
    const [burst, environment] = [Math.floor(seq / 2), seq % 2]
    const cold = burst === 0
    const duration = warmMs + burst * driftMs + (seq % 3) - 1
    const report = reportOf({
      duration,
      billed: cold ? duration + 100 : duration,
      memoryMb: 128,
      ...(cold && { init: 100 }),
    })
    const id = `e${environment}`
    const probe = { from: 'payload' as const, environmentId: id, processId: id, call: burst + 1 }
    const end = burst * 1_000 + duration + (cold ? 110 : 5)
    return sentInMillis({ seq, at: burst * 1_000, end, markers: { executedVersion: '7', report, probe } })
  })
}

const run = (warmMs: number, facts = exampleFacts) => storedRun(observations(warmMs), { plan, facts })

const metricOf = ({ differences }: RunDiff, metric: string) =>
  differences.find((difference) => difference.metric === metric)

describe('two stored runs', () => {
  it('are held against each other metric by metric, money too', async () => {
    const [baseline, candidate] = [run(40), run(20)]
    const diff = await diffRuns(baseline, candidate, options)
    // 22 warm Durations of 39, 40 and 41 ms; the 11th is 40 ms. 24 response times, all of them 5 ms more.
    expect(metricOf(diff, 'duration{start:warm} p(50)')).toMatchObject({
      baseline: { value: 40_000, n: 22 },
      candidate: { value: 20_000, n: 22 },
      absolute: -20_000,
      relative: -0.5,
      verdict: 'lower',
    })
    // Billed: 24 × 40 + 200 ms against 24 × 20 + 200 ms, at 0.125 GB and $0.0000166667 a GB-second, and $0.20.
    const million = (totalMs: number): number => 0.2 + (totalMs / 24 / 1_000) * 0.125 * 16.666_7
    const cost = metricOf(diff, 'cost_per_million')
    expect(cost?.baseline.value).toBeCloseTo(million(1_160), 9)
    expect(cost?.candidate.value).toBeCloseTo(million(680), 9)
    expect(cost?.verdict).toBe('lower')
    expect(metricOf(diff, 'cold_start_rate')).toMatchObject({ verdict: 'level', absolute: 0 })
    expect(metricOf(diff, 'init_duration{start:cold} p(50)')).toMatchObject({ verdict: 'unknown' })
  })

  it('are named with what they were fired at, how much and in how many blocks, without paths', async () => {
    const baseline = run(40)
    const diff = await diffRuns(baseline, run(40), options)
    expect(diff.baseline).toMatchObject({
      folder: basename(baseline.folder),
      name: 'example',
      target: { function: 'hello', versions: ['7'] },
      counts: { sent: 24, ok: 24 },
      starts: { cold: 2, warm: 22 },
      validity: { valid: true },
      blocks: 12,
    })
    expect(JSON.stringify(diff)).not.toContain(baseline.folder)
  })

  it('that are the same run are level in everything', async () => {
    const same = run(40)
    const { differences } = await diffRuns(same, same, options)
    const told = differences.filter(({ verdict }) => verdict !== 'unknown')
    expect(told.length).toBeGreaterThan(8)
    expect(told.every(({ verdict, absolute }) => verdict === 'level' && absolute === 0)).toBe(true)
  })

  it('give the same document for the same seed, and other intervals for another', async () => {
    const [baseline, candidate] = [run(40), run(38)]
    const first = await diffRuns(baseline, candidate, options)
    expect(await diffRuns(baseline, candidate, options)).toEqual(first)
    expect(await diffRuns(baseline, candidate, { ...options, seed: 2 })).not.toEqual({ ...first, seed: 2 })
  })

  it('that were fired differently are refused with every reason, and compared when forced', async () => {
    const baseline = run(40)
    const other = run(40, { ...exampleFacts, memoryMb: 256, region: 'us-east-1' })
    const refused = await diffRuns(baseline, other, options).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(UsageError)
    expect((refused as UsageError).problems).toEqual([
      { where: 'region', message: 'eu-west-1 in the baseline, us-east-1 in the candidate' },
      { where: 'memory', message: '128 MB in the baseline, 256 MB in the candidate' },
    ])
    const forced = await diffRuns(baseline, other, { ...options, force: true })
    expect(forced.mismatches.map(({ what }) => what)).toEqual(['region', 'memory'])
    expect(forced.differences.length).toBeGreaterThan(8)
  })

  it('of which one was interrupted are refused, and compared when forced, and the reader is told', async () => {
    const [whole, fast] = [observations(40), observations(20)]
    const [baseline, cut] = [
      storedRun(whole, { plan }),
      storedRun(fast.slice(0, 15), { plan }, 'interrupted'),
    ]
    const refused = await diffRuns(baseline, cut, options).catch((error: unknown) => error)
    expect((refused as UsageError).problems).toEqual([
      {
        where: 'end',
        message: 'completed in the baseline, interrupted after 15 of 24 invocations in the candidate',
      },
    ])
    const forced = await diffRuns(baseline, cut, { ...options, force: true })
    expect(forced.mismatches.map(({ what }) => what)).toEqual(['end'])
    expect(forced.notes[0]).toContain('The candidate was interrupted after 15 of 24 invocations')
    expect([forced.baseline.blocks, forced.candidate.blocks]).toEqual([12, 8])
  })

  it('are paired burst by burst, but not where one was interrupted', async () => {
    const [before, after] = [observations(40, 10), observations(45, 10)]
    const verdict = async (ended: 'completed' | 'interrupted') =>
      metricOf(
        await diffRuns(storedRun(before, { plan }), storedRun(after, { plan }, ended), {
          ...options,
          force: true,
        }),
        'billed_duration avg',
      )?.verdict
    // 5 ms in each burst are more than the bursts' own spread, and less than what drifts from one to another.
    expect(await verdict('completed')).toBe('higher')
    expect(await verdict('interrupted')).toBe('level')
  })

  it('of which each was interrupted are refused, too, wherever that was', async () => {
    const cut = storedRun(observations(40).slice(0, 15), { plan }, 'interrupted')
    await expect(diffRuns(cut, cut, options)).rejects.toBeInstanceOf(UsageError)
  })

  it('of which one is invalid are compared, and it is said which one', async () => {
    const failed = observations(40).map((one) => ({
      ...one,
      outcome: { kind: 'throttled' as const, reason: 'x' },
    })) as Observation[]
    const diff = await diffRuns(run(40), storedRun(failed, { plan }), options)
    expect(diff.baseline.validity.valid).toBe(true)
    expect(diff.candidate.validity.valid).toBe(false)
    expect(metricOf(diff, 'throttle_rate')).toMatchObject({ absolute: 1, verdict: 'higher' })
    expect(diff.notes).toContain(
      'Only the baseline has response_time (n 24); the candidate has no value to compare it with.',
    )
  })
})
