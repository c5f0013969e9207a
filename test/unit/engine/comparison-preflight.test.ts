import { describe, expect, it } from 'vitest'
import { type ComparisonTarget, preflightComparison } from '../../../lib/engine/comparison-preflight.ts'
import { fromSeconds } from '../../../lib/model/time.ts'
import { qualifiers } from '../../../lib/profile/compared-settings.ts'
import type { RehearsedCall } from '../../../lib/settings/rehearse.ts'
import type { FoundSetting } from '../../../lib/settings/stage.ts'
import { type ComparisonOverrides, comparisonPlanWith } from '../../support/comparison-plan.ts'
import { exampleFacts } from '../../support/stored-plan.ts'

const calls = ['UpdateFunctionConfiguration', 'PublishVersion', 'PublishVersion'].map(
  (operation): RehearsedCall => ({ operation, says: '', alike: '', during: 'preparing' }),
)

const weigh = (
  overrides: ComparisonOverrides = {},
  target: Partial<ComparisonTarget> = {},
  found: readonly FoundSetting[] = [],
) =>
  preflightComparison(
    comparisonPlanWith(overrides),
    { facts: exampleFacts, functionTimeoutSeconds: 3, real: true, ...target },
    { calls, refused: [], found },
  )

describe('what is said before a comparison', () => {
  it('counts invocations of a setting, of all, and of all that may have to be repeated', () => {
    // Of each setting 2 warm blocks of 5 and a warm-up, and 2 cold bursts of 2; three times that of 3 settings.
    expect(weigh().size).toEqual({ warm: 12, cold: 4, planned: 48, most: 144 })
  })

  it('leaves out settings that are refused before anything is changed: count, cost and what is in flight', () => {
    const refusing = (...names: readonly string[]) =>
      preflightComparison(
        comparisonPlanWith({ base: { pricing: { initBilling: 'current', maxCost: 0.04 } } }),
        { facts: exampleFacts, functionTimeoutSeconds: 900, real: true },
        { calls, refused: names.map((setting) => ({ setting, why: 'the quota' })), found: [] },
      )
    // Each of the two others 48 times 900 s: 0.375 GB × 43,200 s × 0.0000166667 = 0.27 USD and the requests; a block
    // of 256 MB: 6 × 900 s × 0.25 GB × 0.0000166667 = 0.0225.
    const { size, cost, announcement, objections } = refusing('512 MB')
    expect(size).toEqual({ warm: 12, cold: 4, planned: 32, most: 96 })
    expect(cost).toContain('it would be $0.28 with every invocation')
    expect(announcement).toContain('fire 32 invocations (at most 96)')
    expect(objections).toEqual([])
    const none = refusing('128 MB', '256 MB', '512 MB')
    expect(none.size).toMatchObject({ planned: 0, most: 0 })
    expect(none.announcement).toContain('fire 0 invocations (at most 0), up to 0 at once')
    expect(none.cost).toBe('It costs nothing: every setting is skipped.')
  })

  it('counts as many as --until may go on to', () => {
    const until = { metric: 'duration', percentile: 95, within: 0.05 } as const
    expect(weigh({ design: { until, mostWarm: 100 } }).size).toMatchObject({
      planned: 48,
      most: 3 * 3 * (120 + 4),
    })
  })

  it('says the calls, the versions, the invocations, and what it costs at the most and why', () => {
    // Memory in all: 0.875 GB. Each setting 48 times 3 s: 0.875 × 144 s × 0.0000166667 + 144 × 0.0000002 = 0.0021 USD.
    expect(weigh().announcement).toBe(
      'About to make 3 calls to the control plane, publish 2 temporary versions and fire 48 invocations ' +
        '(at most 144), up to 2 at once, at hello in eu-west-1. It costs at most $0.01: that is $0.01 with every ' +
        'invocation running into its 3 s timeout, INIT not counted (list price 2026-11-23).',
    )
    expect(weigh().objections).toEqual([])
  })

  it('says how long the schedule takes, and nothing where there is none', () => {
    const load = { kind: 'rate', perSecond: 5, duration: fromSeconds(20), arrivals: 'uniform' } as const
    const base = { phases: [{ name: 'load', discard: false, load }] }
    // Two warm blocks of each of three settings.
    expect(weigh({ base }).announcement).toMatch(/ Its schedule alone takes 2 min\.$/)
    expect(weigh({ base }).time).toBe('Its schedule alone takes 2 min.')
    expect(weigh().time).toBeUndefined()
  })

  it('says at its end that applying makes an alias', () => {
    const rehearsal = { calls, refused: [], found: [], newAlias: 'nolive' }
    const { announcement } = preflightComparison(
      comparisonPlanWith({}),
      { facts: exampleFacts, functionTimeoutSeconds: 3, real: true },
      rehearsal,
    )
    expect(announcement).toMatch(/ There is no alias nolive: --apply-to makes it\.$/)
  })

  it('says where --max-cost ends it, and by how much one block can pass that, and does not mind', () => {
    // 300 times as long: 0.63 USD and a little for the requests. The dearest block: 6 × 900 s × 0.5 GB × 0.0000166667 =
    // 0.045 USD.
    const { announcement, objections } = weigh(
      { base: { pricing: { initBilling: 'current', maxCost: 0.5 } } },
      { functionTimeoutSeconds: 900 },
    )
    expect(announcement).toContain('It costs at most $0.55: it would be $0.64 with every invocation')
    expect(announcement).toContain('but it stops at --max-cost $0.5, which its last block can pass by $0.05.')
    expect(objections).toEqual([])
  })

  it('says no more than what all of it can cost', () => {
    const { announcement } = weigh(
      { base: { pricing: { initBilling: 'current', maxCost: 0.62 } } },
      { functionTimeoutSeconds: 900 },
    )
    // 0.630 of all of it is 0.010 above, and the requests' few cents per million.
    expect(announcement).toContain('It costs at most $0.64: it would be $0.64 with every invocation')
    expect(announcement).toContain('--max-cost $0.62, which its last block can pass by $0.02.')
  })

  it('objects where a single block may cost more than all may', () => {
    // The dearest: 6 × 900 s × 0.5 GB × 0.0000166667 = 0.045 USD.
    const { objections } = weigh(
      { base: { pricing: { initBilling: 'current', maxCost: 0.04 } } },
      { functionTimeoutSeconds: 900 },
    )
    expect(objections).toEqual([
      expect.stringMatching(/^one block alone may cost \$0\.05, more than --max-cost \$0\.04/),
    ])
  })

  it('takes the longest timeout there is where it could not be read', () => {
    const { announcement } = preflightComparison(
      comparisonPlanWith(),
      { facts: exampleFacts, real: true },
      { calls, refused: [], found: [] },
    )
    expect(announcement).toContain('It costs at most $0.64')
    expect(announcement).toContain('running for 900 s, as the timeout of the function could not be read')
  })

  it('objects where no price is known: nothing could limit the cost then', () => {
    const { cost, objections } = weigh({}, { facts: { ...exampleFacts, region: 'moon-1' } })
    expect(cost).toBe('Its cost is unknown, no price is known for moon-1.')
    expect(objections).toEqual([expect.stringContaining('--yes')])
  })

  it('objects where more than half of the account is taken', () => {
    const { objections } = weigh({ design: { coldPerBlock: 4 } }, { limits: { unreservedConcurrency: 6 } })
    expect(objections).toEqual([expect.stringContaining('up to 4 at once')])
  })

  it('costs nothing, and minds nothing, on this machine', () => {
    const { cost, objections } = weigh({}, { real: false, limits: { unreservedConcurrency: 1 } })
    expect(cost).toBe('It costs nothing: the target is on this machine.')
    expect(objections).toEqual([])
  })
})

describe('what is said before qualifiers are compared', () => {
  const settings = qualifiers(['live', 'candidate'])
  const live: FoundSetting = {
    setting: 'live',
    version: '3',
    memoryMb: 512,
    architecture: 'arm64',
    timeoutSeconds: 3,
  }
  const candidate: FoundSetting = {
    setting: 'candidate',
    version: '4',
    memoryMb: 10_240,
    architecture: 'x86_64',
    timeoutSeconds: 30,
  }
  const weighBoth = (found: readonly FoundSetting[], overrides: ComparisonOverrides = {}) =>
    weigh({ settings, staging: 'none', ...overrides }, {}, found)

  it('is what each costs at the most as what it is, not as $LATEST with its 128 MB and 3 s', () => {
    // Each 48 times. live: 48 × 3 s × 0.5 GB × 0.0000133334 = 0.000960 USD; candidate: 48 × 30 s × 10 GB ×
    // 0.0000166667 = 0.240000; requests: 96 × 0.0000002 = 0.000019. In all 0.240980, in cents up: 0.25.
    const { cost, objections } = weighBoth([live, candidate])
    expect(cost).toBe(
      'It costs at most $0.25: that is $0.25 with every invocation running into the timeout of its setting, ' +
        '3 to 30 s, INIT not counted (list price 2026-11-23).',
    )
    expect(objections).toEqual([])
  })

  it('is the timeout alone where all have the same', () => {
    // 0.000960 + 48 × 3 s × 10 GB × 0.0000166667 = 0.024000 and 0.000019 for requests: 0.024980 USD.
    expect(weighBoth([live, { ...candidate, timeoutSeconds: 3 }]).cost).toMatch(
      /^It costs at most \$0\.03: that is \$0\.03 with every invocation running into its 3 s timeout, /,
    )
  })

  it('takes the longest timeout there is where a configuration does not say it', () => {
    // 0.000960 + 48 × 900 s × 10 GB × 0.0000166667 = 7.200014: beyond the 1 USD of --max-cost.
    const { timeoutSeconds: _, ...untold } = candidate
    expect(weighBoth([live, untold]).cost).toContain(
      'it would be $7.21 with every invocation running into its timeout, and for 900 s where that could not be read,',
    )
  })

  it('objects where one block of the larger may cost too much, whatever $LATEST is', () => {
    // 5 and a warm-up: 6 × 30 s × 10 GB × 0.0000166667 = 0.030000 USD and the requests.
    const base = { pricing: { initBilling: 'current', maxCost: 0.02 } } as const
    expect(weighBoth([live, candidate], { base }).objections).toEqual([
      expect.stringMatching(/^one block alone may cost \$0\.04, more than --max-cost \$0\.02/),
    ])
    expect(weighBoth([], { base }).objections).toEqual([])
  })

  it('is how many may be in flight where they run into the longest of the timeouts', () => {
    // 10 a second for 2 s: of those that run for 3 s all 20, of those that run for 1 s no more than 10.
    const rate = { kind: 'rate', perSecond: 10, duration: fromSeconds(2), arrivals: 'uniform' } as const
    const base = { phases: [{ name: 'load', discard: false, load: rate }] }
    const brief = { ...live, timeoutSeconds: 1 }
    const design = { cold: 0 }
    expect(weighBoth([brief, { ...candidate, timeoutSeconds: 1 }], { base, design }).announcement).toContain(
      'up to 10 at once',
    )
    expect(weighBoth([brief, candidate], { base, design }).announcement).toContain('up to 20 at once')
  })
})
