import { describe, expect, it } from 'vitest'
import type { Classification, StartKind } from '../../../lib/model/classification.ts'
import type { Load, PhasePlan, Plan } from '../../../lib/model/plan.ts'
import { fromSeconds } from '../../../lib/model/time.ts'
import { Summarizer } from '../../../lib/summary/summarizer.ts'
import { counts, starts } from '../../fixtures/example-run.ts'
import { droppedInMillis, type InMillis, sentInMillis } from '../../support/observations.ts'
import { planWith } from '../../support/stored-plan.ts'

const s = fromSeconds
const burst: Load = { kind: 'burst', size: 3, repeat: 2, every: s(2) }
const closed: Load = { kind: 'closed', concurrency: 2, requests: 4, thinkTime: s(0) }
const phase = (name: string, load: Load, discard = false): PhasePlan => ({ name, load, discard })

type Judged = InMillis & { readonly start?: StartKind; readonly says?: string }

function summarize(
  phases: readonly PhasePlan[],
  observations: readonly Judged[],
  plan: Partial<Plan> = {},
): Summarizer {
  const summarizer = new Summarizer(planWith({ phases, ...plan }), (log) => log)
  for (const { start = 'warm', says, ...sent } of observations) {
    const classification: Classification = {
      start,
      evidence: [],
      ...(says !== undefined && { disagreement: says }),
    }
    summarizer.add(sentInMillis(sent), classification)
  }
  return summarizer
}

const notRun: Classification = { start: 'unknown', evidence: [] }

describe('the counts of a run', () => {
  it('are of what was planned, sent, and how it ended', () => {
    const summarizer = summarize(
      [phase('bursts', burst)],
      [
        { start: 'cold' },
        { start: 'warm' },
        { outcome: { kind: 'throttled', reason: 'x' }, start: 'unknown' },
        { outcome: { kind: 'function-error', errorType: 'E', handled: false }, start: 'reinitialized' },
      ],
    )
    summarizer.add(droppedInMillis(2_000), notRun)
    expect(summarizer.whole()).toMatchObject({
      counts: counts({ planned: 6, sent: 4, ok: 2, throttled: 1, functionError: 1, dropped: 1 }),
      starts: starts({ cold: 1, warm: 1, reinitialized: 1 }),
    })
  })

  it('leave discarded phases out, which are still there as phases', () => {
    const phases = [phase('warm-up', closed, true), phase('bursts', burst)]
    const summarizer = summarize(phases, [
      { phase: 0, start: 'cold', end: 900 },
      { phase: 1, start: 'warm', end: 20 },
    ])
    const { counts, starts, distributions } = summarizer.whole()
    expect(counts).toMatchObject({ planned: 6, sent: 1 })
    expect(starts).toMatchObject({ cold: 0, warm: 1 })
    expect(distributions.select('response_time', 'all')).toMatchObject({ count: 1, max: 20_000 })
    expect(summarizer.phaseSummaries()).toMatchObject([
      { name: 'warm-up', discard: true, counts: { planned: 4, sent: 1 }, starts: { cold: 1 } },
      { name: 'bursts', discard: false, counts: { planned: 6, sent: 1 }, starts: { warm: 1 } },
    ])
    expect([...summarizer.byPhase().keys()]).toEqual(['bursts'])
  })

  it('have nothing planned where it can’t be known, in a phase and so in the whole', () => {
    const timed: Load = { kind: 'closed', concurrency: 1, duration: s(1), thinkTime: s(0) }
    const summarizer = summarize([phase('timed', timed), phase('bursts', burst)], [])
    expect(summarizer.whole().counts).toEqual(counts())
    expect(summarizer.phaseSummaries()[1]!.counts).toEqual(counts({ planned: 6 }))
  })
})

describe('the distributions of a run', () => {
  it('are by start kind, and `all` is the sum of them', () => {
    const summarizer = summarize(
      [phase('bursts', burst)],
      [
        { start: 'cold', end: 300 },
        { start: 'cold', end: 310 },
        { start: 'warm', end: 20 },
      ],
    )
    const { response_time: times } = summarizer.whole().distributions.toDocument()
    expect(times).toMatchObject({
      all: { count: 3, min: 20_000, p50: 300_000, max: 310_000, mean: 210_000 },
      cold: { count: 2, min: 300_000, max: 310_000 },
      warm: { count: 1, min: 20_000, max: 20_000 },
    })
    expect(times).not.toHaveProperty('restored')
  })

  it('are of all phases together, and of each by itself', () => {
    const phases = [phase('first', burst), phase('second', burst)]
    const summarizer = summarize(phases, [
      { phase: 0, end: 10 },
      { phase: 1, end: 30 },
      { phase: 1, end: 50 },
    ])
    expect(summarizer.whole().distributions.select('response_time', 'all')).toMatchObject({
      count: 3,
      mean: 30_000,
    })
    expect(summarizer.byPhase().get('second')?.distributions.select('response_time', 'all')).toMatchObject({
      count: 2,
      mean: 40_000,
    })
  })

  it('have the lag of every send of an open loop, whatever became of it, and none of a closed one', () => {
    const phases = [phase('bursts', burst), phase('closed', closed)]
    const summarizer = summarize(phases, [
      { phase: 0, at: 0, sent: 4 },
      { phase: 0, at: 0, sent: 2, outcome: { kind: 'timed-out' } },
      { phase: 1, at: 0, sent: 9 },
    ])
    expect(summarizer.whole().distributions.select('schedule_lag', 'all')).toMatchObject({
      count: 2,
      max: 4_000,
    })
  })

  it('have the skew of each burst, for the whole run and for its phase', () => {
    const phases = [phase('warm-up', burst, true), phase('bursts', burst)]
    const summarizer = summarize(phases, [
      { phase: 0, at: 0, sent: 0 },
      { phase: 0, at: 0, sent: 90 },
      { phase: 1, at: 5_000, sent: 5_001 },
      { phase: 1, at: 5_000, sent: 5_004 },
    ])
    const whole = summarizer.whole()
    expect(whole.skews).toEqual([{ phase: 1, at: 5_000_000, size: 2, skew: 3_000 }])
    for (const { distributions } of [whole, summarizer.byPhase().get('bursts')!])
      expect(distributions.select('burst_skew', 'all')).toMatchObject({ count: 1, max: 3_000 })
    // Asking again changes nothing.
    expect(summarizer.whole()).toEqual(whole)
  })

  it('lack a metric that nothing was seen of', () => {
    const document = summarize([phase('closed', closed)], [{}])
      .whole()
      .distributions.toDocument()
    expect(Object.keys(document).toSorted()).toEqual(['response_time', 'service_time'])
  })
})

describe('what else is noted of a run', () => {
  it('is every version that answered, discarded phases too', () => {
    const markers = (executedVersion: string) => ({ markers: { executedVersion } })
    const phases = [phase('warm-up', closed, true), phase('closed', closed)]
    const summarizer = summarize(phases, [
      { phase: 0, ...markers('7') },
      { phase: 1, ...markers('$LATEST') },
      { phase: 1, ...markers('7') },
    ])
    expect(summarizer.versions()).toEqual(['$LATEST', '7'])
  })

  it('is how often markers contradicted each other, with the first request as the example', () => {
    const markers = (requestId: string) => ({ markers: { requestId } })
    const summarizer = summarize(
      [phase('closed', closed)],
      [{ says: 'x', ...markers('one') }, { says: 'y' }, { says: 'x', ...markers('two') }],
    )
    expect(summarizer.disagreements()).toEqual([
      { what: 'x', count: 2, example: 'one' },
      { what: 'y', count: 1 },
    ])
  })

  it('is the peak of environments busy at once, of those that ran and count', () => {
    const phases = [phase('warm-up', closed, true), phase('closed', closed)]
    const summarizer = summarize(phases, [
      { phase: 0, sent: 0, end: 50 },
      { phase: 0, sent: 0, end: 50 },
      { phase: 0, sent: 0, end: 50 },
      { phase: 1, sent: 100, end: 200 },
      { phase: 1, sent: 150, end: 250 },
      { phase: 1, sent: 150, end: 250, outcome: { kind: 'throttled', reason: 'x' } },
    ])
    expect(summarizer.peakBusy()).toBe(2)
  })

  it('is every error, also of a warm-up: it explains what comes after', () => {
    const summarizer = summarize([phase('warm-up', closed, true)], [{ outcome: { kind: 'timed-out' } }])
    expect(summarizer.errors()).toMatchObject([{ outcome: 'timed-out', count: 1 }])
  })

  it('is nothing of an observation whose phase the plan does not have', () => {
    const summarizer = summarize([phase('closed', closed)], [{ phase: 9, at: 0 }])
    expect(summarizer.whole().counts.sent).toBe(0)
  })
})
