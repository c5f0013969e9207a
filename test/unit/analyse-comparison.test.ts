import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyseComparison } from '../../lib/analyse-comparison.ts'
import type { Sent } from '../../lib/model/observation.ts'
import { fromMillis } from '../../lib/model/time.ts'
import { openComparison } from '../../lib/store/comparison-folder.ts'
import { resourceLogName } from '../../lib/store/resource-log.ts'
import { comparisonSchema } from '../support/comparison-schema.ts'
import { around, blockWith, reported } from '../support/sampled.ts'
import {
  comparisonState,
  type FiredBlock,
  storeComparison,
  storedComparison,
} from '../support/stored-comparison.ts'

interface Measured {
  readonly memoryMb: number
  /** ms. */
  readonly duration: number
}

/** Blocks of a setting: 20 warm ones of a warm-up and five samples, four cold ones of five. */
function blocksOf({ memoryMb, duration }: Measured, place: number): FiredBlock[] {
  const about = { setting: `${memoryMb} MB`, memoryMb }
  const warm = around(duration, 0.01, place).map((durations, round) => ({
    block: blockWith({ ...about, version: '1', round, index: 2 * round + place }),
    observations: [
      reported({ duration: duration * 3, memoryMb }),
      ...durations.map((each) => reported({ duration: each, memoryMb }, { phase: 1 })),
    ],
  }))
  const cold = [0, 1, 2, 3].map((burst) => ({
    block: blockWith({ ...about, start: 'cold', round: 20 + burst, index: 40 + 2 * burst + place }),
    observations: Array.from({ length: 5 }, (_, seq) =>
      reported({ duration: duration * 2, init: 100 + seq, memoryMb }, { phase: 1, seq }),
    ),
  }))
  return [...warm, ...cold]
}

/** Four times the memory, a quarter of the time. */
const twoSizes: readonly FiredBlock[] = [
  ...blocksOf({ memoryMb: 128, duration: 400 }, 0),
  ...blocksOf({ memoryMb: 512, duration: 100 }, 1),
]

const failed = (sent: Sent): Sent => ({
  ...sent,
  outcome: { kind: 'function-error', errorType: 'Runtime.OutOfMemory', handled: false },
})

describe('analyseComparison', () => {
  it('makes the document of a comparison from what was stored', async () => {
    const comparison = await analyseComparison(
      storedComparison({ state: comparisonState(), blocks: twoSizes }),
    )
    expect(comparison).toMatchObject({
      schema: 'coldburst/comparison@1',
      target: { function: 'hello', versions: ['1'] },
      startedAt: '2026-11-23T12:00:00.000Z',
      durationMs: 90_000,
      ended: 'completed',
      validity: { valid: true, reasons: [] },
      putBack: { kind: 'put-back', versionsDeleted: 8, aliasesDeleted: 8 },
      differences: [],
      recommendation: { kind: 'recommended', setting: '512 MB', because: 'fastest-of-cheap' },
    })
    expect(
      comparison.settings.map(({ fate, warm, cold }) => [fate.kind, warm.accepted, cold.accepted]),
    ).toEqual([
      ['measured', 100, 20],
      ['measured', 100, 20],
    ])
    expect(comparison.health).toMatchObject({ eventLoopDelay: { p99: 300 }, peakInFlight: 2 })
  })

  it('stays with what the function had already, by what was stored of it, and recommends none where that is none', async () => {
    const settings = ['a', 'b'].map((value) => ({ name: `MODE=${value}`, environment: { MODE: value } }))
    const rounds = Array.from({ length: 12 }, (_, round) => round)
    const blocks = rounds.flatMap((round) =>
      settings.map(({ name }, which) => ({
        block: blockWith({ index: 2 * round + which, setting: name, round, memoryMb: 128 }),
        observations: [reported({ duration: 10 + ((round + which) % 2), memoryMb: 128 }, { phase: 1 })],
      })),
    )
    const of = async (current: object) =>
      analyseComparison(storedComparison({ plan: { settings }, state: comparisonState(current), blocks }))
    const stays = await of({ current: 'MODE=b' })
    expect(stays).toMatchObject({
      current: 'MODE=b',
      recommendation: { setting: 'MODE=b', because: 'baseline' },
    })
    const none = await of({})
    expect(none).not.toHaveProperty('current')
    expect(none.recommendation).toMatchObject({ kind: 'none', ranking: { cheapest: {}, rounds: 12 } })
  })

  it('takes no sample from an environment that may be older than the change, where nothing but the probe tells', async () => {
    const settings = [
      { name: 'LEVEL=info', environment: { LEVEL: 'info' } },
      { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } },
    ]
    const block = { ...blockWith({ setting: 'LEVEL=debug', memoryMb: 128, version: '$LATEST' }) }
    const answer = (processId: string, call: number, phase = 1): Sent =>
      reported(
        { duration: 10, memoryMb: 128 },
        {
          phase,
          markers: {
            executedVersion: '$LATEST',
            probe: { from: 'payload', environmentId: 'e', processId, call },
          },
        },
      )
    const observations = [answer('old', 7, 0), answer('old', 8), answer('new', 1, 0), answer('new', 2)]
    const blocks = [{ block, observations }]
    const plan = { settings, staging: 'in-place' } as const
    const inPlace = await analyseComparison(storedComparison({ plan, state: comparisonState(), blocks }))
    expect(inPlace.settings[1]?.warm).toMatchObject({
      accepted: 1,
      discarded: [{ why: 'other-setting', count: 1 }],
    })
    const asTheyAre = { settings: [{ name: 'LEVEL=debug', qualifier: '$LATEST' }], staging: 'none' } as const
    const found = await analyseComparison(
      storedComparison({ plan: asTheyAre, state: comparisonState(), blocks }),
    )
    expect(found.settings[0]?.warm).toMatchObject({ accepted: 2, discarded: [] })
  })

  it('makes a document that its schema describes', async () => {
    const stored = storedComparison({ state: comparisonState(), blocks: twoSizes })
    const document: unknown = JSON.parse(JSON.stringify(await analyseComparison(stored)))
    expect(comparisonSchema.parse(document)).toEqual(document)
  })

  it('sums up what all invocations cost, warm-ups too', async () => {
    const { spent } = await analyseComparison(
      storedComparison({ state: comparisonState(), blocks: twoSizes }),
    )
    const billed = twoSizes
      .flatMap(({ observations }) => observations)
      .map((one) => ('markers' in one ? one.markers.report : undefined))
      .map((report) => ((report?.memorySizeMb ?? 0) / 1_024) * ((report?.billedDuration ?? 0) / 1e6))
    const usd = billed.reduce((sum, gbSeconds) => sum + gbSeconds * 0.0000133334 + 0.0000002, 0)
    expect(billed).toHaveLength(2 * (20 * 6 + 4 * 5))
    expect(spent).toMatchObject({ invocations: 280, calls: 12 })
    expect(spent?.usd).toBeCloseTo(usd, 12)
  })

  it('gives the same document for the same folder', async () => {
    const folder = storeComparison({ state: comparisonState(), blocks: twoSizes })
    const [first, second] = [
      await analyseComparison(openComparison(folder)),
      await analyseComparison(openComparison(folder)),
    ]
    expect(JSON.stringify(first)).toBe(JSON.stringify(second))
  })

  it('says of a comparison that died what it had, and that nobody knows what was put back', async () => {
    const blocks = twoSizes
      .filter(({ block }) => block.start === 'warm' && block.round < 8)
      .map((fired) => ({ ...fired, end: null }))
    const comparison = await analyseComparison(storedComparison({ blocks }))
    expect(comparison).toMatchObject({
      ended: 'incomplete',
      putBack: { kind: 'unknown' },
      recommendation: { kind: 'recommended', setting: '512 MB' },
    })
    expect(comparison.notes).toContain(
      'There are fewer samples than wanted: the samples of each setting say how many.',
    )
  })

  it('recommends nothing where it ended before a setting had samples', async () => {
    const state = comparisonState({ ended: 'interrupted' })
    const blocks = twoSizes.filter(({ block }) => block.setting === '128 MB')
    const { recommendation } = await analyseComparison(storedComparison({ state, blocks }))
    expect(recommendation).toMatchObject({
      kind: 'none',
      why: 'The comparison ended before 512 MB had samples.',
      ranking: { fastest: { setting: '128 MB' } },
    })
  })

  it('calls nobody the fastest where samples are too few for a p50, and says why', async () => {
    // Of six rounds the warm-up and one sample.
    const blocks = twoSizes
      .filter(({ block }) => block.start === 'warm' && block.round < 6)
      .map((fired) => ({ ...fired, observations: fired.observations.slice(0, 2) }))
    const comparison = await analyseComparison(storedComparison({ state: comparisonState(), blocks }))
    // 0.4 s at 128 MB are 0.867 USD, and so are 0.1 s at 512 MB, but for the rounding up of each to whole ms.
    expect(comparison.recommendation).toMatchObject({ kind: 'recommended', because: 'cheapest' })
    expect(comparison.recommendation.ranking).not.toHaveProperty('fastest')
    expect(comparison.notes).toContain(
      'No setting is called the fastest: that takes a p50 of each, and a p50 takes 11 warm samples.',
    )
  })

  it('recommends nothing where it ended before the sixth round, and says how many samples that takes', async () => {
    const blocks = twoSizes.filter(({ block }) => block.start === 'warm' && block.round < 5)
    const state = comparisonState({ ended: 'interrupted' })
    const { recommendation, notes } = await analyseComparison(storedComparison({ state, blocks }))
    expect(recommendation).toEqual({
      kind: 'none',
      why:
        'No difference can be shown: that takes six rounds, and there are 5. ' +
        'Six rounds are 30 warm samples of each setting.',
      ranking: { cost: [], speed: [], front: [], rounds: 5 },
    })
    // That is not for want of samples: there are 25 of each.
    expect(notes.join(' ')).not.toContain('is called the fastest')
  })

  it('recommends nothing where nothing was fired, and says so', async () => {
    const comparison = await analyseComparison(storedComparison({ blocks: [] }))
    expect(comparison).toMatchObject({
      ended: 'incomplete',
      recommendation: {
        kind: 'none',
        why:
          'No setting was measured: 128 MB has no sample: the comparison ended before it was fired at; ' +
          '512 MB has no sample: the comparison ended before it was fired at.',
      },
    })
    expect(comparison).not.toHaveProperty('spent')
  })

  it('goes on where one setting fails and another is refused', async () => {
    const failing = twoSizes.map((fired) =>
      fired.block.setting === '128 MB'
        ? { ...fired, observations: fired.observations.map((one) => failed(one as Sent)) }
        : fired,
    )
    const settings = [128, 512, 4_096].map((memoryMb) => ({ name: `${memoryMb} MB`, memoryMb }))
    const state = comparisonState({
      givenUp: ['128 MB'],
      skipped: [{ setting: '4096 MB', why: 'the account allows 3,008 MB' }],
    })
    const comparison = await analyseComparison(
      storedComparison({ plan: { settings }, state, blocks: failing }),
    )
    expect(comparison.settings.map(({ fate }) => fate)).toEqual([
      { kind: 'failing', name: 'Runtime.OutOfMemory', failed: 140, of: 140 },
      { kind: 'measured' },
      { kind: 'skipped', why: 'the account allows 3,008 MB' },
    ])
    expect(comparison.settings[0]?.errors).toMatchObject([{ name: 'Runtime.OutOfMemory', count: 140 }])
    expect(comparison.validity.valid).toBe(true)
    expect(comparison.recommendation).toMatchObject({ kind: 'recommended', setting: '512 MB' })
  })

  it('is invalid where something could not be done right, or nothing succeeded at all', async () => {
    const faulty = comparisonState({ faults: ['somebody else changed hello'] })
    const { validity, recommendation } = await analyseComparison(
      storedComparison({ state: faulty, blocks: twoSizes }),
    )
    expect(validity).toEqual({ valid: false, reasons: ['somebody else changed hello'] })
    expect(recommendation).toMatchObject({ kind: 'none', ranking: { fastest: { setting: '512 MB' } } })

    const blocks = twoSizes.map((fired) => ({
      ...fired,
      observations: fired.observations.map((one) => failed(one as Sent)),
    }))
    const none = await analyseComparison(storedComparison({ state: comparisonState(), blocks }))
    // 120 of each setting count, the 20 warm-ups of each don't.
    expect(none.validity.reasons).toEqual([
      'nothing succeeded: 240 sent besides warm-ups, none answered without an error; most often Runtime.OutOfMemory',
    ])
    expect(none.recommendation.kind).toBe('none')
  })

  it('holds qualifiers against the first one, metric by metric', async () => {
    const settings = ['live', 'candidate'].map((name) => ({ name, qualifier: name }))
    const renamed = ({ block, ...fired }: FiredBlock): FiredBlock => ({
      ...fired,
      block: { ...block, setting: block.setting === '128 MB' ? 'live' : 'candidate' },
    })
    const blocks = [
      ...blocksOf({ memoryMb: 128, duration: 100 }, 0),
      ...blocksOf({ memoryMb: 128, duration: 80 }, 1).map(({ block, ...fired }) => ({
        ...fired,
        block: { ...block, setting: 'candidate' },
      })),
    ].map((fired) => (fired.block.setting === '128 MB' ? renamed(fired) : fired))
    const plan = { settings, staging: 'none' } as const
    const comparison = await analyseComparison(storedComparison({ plan, blocks }))
    expect(comparison.putBack).toEqual({ kind: 'nothing-changed' })
    expect(comparison.differences).toMatchObject([{ baseline: 'live', candidate: 'candidate' }])
    const [{ differences } = { differences: [] }] = comparison.differences
    const found = new Map(differences.map((difference) => [difference.metric, difference]))
    expect(found.get('duration{start:warm} p(50)')).toMatchObject({ verdict: 'lower', unit: 'µs' })
    expect(found.get('duration{start:warm} p(50)')?.relative).toBeCloseTo(-0.2, 2)
    expect(found.get('duration{start:warm} p(99)')?.verdict).toBe('unknown')
    expect(found.get('init_duration{start:cold} p(50)')).toMatchObject({ verdict: 'level', absolute: 0 })
    expect(found.get('error_rate')).toMatchObject({ verdict: 'level', baseline: { value: 0, n: 100 } })
    expect(found.get('cost_per_million')?.verdict).toBe('lower')
    expect(comparison.recommendation).toMatchObject({ kind: 'recommended', setting: 'candidate' })
  })

  it('says what was behind each qualifier, and of other settings nothing like it', async () => {
    const behind = { version: '7', memoryMb: 512, architecture: 'arm64' } as const
    const settings = ['live', 'candidate'].map((name) => ({ name, qualifier: name }))
    const block = blockWith({ setting: 'live', ...behind })
    const observations = [reported({ duration: 10 }, { phase: 1, markers: { executedVersion: '7' } })]
    const plan = { settings, staging: 'none' } as const
    const comparison = await analyseComparison(storedComparison({ plan, blocks: [{ block, observations }] }))
    expect(comparison.settings[0]).toMatchObject({ setting: { name: 'live' }, versions: ['7'], behind })
    expect(comparison.settings[1]).not.toHaveProperty('behind')
    const sizes = await analyseComparison(storedComparison({ blocks: twoSizes }))
    for (const each of sizes.settings) expect(each).not.toHaveProperty('behind')
  })

  it('dates errors from the beginning of the comparison', async () => {
    const blocks = [
      { block: blockWith(), observations: [failed(reported({ duration: 10 }, { at: 500, phase: 1 }))] },
      {
        block: blockWith({ index: 1 }),
        observations: [failed(reported({ duration: 10 }, { at: 2_000, phase: 1 }))],
      },
    ]
    const { settings } = await analyseComparison(storedComparison({ blocks }))
    const [, { errors } = { errors: [] }] = settings
    expect(errors).toMatchObject([{ count: 2, firstAt: fromMillis(515), lastAt: fromMillis(2_015) }])
  })

  it('names a hundred errors of a setting at the most, and counts the others together', async () => {
    // Two blocks with 60 names each, every one once.
    const blocks = [0, 60].map((from, index) => ({
      block: blockWith({ index }),
      observations: Array.from({ length: 60 }, (_, name) => ({
        ...reported({ duration: 10 }, { phase: 1 }),
        outcome: { kind: 'function-error' as const, errorType: `E${from + name}`, handled: false },
      })),
    }))
    const { settings } = await analyseComparison(storedComparison({ blocks }))
    const { errors } = settings.find(({ setting }) => setting.name === blockWith().setting) ?? { errors: [] }
    expect(errors).toHaveLength(101)
    expect(errors[0]).toMatchObject({ name: 'and others', count: 20 })
  })

  it('passes over the blocks of settings that the plan does not have, and counts damaged lines', async () => {
    const folder = storeComparison({
      blocks: [...twoSizes, { block: blockWith({ index: 99, setting: 'moon' }), observations: [] }],
    })
    appendFileSync(join(folder, 'blocks', '0000', 'observations.0.ndjson'), 'not json\n')
    const { settings, validity } = await analyseComparison(openComparison(folder))
    expect(settings).toHaveLength(2)
    expect(validity.reasons).toEqual([expect.stringContaining('stored observations')])
  })

  it('tells no share of a vCPU for memory sizes together, but by which means they were held', async () => {
    const local = {
      kind: 'local',
      function: 'hello',
      functions: [],
    }
    const folder = storeComparison({ blocks: twoSizes })
    const stored = openComparison(folder)
    const base = { ...stored.plan.plan.base, target: local as never }
    const lines = [
      { kind: 'mechanisms', cores: 2, rows: [{ row: 'CPU', means: 'quota' }] },
      { kind: 'sample', spanMs: 1_000, functions: {}, hostSaturated: true, emulatorCpuSeconds: 0.5 },
    ]
    appendFileSync(join(folder, resourceLogName), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const plan = { ...stored.plan, plan: { ...stored.plan.plan, base } }
    const { emulation, notes } = await analyseComparison({ ...stored, plan })
    expect(emulation).toMatchObject({ cores: 2, functions: [], hostSaturated: { seconds: 1, of: 1 } })
    expect(notes).toContainEqual(expect.stringContaining('In 1 of 1 s the environments were due more'))
  })
})
