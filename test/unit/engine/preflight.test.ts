import { describe, expect, it } from 'vitest'
import { preflight, type PreflightTarget } from '../../../lib/engine/preflight.ts'
import type { Load, Plan } from '../../../lib/model/plan.ts'
import type { TargetFacts } from '../../../lib/model/run.ts'
import { fromSeconds } from '../../../lib/model/time.ts'
import { exampleFacts, planWith } from '../../support/stored-plan.ts'

const s = fromSeconds
// The list prices of eu-west-1 for x86: 0.0000166667 USD a GB-second, 0.0000002 USD a request.

interface Said extends Partial<Omit<PreflightTarget, 'facts'>> {
  readonly facts?: Partial<TargetFacts>
  readonly plan?: Partial<Plan>
}

function weigh(loads: readonly Load[], { facts = {}, plan = {}, ...target }: Said = {}) {
  const phases = loads.map((load, index) => ({ name: `phase ${index}`, discard: false, load }))
  return preflight(planWith({ phases, ...plan }), { facts: { ...exampleFacts, ...facts }, ...target })
}

const bursts = (size: number, repeat: number, every: number): Load => ({
  kind: 'burst',
  size,
  repeat,
  every: s(every),
})
const rate = (perSecond: number, seconds: number): Load => ({
  kind: 'rate',
  perSecond,
  duration: s(seconds),
  arrivals: 'uniform',
})

describe('the announcement before a real target is fired at', () => {
  it('says how much, how many at once, at what, where, and for how much at the most', () => {
    // 30 × (0.125 GB × 3 s × price + request) = 0.00019 USD. A burst may run on while the next is sent.
    expect(weigh([bursts(10, 3, 2)], { functionTimeoutSeconds: 3 })).toEqual({
      announcement:
        'About to fire up to 30 invocations, up to 20 at once, at hello in eu-west-1: up to $0.01 ' +
        'if every one runs into its 3 s timeout at 128 MB, INIT not counted (list price 2026-11-23).',
      objections: [],
    })
  })

  it('says what it assumes where the function’s configuration can’t be read', () => {
    const { memoryMb: _, ...facts } = exampleFacts
    const phases = [{ name: 'bursts', discard: false, load: bursts(1_000, 10, 2) }]
    // 10,000 × (1 GB × 1 s × price + request) = 0.1687 USD
    expect(preflight(planWith({ phases }), { facts }).announcement).toBe(
      'About to fire up to 10,000 invocations, up to 1,000 at once, at hello in eu-west-1: up to $0.17 ' +
        "assuming 1 s each at 1024 MB, as the function's configuration could not be read, INIT not counted (list price 2026-11-23).",
    )
  })

  it('does not bill a closed loop for more than its own time and one last timeout', () => {
    const load: Load = { kind: 'closed', concurrency: 10, duration: s(60), thinkTime: s(0) }
    // At most one answer in 10 ms each: 60,000. Time: 10 × (60 + 900) GB-seconds; 0.16 + 0.012 USD.
    const { announcement } = weigh([load], { functionTimeoutSeconds: 900, facts: { memoryMb: 1024 } })
    expect(announcement).toContain('up to 60,000 invocations, up to 10 at once')
    expect(announcement).toContain('up to $0.18')
  })

  it('adds the invocations of all phases up, discarded ones too, and takes the highest peak', () => {
    const loads: Load[] = [
      bursts(5, 1, 2),
      { kind: 'closed', concurrency: 7, requests: 100, thinkTime: s(0) },
      rate(10, 3),
    ]
    // 10 a second for 3 s, each up to 0.5 s: 5 at once.
    expect(weigh(loads, { functionTimeoutSeconds: 0.5 }).announcement).toContain(
      'up to 135 invocations, up to 7 at once',
    )
  })

  it.each<[string, Load, number]>([
    ['all that are sent within the timeout', rate(100, 60), 3_000],
    ['no more than are sent at all', rate(100, 2), 200],
    [
      'no more than have something to do',
      { kind: 'closed', concurrency: 50, requests: 8, thinkTime: s(0) },
      8,
    ],
    ['no more bursts than there are', bursts(10, 2, 1), 20],
    [
      'the end of a ramp',
      { kind: 'stages', stages: [{ duration: s(100), perSecond: 40 }], arrivals: 'uniform' },
      1_200,
    ],
  ])('counts at once %s', (_, load, peak) => {
    expect(weigh([load], { functionTimeoutSeconds: 30 }).announcement).toContain(
      `up to ${peak.toLocaleString('en-US')} at once`,
    )
  })

  it('keeps to the cap on invocations in flight', () => {
    const said = { functionTimeoutSeconds: 30, plan: { maxInFlight: 50 } }
    expect(weigh([rate(100, 60)], said).announcement).toContain('up to 50 at once')
  })
})

describe('firing at a real target', () => {
  it('is objected to when it may cost more than --max-cost', () => {
    // 6,000 × (2 GB × 30 s × price + request) = 6.0012 USD
    const said = { functionTimeoutSeconds: 30, facts: { memoryMb: 2048 } }
    expect(weigh([rate(100, 60)], said).objections).toEqual([
      'it may cost $6.01, more than --max-cost $1; raise that, or fire anyway with --yes',
    ])
    const generous = { ...said, plan: { pricing: { initBilling: 'current', maxCost: 6.01 } as const } }
    expect(weigh([rate(100, 60)], generous).objections).toEqual([])
  })

  it('is objected to where no price is known', () => {
    const { announcement, objections } = weigh([bursts(1, 1, 1)], { facts: { region: 'mars-north-1' } })
    expect(announcement).toMatch(
      /in mars-north-1: its cost is unknown, no price is known for mars-north-1\.$/,
    )
    expect(objections).toEqual(['what it costs is unknown; fire anyway with --yes'])
  })

  it('is objected to past half of the account’s unreserved concurrency', () => {
    const limits = { unreservedConcurrency: 1_000 }
    expect(weigh([bursts(500, 1, 1)], { limits }).objections).toEqual([])
    expect(weigh([bursts(501, 1, 1)], { limits }).objections).toEqual([
      'up to 501 at once is more than half of the 1,000 that the account has unreserved in this region, ' +
        'and other functions would be throttled; fire anyway with --yes',
    ])
  })
})
