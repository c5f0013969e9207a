import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { comparison, comparisonComplaints, type ComparisonSaid } from '../../support/profile-world.ts'

const memory = { local: 'fn', memory: '512,1024' }

function blockOf(flags: Flags, more: Omit<ComparisonSaid, 'flags'> = {}) {
  const { plan, notes } = comparison({ flags: { ...memory, ...flags }, ...more })
  return { loads: plan.base.phases.map(({ load }) => load), perBlock: plan.design.warmPerBlock, notes }
}

describe('the load of a warm block', () => {
  it('is a closed loop with a twentieth of the samples', () => {
    expect(blockOf({ requests: '200' })).toEqual({
      loads: [{ kind: 'closed', concurrency: 1, requests: 10, thinkTime: 0 }],
      perBlock: 10,
      notes: [],
    })
    expect(blockOf({ requests: '110' }).perBlock).toBe(6)
  })

  it('has as many samples as are in flight, at least', () => {
    expect(blockOf({ concurrency: '8', thinkTime: '10ms' })).toMatchObject({
      loads: [{ kind: 'closed', concurrency: 8, requests: 8, thinkTime: 10_000 }],
      perBlock: 8,
    })
  })

  it('lets each of those in flight send equally often', () => {
    expect(blockOf({ concurrency: '4' }).perBlock).toBe(8)
  })

  it('may be a closed loop because of its think time alone', () => {
    expect(blockOf({ thinkTime: '10ms' }).loads).toEqual([
      { kind: 'closed', concurrency: 1, requests: 5, thinkTime: 10_000 },
    ])
  })

  it('may be bursts or a rate, of which one pass is a block', () => {
    expect(blockOf({ burst: '16', repeat: '1' })).toMatchObject({
      loads: [{ kind: 'burst', size: 16, repeat: 1 }],
      perBlock: 16,
      notes: [],
    })
    expect(blockOf({ rate: '4.5/s', duration: '3s', requests: '200' })).toMatchObject({
      loads: [{ kind: 'rate', perSecond: 4.5 }],
      perBlock: 13,
    })
  })

  it('is that of a profile, without what is discarded', () => {
    const profile = `phases:
  - { closed: { concurrency: 5, requests: 50 }, discard: true }
  - { name: steady, rate: { per: 2/s, for: 5s } }
  - { burst: { size: 4, repeat: 2 } }
`
    const { loads, perBlock } = blockOf({ requests: '360' }, { profile })
    expect([loads.map(({ kind }) => kind), perBlock]).toEqual([['rate', 'burst'], 18])
  })

  it('replaces that of a profile when flags ask for one, but not for a number of samples', () => {
    const profile = 'phases: [{ burst: { size: 4 } }]'
    expect(blockOf({ concurrency: '2' }, { profile })).toMatchObject({
      loads: [{ kind: 'closed' }],
      notes: ['--concurrency replaces the phases of the profile'],
    })
    expect(blockOf({ requests: '80' }, { profile }).loads).toMatchObject([{ kind: 'burst' }])
  })

  it('takes from the environment what fits, and the number of samples', () => {
    const env = { COLDBURST_REQUESTS: '400', COLDBURST_DURATION: '5s', COLDBURST_CONCURRENCY: '3' }
    expect(blockOf({}, { env }).loads).toEqual([
      { kind: 'closed', concurrency: 3, requests: 21, thinkTime: 0 },
    ])
    expect(blockOf({ burst: '5' }, { env: { ...env, COLDBURST_REPEAT: '4' } })).toMatchObject({
      loads: [{ kind: 'burst', size: 5, repeat: 4 }],
      perBlock: 20,
    })
  })

  it('that brings so much that few rounds are left is noted', () => {
    expect(blockOf({ concurrency: '50' }).notes).toEqual([
      'one pass of the load brings 50 samples, so that 100 take 2 rounds: too few for intervals, so that nothing will be recommended; write --requests 1000',
    ])
    expect(blockOf({ burst: '100' }).notes[0]).toContain('100 take one round')
    // Six rounds are the fewest that give an interval.
    expect(blockOf({ concurrency: '20' }).notes[0]).toContain('100 take 5 rounds')
    expect(blockOf({ concurrency: '17' }).notes).toEqual([])
  })

  it.each<[Flags, string]>([
    [{ concurrency: '2', duration: '5s' }, '--duration: a closed loop of compare ends by its samples'],
    [{ concurrency: 'x' }, '--concurrency: "x" is not a whole number'],
    [{ concurrency: '2', burst: '5' }, "--concurrency: can't go with --burst"],
    [{ repeat: '5' }, '--repeat: needs a load to go with; add --burst 50'],
    [{ rate: '5/s' }, '--rate: has no end; add --duration 30s'],
  ])('is refused when it is %j', (flags, complaint) => {
    expect(comparisonComplaints({ flags: { ...memory, ...flags } })).toEqual([
      expect.stringContaining(complaint),
    ])
  })

  it.each([
    ['phases: [{ burst: { size: 1 }, discard: true }]', 'nightly.yaml:1:9: phases: every phase is discarded'],
    [
      'phases: [{ burst: { size: 1 } }, { closed: { concurrency: 1, for: 5s } }]',
      'nightly.yaml:1:44: phases[1].closed: ends by time',
    ],
    [
      'phases: [{ closed: { concurrency: 4, for: 5s } }]',
      // 100 samples in 20 blocks are 5 each, and 2 of each of the four in flight make 8.
      'add requests: 8, so that 100 samples take 13 blocks',
    ],
  ])('is refused when it is %s', (profile, complaint) => {
    expect(comparisonComplaints({ flags: memory, profile })).toEqual([expect.stringContaining(complaint)])
  })

  it('may be discarded although it ends by time', () => {
    const profile = 'phases: [{ closed: { concurrency: 1, for: 5s }, discard: true }, { burst: { size: 5 } }]'
    expect(blockOf({}, { profile }).perBlock).toBe(5)
  })
})
