import { describe, expect, it } from 'vitest'
import type { StartKind } from '../../../lib/model/classification.ts'
import type { Bill, Cost, Counts } from '../../../lib/model/run.ts'
import type { ScalarMetric, Selector } from '../../../lib/model/sample.ts'
import { createMetricSource, type NumberSet } from '../../../lib/summary/metric-source.ts'
import { DistributionSet } from '../../../lib/summary/distributions.ts'
import { counts, starts } from '../../fixtures/example-run.ts'

interface Said {
  readonly counts?: Partial<Counts>
  readonly starts?: Partial<Record<StartKind, number>>
  readonly environments?: number
  readonly cost?: Cost
}

/** 40 due: 38 sent, of which 30 ran, 20 of them cold and 8 warm. */
const usual = {
  counts: {
    sent: 38,
    ok: 27,
    functionError: 3,
    throttled: 4,
    timedOut: 1,
    serviceError: 2,
    transportError: 1,
    dropped: 2,
  },
  starts: { cold: 20, warm: 8, unknown: 2 },
}

const setOf = (said: Said): NumberSet => ({
  counts: counts(said.counts),
  starts: starts(said.starts),
  distributions: new DistributionSet(),
})

const bill = (more: Partial<Bill> = {}): Bill => ({
  kind: 'bill',
  currency: 'USD',
  priceBook: { date: '2026-11-23', source: 'a list' },
  region: 'eu-west-1',
  architecture: 'x86_64',
  rule: 'current',
  items: [],
  total: 0.25,
  perMillion: 4.2,
  perInvocation: 0.0000042,
  gbSeconds: 12.5,
  billedFrom: { reported: 30, computed: 0, unknown: 0 },
  ...more,
})

function ask(metric: ScalarMetric, said: Said = usual, selector: Selector = {}) {
  const phases = new Map([['bursts', setOf({ counts: { sent: 5, ok: 5 }, starts: { cold: 1, warm: 4 } })]])
  const { environments = 10, cost = bill() } = said
  return createMetricSource(setOf(said), phases, environments, cost).scalar(metric, selector)
}

describe('what thresholds see of a whole run', () => {
  it.each<[ScalarMetric, number, string, number]>([
    ['invocations', 38, 'count', 40],
    ['dropped', 2, 'count', 40],
    ['function_errors', 3, 'count', 38],
    ['throttles', 4, 'count', 38],
    ['timeouts', 1, 'count', 38],
    ['service_errors', 2, 'count', 38],
    ['transport_errors', 1, 'count', 38],
    // 3 + 1 + 2 + 1 of 38
    ['error_rate', 7 / 38, 'ratio', 38],
    ['throttle_rate', 4 / 38, 'ratio', 38],
    ['cold_starts', 20, 'count', 28],
    ['cold_start_rate', 20 / 28, 'ratio', 28],
    ['reuse_rate', 8 / 28, 'ratio', 28],
    ['environments', 10, 'count', 38],
    ['run_cost', 0.25, 'USD', 38],
    ['cost_per_million', 4.2, 'USD', 38],
    ['cost_per_invocation', 0.0000042, 'USD', 38],
    ['gb_seconds', 12.5, 'GB-s', 38],
  ])('is %s = %d %s of %d', (metric, value, unit, n) => {
    expect(ask(metric)).toEqual({ value, unit, n })
  })

  it('counts restored and reinitialized starts among those that can be told', () => {
    const said = { counts: { sent: 10, ok: 10 }, starts: { cold: 1, restored: 2, reinitialized: 3, warm: 4 } }
    expect(ask('cold_start_rate', said)).toEqual({ value: 0.1, unit: 'ratio', n: 10 })
    expect(ask('reuse_rate', said)).toEqual({ value: 0.4, unit: 'ratio', n: 10 })
  })

  it('is nothing at all when nothing was due', () => {
    for (const metric of ['invocations', 'error_rate', 'dropped', 'run_cost', 'environments'] as const)
      expect(ask(metric, {})).toBeUndefined()
  })

  it('has no errors to count when everything was dropped', () => {
    const said = { counts: { dropped: 5 } }
    expect(ask('function_errors', said)).toBeUndefined()
    expect(ask('error_rate', said)).toBeUndefined()
    expect(ask('dropped', said)).toEqual({ value: 5, unit: 'count', n: 5 })
  })

  it('has no cold starts to count when no start can be told: that is no zero', () => {
    const said = { counts: { sent: 10, ok: 10 }, starts: { unknown: 10 } }
    for (const metric of ['cold_starts', 'cold_start_rate', 'reuse_rate'] as const)
      expect(ask(metric, said)).toBeUndefined()
  })

  it('has no environments to count when no invocation named one', () => {
    expect(ask('environments', { ...usual, environments: 0 })).toBeUndefined()
  })

  it('has no money when there is no price', () => {
    const said = { ...usual, cost: { kind: 'absent', why: 'no price' } as const }
    for (const metric of ['run_cost', 'cost_per_million', 'cost_per_invocation', 'gb_seconds'] as const)
      expect(ask(metric, said)).toBeUndefined()
  })

  it('has no money when no duration is known of what was charged', () => {
    const {
      perMillion: _,
      perInvocation: __,
      ...rest
    } = bill({
      gbSeconds: 0,
      billedFrom: { reported: 0, computed: 0, unknown: 30 },
    })
    for (const metric of ['run_cost', 'cost_per_million', 'cost_per_invocation', 'gb_seconds'] as const)
      expect(ask(metric, { ...usual, cost: rest })).toBeUndefined()
  })
})

describe('what thresholds see of one way to start', () => {
  it('is how many started so, of all whose start can be told', () => {
    expect(ask('invocations', usual, { start: 'cold' })).toEqual({ value: 20, unit: 'count', n: 28 })
    expect(ask('cold_starts', usual, { start: 'cold' })).toEqual({ value: 20, unit: 'count', n: 28 })
    expect(ask('invocations', usual, { start: 'unknown' })).toEqual({ value: 2, unit: 'count', n: 30 })
    expect(ask('invocations', usual, { start: 'all' })).toEqual({ value: 38, unit: 'count', n: 40 })
  })

  it('is a known zero when others started otherwise', () => {
    expect(ask('invocations', usual, { start: 'reinitialized' })).toEqual({ value: 0, unit: 'count', n: 28 })
  })

  it('is nothing when no start can be told, and for what starts do not have', () => {
    const unknown = { counts: { sent: 3, ok: 3 }, starts: { unknown: 3 } }
    expect(ask('invocations', unknown, { start: 'cold' })).toBeUndefined()
    for (const metric of ['cold_starts', 'throttles', 'run_cost', 'cold_start_rate'] as const)
      expect(ask(metric, usual, { start: 'warm' })).toBeUndefined()
  })
})

describe('what thresholds see of one phase', () => {
  it('is of that phase alone', () => {
    expect(ask('cold_start_rate', usual, { phase: 'bursts' })).toEqual({ value: 0.2, unit: 'ratio', n: 5 })
    expect(ask('invocations', usual, { phase: 'bursts', start: 'warm' })).toEqual({
      value: 4,
      unit: 'count',
      n: 5,
    })
  })

  it('is nothing for a phase there is not, and for what belongs to the whole run', () => {
    expect(ask('invocations', usual, { phase: 'gone' })).toBeUndefined()
    for (const metric of ['run_cost', 'environments', 'gb_seconds'] as const)
      expect(ask(metric, usual, { phase: 'bursts' })).toBeUndefined()
  })
})
