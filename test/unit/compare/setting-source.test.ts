import { describe, expect, it } from 'vitest'
import { createSettingSource } from '../../../lib/compare/setting-source.ts'
import { createTally } from '../../../lib/compare/setting-tally.ts'
import { evaluateAll } from '../../../lib/gates/evaluate-all.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { arm64Bill, around, blockWith, loadPhase, reported, tallyOf } from '../../support/sampled.ts'

const cold = Array.from({ length: 20 }, (_, index) => ({ duration: 300 + index, init: 100 + index }))
const source = createSettingSource(tallyOf({ memoryMb: 1_024, warm: around(100), cold }, arm64Bill), 1)

const verdict = (limit: string): string =>
  evaluateAll([limit], source)
    .map(({ kind }) => kind)
    .join()

describe('limits on a setting', () => {
  it('mean warm samples when they name no start', () => {
    expect([verdict('duration max < 102ms'), verdict('duration{start:cold} min > 299ms')]).toEqual([
      'pass',
      'pass',
    ])
    expect(source.distribution('duration', {})?.count).toBe(100)
    expect(source.distribution('duration', { start: 'all' })?.count).toBe(120)
  })

  it('mean cold samples of INIT, which warm ones have none of', () => {
    expect(source.distribution('init_duration', {})?.count).toBe(20)
  })

  it('are open where the sample has no end for the interval', () => {
    // All 20 are far below it, but 20 say next to nothing of one in a hundred.
    expect(verdict('duration{start:cold} p(99) < 10s')).toBe('inconclusive')
    expect(verdict('duration{start:cold} p(50) < 10s')).toBe('pass')
    // More than half lie above 250 ms for sure, so the 99th percentile does.
    expect(verdict('duration{start:cold} p(99) < 250ms')).toBe('fail')
  })

  it('are open with as many samples as six rounds bring, where there are fewer', () => {
    const three = createSettingSource(tallyOf({ warm: around(100).slice(0, 3) }), 1)
    // Three rounds of five, all far below it.
    expect(evaluateAll(['duration p(50) < 10s'], three)[0]).toMatchObject({
      kind: 'inconclusive',
      why: expect.stringMatching(/ from 15 observations, too few for a 95 % interval; .* about 30 in all$/),
    })
  })

  it('judge money by its interval, as of warm samples', () => {
    // 0.1 s × 1 GB × 13.3334 + 0.20, and what ceil adds.
    const money = source.scalar('cost_per_million', {})
    expect(money?.value).toBeGreaterThan(1.53)
    expect(money?.value).toBeLessThan(1.55)
    expect(money?.interval?.low).toBeLessThan(money?.value ?? 0)
    expect([verdict('cost_per_million < 1.6usd'), verdict('cost_per_million < 1.5usd')]).toEqual([
      'pass',
      'fail',
    ])
    expect(verdict(`cost_per_million < ${money?.value}usd`)).toBe('inconclusive')
    expect(source.scalar('cost_per_invocation', {})?.value).toBeCloseTo((money?.value ?? 0) / 1e6, 12)
  })

  it('count what ended how, of the invocations that count', () => {
    const ok = reported({ duration: 10 })
    const failed: Sent = { ...ok, outcome: { kind: 'function-error', errorType: 'Error', handled: false } }
    const tally = createTally()
    tally.addBlock(blockWith(), [loadPhase], [ok, ok, ok, failed])
    const counted = createSettingSource(tally, 1)
    expect(counted.scalar('error_rate', {})).toEqual({ value: 0.25, unit: 'ratio', n: 4 })
    expect(counted.scalar('function_errors', {})).toEqual({ value: 1, unit: 'count', n: 4 })
    expect(counted.scalar('invocations', {})).toEqual({ value: 4, unit: 'count', n: 4 })
  })

  it('have no data on what the comparison itself decides, and on phases', () => {
    expect(source.scalar('cold_start_rate', {})).toBeUndefined()
    expect(source.scalar('run_cost', {})).toBeUndefined()
    expect(source.distribution('duration', { phase: 'load' })).toBeUndefined()
    expect(createSettingSource(createTally(), 1).scalar('error_rate', {})).toBeUndefined()
  })
})
