import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { complaints, plan } from '../../support/profile-world.ts'

const loadOf = (flags: Flags) => plan({ flags }).plan.phases.map(({ load }) => load)

describe('the load of flags', () => {
  it('is one burst unless repeated, 2 s apart unless said', () => {
    expect(loadOf({ burst: '50' })).toEqual([{ kind: 'burst', size: 50, repeat: 1, every: 2_000_000 }])
    expect(loadOf({ burst: '50', repeat: '3', every: '6s' })).toEqual([
      { kind: 'burst', size: 50, repeat: 3, every: 6_000_000 },
    ])
  })

  it('is a closed loop with concurrency and an end', () => {
    expect(loadOf({ concurrency: '20', requests: '1000', thinkTime: '10ms' })).toEqual([
      { kind: 'closed', concurrency: 20, requests: 1_000, thinkTime: 10_000 },
    ])
    expect(loadOf({ concurrency: '20', duration: '30s' })).toEqual([
      { kind: 'closed', concurrency: 20, duration: 30_000_000, thinkTime: 0 },
    ])
  })

  it('is a closed loop of one when only requests are given', () => {
    expect(loadOf({ requests: '5' })).toEqual([{ kind: 'closed', concurrency: 1, requests: 5, thinkTime: 0 }])
  })

  it('is a rate for a duration', () => {
    expect(loadOf({ rate: '3000/min', duration: '30s', arrivals: 'poisson' })).toEqual([
      { kind: 'rate', perSecond: 50, duration: 30_000_000, arrivals: 'poisson' },
    ])
  })

  it('is stages', () => {
    expect(loadOf({ stages: '30s:10,30s:0' })).toEqual([
      {
        kind: 'stages',
        arrivals: 'uniform',
        stages: [
          { duration: 30_000_000, perSecond: 10 },
          { duration: 30_000_000, perSecond: 0 },
        ],
      },
    ])
  })

  it.each<[Flags, string]>([
    [{ concurrency: '20', rate: '50/s', duration: '1s' }, "--concurrency: can't go with --rate"],
    [{ burst: '5', rate: '50/s', duration: '1s' }, "--rate: can't go with --burst"],
    [{ burst: '5', duration: '1s' }, "--duration: can't go with --burst"],
    [{ burst: '5', arrivals: 'poisson' }, "--arrivals: can't go with --burst"],
    [{ burst: '5', requests: '10' }, "--requests: can't go with --burst"],
    [{ stages: '5s:5', duration: '1s' }, "--duration: can't go with --stages"],
    [{ repeat: '5' }, '--repeat: needs a load to go with; add --burst 50'],
    [{ duration: '5s' }, '--duration: needs a load to go with; add --rate 50/s or --concurrency 20'],
    [{ arrivals: 'poisson' }, '--arrivals: needs a load to go with; add --rate 50/s or --stages'],
    [{ rate: '5/s' }, '--rate: has no end; add --duration 30s'],
    [{ concurrency: '5' }, '--concurrency: has no end; add --requests 1000 or --duration 30s'],
    [{ burst: '0' }, '--burst: "0" is too small; write 1 or more'],
    [{ burst: '-1' }, '--burst: "-1" is too small'],
    [{ burst: '5', every: '-1s' }, '--every: "-1s" is negative'],
    [{ rate: '2000000/s', duration: '1s' }, '--rate: "2000000/s" is too high'],
    [{ rate: '1000000/s', duration: '5m' }, '--rate: 300000000 arrivals in all are too many'],
    [{ stages: '5s:0' }, '--stages: these stages send nothing'],
    [
      { burst: '20000' },
      '--burst: a burst of 20000 is more than may be in flight; add --max-in-flight 20000',
    ],
  ])('refuses %j and says what to write', (flags, complaint) => {
    expect(complaints({ flags })).toEqual([expect.stringContaining(complaint)])
  })

  it('reports a wrong value also beside a wrong combination', () => {
    expect(complaints({ flags: { burst: '0', rate: 'x' } })).toEqual([
      expect.stringContaining("--rate: can't go with --burst"),
      expect.stringContaining('--burst: "0" is too small'),
      expect.stringContaining('--rate: "x" is not a rate'),
    ])
  })

  it('replaces all phases of a profile, and says so', () => {
    const { plan: made, notes } = plan({
      flags: { burst: '3' },
      profile: 'phases: [{ burst: { size: 1 } }, { burst: { size: 2 } }]',
    })
    expect(made.phases).toHaveLength(1)
    expect(notes).toEqual(['--burst replaces the phases of the profile'])
  })

  it('of a flag wins over one of another form in the environment', () => {
    const { phases } = plan({
      flags: { rate: '5/s', duration: '1s' },
      env: { COLDBURST_BURST: '9', COLDBURST_EVERY: '1s' },
    }).plan
    expect(phases.map(({ load }) => load.kind)).toEqual(['rate'])
  })

  it('of a flag takes what fits it from the environment', () => {
    const { phases } = plan({ flags: { burst: '5' }, env: { COLDBURST_REPEAT: '4' } }).plan
    expect(phases[0]?.load).toMatchObject({ size: 5, repeat: 4 })
  })

  it('is not made by a variable that asks for no load by itself', () => {
    expect(plan({ env: { COLDBURST_EVERY: '5s' } }).plan.name).toBe('tour')
  })
})

describe('the load without flags', () => {
  it('is the tour when no target is named either', () => {
    const { plan: made, secrets } = plan({ flags: { seed: '2' } })
    expect(made).toMatchObject({ name: 'tour', seed: 2, target: { function: 'hello' } })
    expect(secrets.payloads).toEqual(['{"holdMs":300}'])
  })

  it('is three bursts of ten when a target is named', () => {
    const { plan: made, notes } = plan({ flags: { local: 'fn' } })
    expect(made.phases.map(({ load }) => load)).toEqual([
      { kind: 'burst', size: 10, repeat: 3, every: 2_000_000 },
    ])
    expect(notes).toEqual(['no load was given: firing 3 bursts of 10, 2 s apart'])
  })
})

describe('--warmup', () => {
  const warmUp = (flags: Flags) => plan({ flags }).plan.phases[0]

  it('fires so many, as many at once as the load does but no more than these', () => {
    expect(warmUp({ warmup: '20x', burst: '50' })).toEqual({
      name: 'warm-up',
      discard: true,
      load: { kind: 'closed', concurrency: 20, requests: 20, thinkTime: 0 },
    })
    expect(warmUp({ warmup: '20x', concurrency: '3', requests: '9' })?.load).toMatchObject({ concurrency: 3 })
    expect(warmUp({ warmup: '20x', rate: '4.5/s', duration: '9s' })?.load).toMatchObject({ concurrency: 5 })
  })

  it('fires for so long', () => {
    expect(warmUp({ warmup: '10s', burst: '50' })?.load).toEqual({
      kind: 'closed',
      concurrency: 50,
      duration: 10_000_000,
      thinkTime: 0,
    })
  })

  it('comes before the phases of a profile, under a name that is free', () => {
    const profile = 'phases: [{ name: warm-up, burst: { size: 1 } }]'
    expect(plan({ profile, flags: { warmup: '5x' } }).plan.phases.map(({ name }) => name)).toEqual([
      'warm-up-2',
      'warm-up',
    ])
  })

  it.each(['0x', '20', 'x', '-5s', '9999999x'])('does not take %j', (warmup) => {
    expect(complaints({ flags: { warmup, burst: '1' } })).toEqual([expect.stringMatching(/^--warmup: "/)])
  })
})
