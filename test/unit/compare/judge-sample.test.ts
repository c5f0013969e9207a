import { describe, expect, it } from 'vitest'
import { createHomes } from '../../../lib/compare/homes.ts'
import { createJudge, type Judgement } from '../../../lib/compare/judge-sample.ts'
import type { Block } from '../../../lib/model/block.ts'
import type { Markers } from '../../../lib/model/markers.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { reportOf } from '../../fixtures/invocation.ts'
import { sentInMillis } from '../../support/observations.ts'
import { blockWith, reported } from '../../support/sampled.ts'

const counted = { discard: false }

/** As a word: the reason or the name where there is one. */
function inWords(judgement: Judgement): string {
  if (judgement.kind === 'unfit') return judgement.why
  return judgement.kind === 'failed' ? `failed ${judgement.name}` : judgement.kind
}

const judge = (sent: Sent, block: Partial<Block> = {}): string =>
  inWords(createJudge().judge(sent, blockWith({ version: '1', memoryMb: 512, ...block }), counted))

const warm = reported({ duration: 10 })
const cold = reported({ duration: 10, init: 100 })
const probe = (processId: string, call: number): Markers => ({
  executedVersion: '1',
  probe: { from: 'payload', environmentId: 'e', processId, call },
})

describe('a judge of samples', () => {
  it('accepts what started as it was fired to', () => {
    expect([judge(warm), judge(cold, { start: 'cold' })]).toEqual(['accepted', 'accepted'])
  })

  it('takes a restore from a snapshot for a cold start', () => {
    const restored = sentInMillis({
      markers: { executedVersion: '1', report: reportOf({ duration: 1, restore: 200, memoryMb: 512 }) },
    })
    expect([judge(restored, { start: 'cold' }), judge(restored)]).toEqual(['accepted', 'cold'])
  })

  it('says what else the start was', () => {
    expect([judge(cold), judge(warm, { start: 'cold' })]).toEqual(['cold', 'warm'])
  })

  it('takes an environment that was initialised ahead for a warm one', () => {
    // INIT of 100 ms is in REPORT, but the answer came 15 ms after the request: nobody waited for it.
    const ahead = reported({ duration: 10, init: 100 }, { end: 15 })
    expect(judge(ahead, { start: 'cold' })).toBe('warm')
  })

  it('refuses an answer of another version, another memory size, or without a version', () => {
    const nameless = sentInMillis({ markers: { report: reportOf({ duration: 10, memoryMb: 512 }) } })
    expect([judge(warm, { version: '2' }), judge(warm, { memoryMb: 1_024 }), judge(nameless)]).toEqual([
      'other-version',
      'other-memory',
      'unverified',
    ])
  })

  it('asks for no version and no memory size where none is known', () => {
    const silent = sentInMillis({ markers: probe('p', 2) })
    expect(inWords(createJudge().judge(silent, blockWith(), counted))).toBe('accepted')
  })

  it('does not believe what no marker tells', () => {
    expect(judge(sentInMillis({ markers: { executedVersion: '1' } }))).toBe('unverified')
  })

  it('knows a process that was started again in an environment it has seen, also in a warm-up', () => {
    const judge = createJudge()
    const first = sentInMillis({ markers: probe('p', 1) })
    const again = sentInMillis({ markers: probe('q', 1) })
    expect(judge.judge(first, blockWith(), { discard: true }).kind).toBe('warm-up')
    expect(inWords(judge.judge(again, blockWith(), counted))).toBe('reinitialized')
  })

  it('refuses an environment of $LATEST that has answered for another setting, also in a warm-up', () => {
    const homes = createHomes()
    const [debug, info] = [createJudge(homes), createJudge(homes)]
    const at = (setting: string): Block => blockWith({ setting, version: '$LATEST' })
    const answer = (call: number): Sent =>
      sentInMillis({ markers: { ...probe('p', call), executedVersion: '$LATEST' } })
    expect(debug.judge(answer(1), at('debug'), { discard: true }).kind).toBe('warm-up')
    expect(inWords(info.judge(answer(2), at('info'), counted))).toBe('other-setting')
    expect(inWords(debug.judge(answer(3), at('debug'), counted))).toBe('accepted')
  })

  it('believes no answer in place that does not say its memory, because one from before the change would look the same', () => {
    const silent = sentInMillis({ markers: { ...probe('p', 50), executedVersion: '$LATEST' } })
    const said = reported({ duration: 10 }, { markers: { ...probe('p', 51), executedVersion: '$LATEST' } })
    const block = blockWith({ version: '$LATEST', memoryMb: 512 })
    const inPlace = createJudge(createHomes({ inPlace: true }))
    expect([silent, said].map((sent) => inWords(inPlace.judge(sent, block, counted)))).toEqual([
      'unverified',
      'accepted',
    ])
    // As a qualifier it is not changed.
    expect(inWords(createJudge().judge(silent, block, counted))).toBe('accepted')
  })

  it('believes a process that was seen to be new at a setting, whatever REPORT says', () => {
    const judge = createJudge(createHomes({ inPlace: true, newOnly: true }))
    const [first, second] = [1, 2].map((call) =>
      sentInMillis({ markers: { ...probe('p', call), executedVersion: '$LATEST' } }),
    )
    const block = blockWith({ version: '$LATEST', memoryMb: 512 })
    expect(judge.judge(first!, block, { discard: true }).kind).toBe('warm-up')
    expect(inWords(judge.judge(second!, block, counted))).toBe('accepted')
  })

  it('lets the aliases of one version share its environments', () => {
    const homes = createHomes()
    const [live, candidate] = [createJudge(homes), createJudge(homes)]
    const at = (setting: string): Block => blockWith({ setting, version: '1' })
    live.judge(sentInMillis({ markers: probe('p', 1) }), at('live'), counted)
    const answer = sentInMillis({ markers: probe('p', 2) })
    expect(inWords(candidate.judge(answer, at('candidate'), counted))).toBe('accepted')
  })

  it.each<[string, Sent['outcome'], string]>([
    [
      'a function error',
      { kind: 'function-error', errorType: 'Runtime.OutOfMemory', handled: false },
      'failed Runtime.OutOfMemory',
    ],
    [
      'a throttle',
      { kind: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' },
      'failed ConcurrentInvocationLimitExceeded',
    ],
    ['a broken connection', { kind: 'transport-error', code: 'ECONNRESET' }, 'failed ECONNRESET'],
    ['an answer that never came', { kind: 'timed-out' }, 'failed gave up waiting'],
    [
      'a name that is no more',
      { kind: 'service-error', status: 404, name: 'ResourceNotFoundException' },
      'unreached',
    ],
    ['one that the user gave up', { kind: 'transport-error', code: 'INTERRUPTED' }, 'interrupted'],
  ])('tells what became of %s', (_, outcome, word) => {
    expect(judge({ ...warm, outcome })).toBe(word)
  })

  it('says of a warm-up that failed how it did', () => {
    const failed: Sent = { ...warm, outcome: { kind: 'timed-out' } }
    const judgement = createJudge().judge(failed, blockWith(), { discard: true })
    expect(judgement).toEqual({ kind: 'warm-up', failed: 'gave up waiting' })
  })

  it('takes a warm-up that never got to the function for no failure of it', () => {
    const lost: Sent = { ...warm, outcome: { kind: 'transport-error', code: 'ECONNREFUSED' } }
    expect(createJudge().judge(lost, blockWith(), { discard: true })).toEqual({ kind: 'warm-up' })
  })
})
