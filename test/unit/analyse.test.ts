import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../lib/analyse.ts'
import type { Observation } from '../../lib/model/observation.ts'
import type { Run } from '../../lib/model/run.ts'
import { fromMillis, fromSeconds, micros } from '../../lib/model/time.ts'
import { printObservation } from '../support/print-observation.ts'
import { openHealthWriter } from '../../lib/store/health-file.ts'
import { openRun, type StoredPlan, writePlan } from '../../lib/store/run-folder.ts'
import { printEnd, printHeader, type ShareEnd, shareFileName } from '../../lib/store/share-file.ts'
import { exampleRun } from '../fixtures/example-run.ts'
import { reportOf } from '../fixtures/invocation.ts'
import { droppedInMillis, type InMillis, sentInMillis } from '../support/observations.ts'
import { exampleFacts, planWith, storedPlanWith } from '../support/stored-plan.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const end: ShareEnd = {
  ended: 'completed',
  at: fromMillis(3_210),
  eventLoopDelay: { p99: micros(300), max: micros(900) },
  busy: 0.25,
  peakInFlight: 2,
}

interface StoredShare {
  readonly observations: readonly Observation[]
  /** Absent: the process died. */
  readonly end?: ShareEnd
}

/** A run on disk, as firing leaves it. */
function store(shares: readonly StoredShare[], stored: Partial<StoredPlan> = {}): string {
  const folder = temporaryFolder()
  writePlan(folder, storedPlanWith(stored))
  for (const [index, share] of shares.entries()) {
    const lines = share.observations.map(printObservation).join('')
    const text = printHeader({ index, of: shares.length }) + lines + (share.end ? printEnd(share.end) : '')
    writeFileSync(join(folder, shareFileName(index)), text)
  }
  return folder
}

const analyseFolder = async (folder: string): Promise<Run> => analyse(openRun(folder))

/** An invocation in the environment `id`: the first call is cold, INIT 100 ms; 128 MB, billed in whole ms. */
function served(id: string, call: number, { markers, ...times }: InMillis): Observation {
  const cold = call === 1
  const report = { duration: 10, billed: cold ? 110 : 10, memoryMb: 128, ...(cold && { init: 100 }) }
  const probe = { from: 'payload' as const, environmentId: id, processId: `${id}-p`, call }
  return sentInMillis({
    ...times,
    markers: { executedVersion: '7', report: reportOf(report), probe, ...markers },
  })
}

/** Two bursts of two: two cold starts, and both environments again. */
const twoBursts: readonly Observation[] = [
  served('a', 1, { seq: 0, at: 0, sent: 1, end: 121 }),
  served('b', 1, { seq: 1, at: 0, sent: 2, end: 132 }),
  served('a', 2, { seq: 2, at: 2_000, end: 2_020 }),
  served('b', 2, { seq: 3, at: 2_000, end: 2_030 }),
]
const plan = planWith({
  phases: [
    { name: 'bursts', discard: false, load: { kind: 'burst', size: 2, repeat: 2, every: fromSeconds(2) } },
  ],
  thresholds: ['cold_start_rate < 60%', 'response_time{start:warm} max < 25ms', 'restore_duration max < 1ms'],
})

describe('analyse', () => {
  it('makes the document of a run from what was stored', async () => {
    const run = await analyseFolder(store([{ observations: twoBursts, end }], { plan }))
    expect(run).toMatchObject({
      schema: 'coldburst/run@1',
      plan,
      target: { ...exampleFacts, versions: ['7'] },
      startedAt: '2026-11-23T12:00:00.000Z',
      durationMs: 3_210,
      ended: 'completed',
      validity: { valid: true, reasons: [] },
      notes: [],
      counts: { planned: 4, sent: 4, ok: 4, dropped: 0 },
      starts: { cold: 2, warm: 2 },
      evidence: { disagreements: [] },
      environments: { count: 2, maxConcurrent: 2, reuse: [[2, 2]], overlaps: 0, unidentified: 0 },
      errors: [],
    })
    expect(run.distributions.response_time).toMatchObject({
      all: { count: 4, min: 20_000, max: 132_000 },
      cold: { count: 2, min: 121_000, max: 132_000 },
      warm: { count: 2, min: 20_000, max: 30_000 },
    })
    // Service time less Duration and, for the cold ones, INIT: 120 - 110, 130 - 110, 20 - 10, 30 - 10 ms.
    expect(run.distributions.overhead?.all).toMatchObject({
      count: 4,
      min: 10_000,
      mean: 15_000,
      max: 20_000,
    })
    expect(run.distributions.burst_skew?.all).toMatchObject({ count: 2, min: 0, max: 1_000 })
    // From one answer to the next send: 2,000 - 121 and 2,000 - 132 ms.
    expect(run.environments.idleGaps).toMatchObject({ count: 2, min: 1_868_000, max: 1_879_000 })
    expect(run.health).toMatchObject({
      eventLoopDelay: end.eventLoopDelay,
      firingThreadBusy: 0.25,
      peakInFlight: 2,
      scheduleLag: { count: 4, max: 2_000 },
    })
  })

  it('has what the local Lambda told of itself, and the storage that growth runs into', async () => {
    const { target } = exampleRun().plan
    const folder = store([{ observations: twoBursts, end }], { plan: planWith({ target }) })
    expect(await analyseFolder(folder)).not.toHaveProperty('emulation')
    const fn = { busy: 2, askedShare: 0.289, wantedSeconds: 2, askedSeconds: 0.5, cpuSeconds: 0.4 }
    const lines = [
      { kind: 'mechanisms', at: 1, cores: 2, rows: [{ row: 'cpu', means: 'quota' }] },
      { kind: 'sample', at: 2, spanMs: 1_000, functions: { leaky: fn }, hostSaturated: true },
    ]
    writeFileSync(
      join(folder, 'local-lambda.ndjson'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    )
    const { emulation, validity } = await analyseFolder(folder)
    expect(emulation).toMatchObject({
      cores: 2,
      mechanisms: [{ row: 'cpu', means: 'quota' }],
      functions: [{ name: 'leaky', memoryMb: 512, askedShare: 0.25, achievedShare: 0.2 }],
      hostSaturated: { seconds: 1, of: 1 },
    })
    expect(validity.valid).toBe(true)
  })

  it('has the health samples of the run in it, and its connections', async () => {
    const connections = { ahead: 2, inCall: 1, failed: 0, closedByPeer: 0 }
    const [first, ...others] = twoBursts
    const observations = [{ ...first!, connectionSetup: micros(4_000) }, ...others]
    const folder = store([{ observations, end: { ...end, connections } }], { plan })
    const writer = openHealthWriter(join(folder, 'health.ndjson'))
    const counted = { sent: 4, late: 0, dropped: 0, waited: 1, inFlight: 0 }
    writer.append({
      at: fromMillis(1_000),
      over: fromMillis(1_000),
      threads: [{ busy: 0.5, longestDelay: micros(70_000), ...counted }],
      machine: 0.75,
    })
    writer.close()
    const { health } = await analyseFolder(folder)
    expect(health).toMatchObject({
      connections,
      connectionSetup: { count: 1, max: 4_000 },
      sampled: {
        samples: 1,
        firingThread: { mean: 0.5, max: 0.5 },
        machine: { mean: 0.75, max: 0.75 },
        mostSentPerSecond: 4,
        longestDelay: { took: 70_000, by: 1_000_000 },
      },
    })
    expect(health.sampled).not.toHaveProperty('processCores')
  })

  it('sums the bill up from what was reported', async () => {
    const run = await analyseFolder(store([{ observations: twoBursts, end }], { plan }))
    // 128 MB for (110 + 110 + 10 + 10) ms = 0.125 × 0.24 GB-seconds
    expect(run.cost).toMatchObject({
      kind: 'bill',
      region: 'eu-west-1',
      billedFrom: { reported: 4, unknown: 0 },
    })
    expect(run.cost.kind === 'bill' && run.cost.gbSeconds).toBeCloseTo(0.03, 12)
    expect(run.cost.kind === 'bill' && run.cost.total).toBeCloseTo(0.03 * 0.0000166667 + 4 * 0.0000002, 12)
  })

  it('judges the thresholds of the plan', async () => {
    const run = await analyseFolder(store([{ observations: twoBursts, end }], { plan }))
    expect(run.verdicts).toMatchObject([
      { kind: 'pass', gate: 'cold_start_rate < 60%', actual: 0.5, n: 4 },
      { kind: 'fail', actual: 30_000, n: 2 },
      { kind: 'inconclusive', cause: 'no-data', n: 0 },
    ])
  })

  it('gives the same document for the same files', async () => {
    const folder = store([{ observations: twoBursts, end }], { plan })
    expect(await analyseFolder(folder)).toEqual(await analyseFolder(folder))
  })

  it('gives the same numbers for two shares as for one', async () => {
    const whole = await analyseFolder(store([{ observations: twoBursts, end }], { plan }))
    const [even, odd] = [0, 1].map((share) => twoBursts.filter(({ seq }) => seq % 2 === share))
    const halfEnd = { ...end, peakInFlight: 1 }
    const shares = [
      { observations: even!, end: halfEnd },
      {
        observations: odd!,
        end: { ...end, busy: 0.75, eventLoopDelay: { p99: micros(5), max: micros(9_000) } },
      },
    ]
    const run = await analyseFolder(store(shares, { plan }))
    const { health, ...rest } = run
    const { health: wholeHealth, ...wholeRest } = whole
    expect(rest).toEqual(wholeRest)
    expect(health.burstSkew).toEqual(wholeHealth.burstSkew)
    // The thread that was worst off decides; of all in flight the one that saw the most.
    expect(health).toMatchObject({
      firingThreadBusy: 0.75,
      peakInFlight: 2,
      eventLoopDelay: end.eventLoopDelay,
    })
  })

  it('is incomplete when the process died, whatever it left of its last line', async () => {
    const folder = store([{ observations: twoBursts }], { plan })
    appendFileSync(join(folder, shareFileName(0)), '{"seq":4,"phase":0,"a')
    const run = await analyseFolder(folder)
    expect(run).toMatchObject({ ended: 'incomplete', validity: { valid: true }, counts: { sent: 4 } })
    // The last answer is the last thing that is known.
    expect(run.durationMs).toBe(2_030)
    expect(run.health).not.toHaveProperty('peakInFlight')
  })

  it('is incomplete when one of its shares died, or is missing', async () => {
    const shares = [{ observations: twoBursts, end }, { observations: [] }]
    expect(await analyseFolder(store(shares, { plan }))).toHaveProperty('ended', 'incomplete')

    const folder = store([], { plan })
    const lines = twoBursts.map(printObservation).join('')
    writeFileSync(join(folder, shareFileName(0)), printHeader({ index: 0, of: 2 }) + lines + printEnd(end))
    expect(await analyseFolder(folder)).toHaveProperty('ended', 'incomplete')
  })

  it('is interrupted when one of its shares was', async () => {
    const shares = [
      { observations: twoBursts, end },
      { observations: [], end: { ...end, ended: 'interrupted' as const } },
    ]
    expect(await analyseFolder(store(shares, { plan }))).toHaveProperty('ended', 'interrupted')
  })

  it('is invalid when lines were changed', async () => {
    const folder = store([{ observations: twoBursts }], { plan })
    appendFileSync(join(folder, shareFileName(0)), `{"seq":-1}\n${printEnd(end)}`)
    expect((await analyseFolder(folder)).validity).toMatchObject({
      valid: false,
      reasons: [expect.stringMatching(/^1 line of .* can't be read/)],
    })
  })

  it('counts what was dropped and never sent', async () => {
    const run = await analyseFolder(
      store([{ observations: [droppedInMillis(0), droppedInMillis(0)], end }], { plan }),
    )
    expect(run.counts).toMatchObject({ planned: 4, sent: 0, dropped: 2 })
    expect(run.validity.valid).toBe(false)
    expect(run.distributions).toEqual({})
  })

  it('takes the silence of another endpoint about INIT for what it is, unless it spoke once', async () => {
    const facts = { ...exampleFacts, emulated: true }
    const silent = sentInMillis({ seq: 0, markers: { report: reportOf({ duration: 5, billed: 5 }) } })
    const speaking = sentInMillis({
      seq: 1,
      end: 200,
      markers: { report: reportOf({ duration: 5, init: 90 }) },
    })
    const startsOf = async (observations: readonly Observation[]) =>
      (await analyseFolder(store([{ observations, end }], { plan, facts }))).starts
    expect(await startsOf([silent])).toMatchObject({ unknown: 1, warm: 0 })
    expect(await startsOf([silent, speaking])).toMatchObject({ unknown: 0, warm: 1, cold: 1 })
  })

  it('says when the price is that of an architecture which nobody named', async () => {
    const facts = { ...exampleFacts, architectureFrom: 'assumed' as const }
    const run = await analyseFolder(store([{ observations: twoBursts, end }], { plan, facts }))
    expect(run.notes).toEqual([
      'The function could not be asked for its architecture; the cost is that of x86_64.',
    ])
  })
})
