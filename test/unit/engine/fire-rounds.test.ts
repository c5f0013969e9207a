import { describe, expect, it } from 'vitest'
import { ComparisonRecord } from '../../../lib/engine/comparison-record.ts'
import { fireRounds } from '../../../lib/engine/fire-rounds.ts'
import { Samples } from '../../../lib/engine/samples.ts'
import { unreachedBlock } from '../../../lib/compare/unreached.ts'
import type { Block } from '../../../lib/model/block.ts'
import type { ComparisonPlan } from '../../../lib/model/comparison-plan.ts'
import { defined } from '../../../lib/model/defined.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { ChangedByOthers, type Placed } from '../../../lib/settings/stage.ts'
import { comparisonPlanWith } from '../../support/comparison-plan.ts'
import { sentInMillis } from '../../support/observations.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fromMillis } from '../../../lib/model/time.ts'

type Answer = 'ok' | 'fails' | 'cold' | 'nobody there'

interface World {
  readonly plan?: ComparisonPlan
  /** How one invocation of a block ends; all succeed unless it says otherwise. */
  answer?(block: Block, seq: number): Answer
  place?(setting: string, fresh: boolean): Placed
  affords?(block: Block): boolean
  /** Called when a block has been fired; a sentence ends it all. */
  after?(block: Block): string | undefined
  /** Called before each pause. */
  pausing?(): void
  readonly stop?: AbortSignal
}

/** Fires the rounds of a plan at a world in which each block brings its part at once. */
async function fired(world: World = {}) {
  const plan = world.plan ?? comparisonPlanWith()
  const record = new ComparisonRecord(temporaryFolder(), () => 0)
  const samples = new Samples(plan)
  const blocks: Block[] = []
  const pauses: number[] = []
  await fireRounds({
    plan,
    record,
    samples,
    stage: { place: async ({ name }, fresh) => world.place?.(name, fresh) ?? { kind: 'placed' }, calls: 0 },
    affords: (block) => world.affords?.(block) ?? true,
    fire: async (block) => {
      blocks.push(block)
      const observations = answers(block)
      samples.add(block, plan.base.phases, observations)
      const unreached = unreachedBlock(observations)?.said
      return defined({ fault: world.after?.(block), unreached })
    },
    wait: async (ms, signal) => {
      pauses.push(ms)
      world.pausing?.()
      signal.throwIfAborted()
    },
    stop: world.stop ?? new AbortController().signal,
  })
  const of = (setting: string, start?: Block['start']): Block[] =>
    blocks.filter((block) => block.setting === setting && (start === undefined || block.start === start))
  return { state: record.state(), blocks, of, samples, pauses }

  function answers(block: Block) {
    const { warmPerBlock, coldPerBlock } = plan.design
    const count = block.start === 'warm' ? warmPerBlock : coldPerBlock
    return Array.from({ length: count }, (_, seq) => {
      const answer = world.answer?.(block, seq) ?? 'ok'
      if (answer === 'nobody there') return refused(seq)
      return answer === 'fails' ? failed(seq) : ran(seq, answer === 'cold' || block.start === 'cold', block)
    })
  }
}

function ran(seq: number, cold: boolean, { memoryMb = 128 }: Block): Sent {
  const duration = fromMillis(10)
  const report = { form: 'text' as const, duration, memorySizeMb: memoryMb }
  const markers = { report: cold ? { ...report, initDuration: fromMillis(100) } : report }
  return sentInMillis({ seq, end: cold ? 112 : 12, markers })
}

const failed = (seq: number): Sent =>
  sentInMillis({ seq, outcome: { kind: 'function-error', errorType: 'Error', handled: false } })

const refused = (seq: number): Sent =>
  sentInMillis({ seq, outcome: { kind: 'transport-error', code: 'ECONNREFUSED' } })

const most = { warm: 6, cold: 6 }

describe('the rounds of a comparison', () => {
  it('bring every setting its samples, in blocks numbered in the order they are fired in', async () => {
    const { blocks, of, state } = await fired()
    expect(blocks.map(({ index }) => index)).toEqual([...blocks.keys()])
    for (const setting of ['128 MB', '256 MB', '512 MB']) {
      expect(of(setting, 'warm')).toHaveLength(2)
      expect(of(setting, 'cold')).toHaveLength(2)
    }
    expect(blocks.slice(0, 3).every(({ start, round }) => start === 'cold' && round === 0)).toBe(true)
    expect(state).toMatchObject({ cutShort: [], faults: [], skipped: [], givenUp: [] })
  })

  it('say in each block what its answers must say', async () => {
    const { of } = await fired({
      place: (setting) => ({
        kind: 'placed',
        qualifier: 'x',
        version: '7',
        memoryMb: Number.parseInt(setting),
        architecture: 'arm64',
        runtime: 'image',
      }),
      answer: () => 'fails',
    })
    expect(of('256 MB')[0]).toMatchObject({
      version: '7',
      memoryMb: 256,
      architecture: 'arm64',
      runtime: 'image',
    })
  })

  it('ask for a fresh place for cold blocks alone', async () => {
    const asked: string[] = []
    await fired({
      place: (setting, fresh) => {
        asked.push(`${setting} ${fresh}`)
        return { kind: 'placed' }
      },
    })
    expect(asked.filter((line) => line === '128 MB true')).toHaveLength(2)
    expect(asked.filter((line) => line === '128 MB false')).toHaveLength(2)
  })

  it('go on with the settings that lack samples, and with no others', async () => {
    // Of each warm block of 256 MB the first sample is cold: 2 blocks bring 8 of 10, a third one the rest.
    const { of, state } = await fired({
      answer: ({ setting, start }, seq) =>
        setting === '256 MB' && start === 'warm' && seq === 0 ? 'cold' : 'ok',
    })
    expect(of('256 MB', 'warm')).toHaveLength(3)
    expect(of('512 MB', 'warm')).toHaveLength(2)
    expect(of('256 MB', 'cold')).toHaveLength(2)
    expect(state.cutShort).toEqual([])
  })

  it('leave a setting with what it has after three times the planned blocks, and say so', async () => {
    const { of, state } = await fired({
      answer: ({ setting, start }, seq) =>
        setting === '256 MB' && start === 'warm' && seq > 0 ? 'cold' : 'ok',
    })
    expect(of('256 MB', 'warm')).toHaveLength(most.warm)
    expect(state.cutShort).toEqual(['256 MB has 6 of 10 warm samples after 6 blocks, where 2 were planned'])
    expect(state.givenUp).toEqual([])
  })

  it('give up a setting whose first ten invocations failed, and go on with the others', async () => {
    const { of, state } = await fired({
      answer: ({ setting }) => (setting === '128 MB' ? 'fails' : 'ok'),
    })
    expect(state.givenUp).toEqual(['128 MB'])
    // 2 and 5, in whichever order, are ten after three or four blocks.
    expect(of('128 MB').length).toBeLessThanOrEqual(4)
    expect(of('512 MB')).toHaveLength(4)
    expect(state.cutShort).toEqual([])
  })

  it('skip a setting that is refused, with the reason, and go on with the others', async () => {
    const { of, state } = await fired({
      place: (setting) =>
        setting === '512 MB' ? { kind: 'refused', why: 'no such size' } : { kind: 'placed' },
    })
    expect(state.skipped).toEqual([{ setting: '512 MB', why: 'no such size' }])
    expect(of('512 MB')).toEqual([])
    expect(of('128 MB')).toHaveLength(4)
  })

  it('stop when somebody else has changed the function', async () => {
    let places = 0
    const { blocks, state } = await fired({
      place: () => {
        places += 1
        if (places > 4) throw new ChangedByOthers('f', ['memory'], ['memory is 512 MB'])
        return { kind: 'placed' }
      },
    })
    expect(blocks).toHaveLength(4)
    expect(state.faults).toEqual(['Somebody else has changed f meanwhile: memory.'])
  })

  it('stop when a block says that nothing more can be stored', async () => {
    const { blocks, state } = await fired({
      after: ({ index }) => (index === 2 ? 'the disk is full' : undefined),
    })
    expect(blocks).toHaveLength(3)
    expect(state.faults).toEqual(['the disk is full'])
    expect(state.cutShort).toEqual([])
  })

  it('fire a block again that did not get to its setting, where it was to be fired, and go on when it does', async () => {
    const places: string[] = []
    const { blocks, of, state, pauses, samples } = await fired({
      answer: ({ index }) => (index === 1 || index === 2 ? 'nobody there' : 'ok'),
      place: (setting) => {
        places.push(setting)
        return { kind: 'placed', memoryMb: places.length }
      },
    })
    expect(pauses).toEqual([2_000, 8_000])
    expect(blocks.slice(1, 4).map(({ memoryMb }) => memoryMb)).toEqual([2, 2, 2])
    expect(blocks.map(({ index }) => index)).toEqual([...blocks.keys()])
    const setting = blocks[1]?.setting ?? ''
    expect(of(setting, 'cold')).toHaveLength(4)
    expect(samples.of({ name: setting }, 'cold').accepted).toBe(4)
    expect(state).toMatchObject({ faults: [], givenUp: [], cutShort: [] })
  })

  it('stop when nothing gets to a setting three times, which is no fault of the setting', async () => {
    const { blocks, state } = await fired({ answer: ({ index }) => (index < 4 ? 'ok' : 'nobody there') })
    expect(blocks).toHaveLength(7)
    expect(state).toMatchObject({ faults: ['ECONNREFUSED'], givenUp: [], cutShort: [] })
  })

  it('go on with the next setting where a part of a block got there', async () => {
    const { state, pauses } = await fired({ answer: (_, seq) => (seq === 1 ? 'nobody there' : 'ok') })
    expect(pauses).toEqual([])
    expect(state.faults).toEqual([])
  })

  it('fire nothing again after a pause in which they are stopped', async () => {
    const stop = new AbortController()
    const { blocks, state } = await fired({
      stop: stop.signal,
      answer: () => 'nobody there',
      pausing: () => stop.abort(),
    })
    expect(blocks).toHaveLength(1)
    expect(state.faults).toEqual([])
  })

  it('stop before a block that could cost too much, and say so', async () => {
    const { blocks, state } = await fired({ affords: ({ index }) => index < 5 })
    expect(blocks).toHaveLength(5)
    expect(state.cutShort).toEqual(['the next block could have brought the cost above --max-cost $1'])
  })

  it('end after the block in flight when they are stopped, without a word on what lacks', async () => {
    const stop = new AbortController()
    const { blocks, state } = await fired({
      stop: stop.signal,
      after: ({ index }) => {
        if (index === 1) stop.abort()
        return undefined
      },
    })
    expect(blocks).toHaveLength(2)
    expect(state.cutShort).toEqual([])
  })

  it('let a call that was stopped be no fault', async () => {
    const stop = new AbortController()
    const { blocks, state } = await fired({
      stop: stop.signal,
      place: () => {
        stop.abort()
        throw new DOMException('aborted', 'AbortError')
      },
    })
    expect(blocks).toEqual([])
    expect(state.faults).toEqual([])
  })

  it('tell also when they are stopped that somebody else has changed the function, and of what is a bug', async () => {
    const throwing = (error: Error) => {
      const stop = new AbortController()
      const place = () => {
        stop.abort()
        throw error
      }
      return fired({ stop: stop.signal, place })
    }
    const { state } = await throwing(new ChangedByOthers('f', ['memory'], ['memory is 512 MB']))
    expect(state.faults).toEqual(['Somebody else has changed f meanwhile: memory.'])
    await expect(throwing(new TypeError('a bug'))).rejects.toThrow('a bug')
  })
})

describe('--until', () => {
  const until = { metric: 'duration', percentile: 50, within: 0.05 } as const

  it('goes on with all settings together until the last is narrow enough', async () => {
    const plan = comparisonPlanWith({ design: { cold: 0, warm: 10, mostWarm: 400, until } })
    const { of, state } = await fired({ plan })
    // Every Duration is the same, so that the interval is a point once there are rounds enough to draw one from.
    const rounds = new Set(['128 MB', '256 MB', '512 MB'].map((setting) => of(setting, 'warm').length))
    expect(rounds.size).toBe(1)
    expect([...rounds][0]).toBeGreaterThan(2)
    expect([...rounds][0]).toBeLessThan(80)
    expect(state.cutShort).toEqual([])
  })

  it('ends at the most samples, and says of whom it is not sure', async () => {
    const plan = comparisonPlanWith({
      design: { cold: 0, warm: 10, mostWarm: 15, until: { ...until, percentile: 99 } },
    })
    const { of, state } = await fired({ plan })
    expect(of('128 MB', 'warm')).toHaveLength(3)
    expect(state.cutShort).toHaveLength(3)
    expect(state.cutShort[0]).toBe(
      '128 MB is not as sure as --until wants (duration p(99) ±5 %) after 15 warm samples',
    )
  })
})
