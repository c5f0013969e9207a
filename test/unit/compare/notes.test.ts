import { describe, expect, it } from 'vitest'
import type { Served } from '../../../lib/compare/few-hosts.ts'
import { type NotesFacts, notesOf } from '../../../lib/compare/notes.ts'
import type { Fate, Series, SettingResult } from '../../../lib/model/comparison.ts'
import { micros } from '../../../lib/model/time.ts'
import { exampleRun } from '../../fixtures/example-run.ts'
import { storedComparisonPlan } from '../../support/stored-comparison.ts'
import { exampleFacts } from '../../support/stored-plan.ts'

const series = (wanted: number, more: Partial<Series> = {}): Series => ({
  wanted,
  accepted: wanted,
  blocks: 20,
  discarded: [],
  failed: 0,
  ...more,
})

/** With samples enough for every percentile. */
function result(name: string, more: { warm?: Series; cold?: Series; fate?: Fate } = {}): SettingResult {
  const whole = { fate: { kind: 'measured' }, warm: series(1_000), cold: series(1_000), ...more } as const
  return { setting: { name }, ...whole, errors: [], versions: [], limits: [] }
}

const notes = (more: Partial<NotesFacts> = {}): string[] =>
  notesOf({
    plan: storedComparisonPlan(),
    facts: exampleFacts,
    settings: [result('128 MB')],
    cutShort: [],
    unknownCosts: 0,
    nameless: 0,
    served: [],
    ...more,
  })

describe('the notes on a comparison', () => {
  it('are none where everything went as planned', () => {
    expect(notes()).toEqual([])
  })

  it('tell why it was cut short, as sentences', () => {
    expect(notes({ cutShort: ['the cost would be too high', 'Enough.'] })).toEqual([
      'The cost would be too high.',
      'Enough.',
    ])
  })

  it('tell where the function ran into its timeout, and what shows how long it takes', () => {
    const failing = (name: string, error: { name: string; message?: string }): SettingResult => ({
      ...result(name, { fate: { kind: 'failing', failed: 10, of: 10, ...error } }),
      errors: [{ outcome: 'function-error', count: 10, firstAt: micros(0), lastAt: micros(1), ...error }],
    })
    const timedOut = failing('128 MB', { name: 'Sandbox.Timedout' })
    const untyped = failing('256 MB', {
      name: 'Unknown',
      message: '2024-05-01T00:00:00Z 8f5 Task timed out after 3.00 seconds',
    })
    const others = [
      failing('512 MB', { name: 'Runtime.OutOfMemory', message: 'signal: killed' }),
      failing('1024 MB', { name: 'QueueError', message: 'Task timed out after 3.00 seconds' }),
    ]
    const notesAt = (plan: NotesFacts['plan'], ...settings: SettingResult[]) => notes({ plan, settings })
    const plan = storedComparisonPlan()
    const { target } = exampleRun().plan
    expect(target.kind).toBe('local')
    expect(notesAt(plan, timedOut, untyped, ...others, result('a'))).toEqual([
      'At 128 MB and 256 MB the function ran into its timeout; a longer one shows how long it takes there.',
    ])
    expect(notesAt({ ...plan, base: { ...plan.base, target } }, timedOut)).toEqual([
      'At 128 MB the function ran into its timeout; a longer one (--function-timeout) shows how long it takes there.',
    ])
    expect(notesAt(plan, ...others)).toEqual([])
  })

  it('tell which samples are missing where nobody said why, of settings that were measured', () => {
    const settings = [
      result('a', { warm: series(1_000, { accepted: 600 }) }),
      result('b', { warm: series(1_000, { accepted: 0 }), fate: { kind: 'skipped', why: 'no' } }),
    ]
    expect(notes({ settings })).toEqual([
      'There are fewer samples than wanted: a has 600 of 1,000 warm ones.',
    ])
    expect(notes({ settings, cutShort: ['told'] })).toEqual(['Told.'])
  })

  it('name no more than two that lack samples, because the report has a list of all', () => {
    const few = series(1_000, { accepted: 600 })
    const settings = ['a', 'b'].map((name) => result(name, { warm: few, cold: few }))
    expect(notes({ settings })).toEqual([
      'There are fewer samples than wanted: the samples of each setting say how many.',
    ])
  })

  it('tell why a limit is decided on a percentile that is not shown', () => {
    const gate = 'duration{start:cold} p(50) < 1s'
    const decided = (n: number) => [
      { ...result('a'), limits: [{ kind: 'pass', gate, actual: 1, unit: 'µs', n } as const] },
    ]
    expect(notes({ settings: decided(11) })).toEqual([])
    expect(notes({ settings: decided(10) })).toEqual([
      'A limit on a percentile goes by its 95 % interval, which takes fewer samples than it takes to show the percentile in the table.',
    ])
  })

  it('tell of discarded invocations once they are more than a fifth', () => {
    const discarded = (count: number) => [
      result('a', { cold: series(1_000, { discarded: [{ why: 'warm', count }] }) }),
    ]
    expect(notes({ settings: discarded(250) })).toEqual([])
    expect(notes({ settings: discarded(1_000) })).toEqual([
      'a: 1,000 of 2,000 invocations fired as cold starts (50 %) were discarded, because 1,000 were warm.',
    ])
  })

  it('tell which percentiles the samples are too few for, by the fewest of a setting', () => {
    const settings = [result('a', { cold: series(20) }), result('b', { cold: series(60) })]
    // Of 20 the 90th percentile is the 18th value, which two lie beyond.
    expect(notes({ settings })).toEqual(['20 cold samples are too few to tell p90, p95 and p99.'])
    expect(notes({ settings: [result('a', { warm: series(100) })] })).toEqual([
      '100 warm samples are too few to tell p99.',
    ])
  })

  it('tell why nobody is called the fastest, where there would be somebody to be it', () => {
    const ranking = { cost: [], speed: [], front: [] }
    const few = result('a', { warm: series(6) })
    expect(notes({ settings: [few, result('b')], ranking })).toEqual([
      '6 warm samples are too few to tell p50, p90, p95 and p99.',
      'No setting is called the fastest: that takes a p50 of each, and a p50 takes 11 warm samples.',
    ])
    const fastest = { setting: 'b', level: [] }
    expect(notes({ settings: [result('a'), result('b')], ranking: { ...ranking, fastest } })).toEqual([])
    expect(notes({ settings: [few], ranking })).toHaveLength(1)
  })

  it('tell that nobody is called the fastest for want of rounds, where there are samples enough for each p50', () => {
    const p50 = { value: 1, resolved: true, n: 25 } as const
    const duration = { count: 25, min: 1, max: 1, mean: p50, p50, p90: p50, p95: p50, p99: p50 }
    const settings = ['a', 'b'].map((name) => result(name, { warm: series(1_000, { duration }) }))
    expect(notes({ settings, ranking: { cost: [], speed: [], front: [], rounds: 20 } })).toEqual([
      'No setting is called the fastest: that takes six rounds in which each has a Duration, and there are fewer.',
    ])
  })

  it('tell that cold starts were not forced where nothing was changed', () => {
    const settings = [result('live', { cold: series(0) })]
    expect(notes({ plan: storedComparisonPlan({ staging: 'none' }), settings })).toEqual([
      'Cold starts were not forced: that takes versions of their own, and nothing was changed.',
    ])
  })

  it('tell that few environments served a qualifier, because their hosts may be all that differs', () => {
    const plan = storedComparisonPlan({ staging: 'none' })
    const saidOf = (...served: readonly Served[]) =>
      notes({ plan, served }).filter((note) => note.includes('hosts'))
    const [live, candidate] = [{ setting: 'live' }, { setting: 'candidate' }]
    const why = "what their hosts differ by can't be told from what the versions differ by"
    expect(saidOf({ ...live, environments: 1, atOnce: 1 }, { ...candidate, environments: 4 })).toEqual([
      `live was served by one environment, candidate was served by 4 environments: ${why}; fire more at once (-c 5).`,
    ])
    expect(saidOf({ ...live, environments: 3, atOnce: 6 }, { ...candidate, environments: 5 })).toEqual([
      `live was served by 3 environments: ${why}; fire more at once (-c 12).`,
    ])
    expect(saidOf({ ...live, environments: 5, atOnce: 1 }, { ...candidate, environments: 9 })).toEqual([])
  })

  it('tell the same by what was in flight, where no environment is named', () => {
    const plan = storedComparisonPlan({ staging: 'none' })
    const saidAt = (atOnce: number | undefined) =>
      notes({ plan, served: ['live', 'candidate'].map((setting) => ({ setting, atOnce })) }).join(' ')
    expect(saidAt(1)).toContain(
      'live named no environment and had one in flight at most, candidate named no environment and had one in flight at most: what',
    )
    expect(saidAt(4)).toContain('fire more at once (-c 5).')
    for (const atOnce of [5, undefined]) expect(saidAt(atOnce)).not.toContain('hosts')
  })

  it('tell nothing of hosts of aliases of one version, which share them, and of settings with versions of their own', () => {
    const served = ['live', 'candidate'].map((setting) => ({ setting, environments: 1, version: '7' }))
    const said = (more: Partial<NotesFacts>) => notes({ served, ...more }).join(' ')
    expect(said({ plan: storedComparisonPlan({ staging: 'none' }) })).not.toContain('hosts')
    const apart = served.map((one, index) => ({ ...one, version: String(index) }))
    expect(said({ served: apart, plan: storedComparisonPlan({ staging: 'versions' }) })).toBe('')
    expect(said({ served: apart, plan: storedComparisonPlan({ staging: 'none' }) })).toContain('hosts')
  })

  it('tell what nothing but the name of an environment would verify, where it has none', () => {
    const settings = [
      { name: 'a', environment: { LEVEL: 'a' } },
      { name: 'b', environment: { LEVEL: 'b' } },
    ]
    const plan = storedComparisonPlan({ staging: 'in-place', settings })
    expect(notes({ plan })).toEqual([])
    expect(notes({ plan, nameless: 1_200 })).toEqual([
      '1,200 samples named no environment: that no environment of the setting before gave them is taken on trust. ' +
        'With the probe in the function those that had served before are told, and without --in-place the version is.',
    ])
    // Versions verify it, and so does Memory Size.
    expect(notes({ plan: { ...plan, staging: 'versions' }, nameless: 1 })).toEqual([])
    const memory = [
      { name: 'a', memoryMb: 128 },
      { name: 'b', memoryMb: 256 },
    ]
    expect(notes({ plan: { ...plan, settings: memory }, nameless: 1 })).toEqual([])
  })

  it('tell what is not known of the cost', () => {
    expect(notes({ unpriced: 'no region is known' })).toEqual(['No cost is given: no region is known.'])
    expect(notes({ unknownCosts: 1 })).toEqual([
      'What was spent leaves out the duration of 1 invocation, which is not known.',
    ])
    expect(notes({ facts: { ...exampleFacts, architectureFrom: 'assumed' } })).toEqual([
      'The function could not be asked for its architecture; the cost is that of x86_64.',
    ])
  })

  it('tell which qualifiers are priced as what they say they are, and not as what was named', () => {
    const plan = storedComparisonPlan({ staging: 'none' })
    const pricing = { ...plan.base.pricing, architecture: 'arm64' } as const
    const named = { ...plan, base: { ...plan.base, pricing } }
    const [live, candidate, silent] = (['x86_64', 'x86_64', undefined] as const).map(
      (architecture, index) => ({
        ...result(`v${index}`),
        behind: { version: String(index), ...(architecture && { architecture }) },
      }),
    )
    expect(notes({ plan: named, settings: [live!, silent!] })).toContain(
      'v0 is priced as x86_64, by its own configuration, and not as arm64, which was named.',
    )
    expect(notes({ plan: named, settings: [live!, candidate!] })).toContain(
      'v0 and v1 are priced as x86_64, by their own configuration, and not as arm64, which was named.',
    )
    expect(notes({ plan: named, settings: [silent!] }).join('')).not.toContain('priced')
    expect(notes({ plan, settings: [live!] }).join('')).not.toContain('priced')
    expect(notes({ facts: { ...exampleFacts, architectureFrom: 'assumed' }, settings: [live!] })).toEqual([])
  })

  it('pass on what was spoilt', () => {
    expect(notes({ spoilt: 'In 1 of 20 blocks.' })).toEqual(['In 1 of 20 blocks.'])
  })
})
