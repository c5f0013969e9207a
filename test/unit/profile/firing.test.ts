import { describe, expect, it } from 'vitest'
import type { FiringPlan } from '../../../lib/model/plan.ts'
import { complaints, plan, type Said } from '../../support/profile-world.ts'

const firing = (said: Said): FiringPlan => plan(said).plan.firing
const burst = 'phases: [{ burst: { size: 5 } }]'
const own: FiringPlan = { transport: 'lean', threads: 1, prewarm: true, onLate: 'send' }

describe('the means of firing', () => {
  it('are the lean transport, one thread, connections opened ahead and late arrivals sent', () => {
    expect(firing({})).toEqual(own)
    expect(firing({ profile: `firing: {}\n${burst}` })).toEqual(own)
  })

  it('are taken from flags', () => {
    const flags = { transport: 'sdk', threads: '3', prewarm: false, onLate: 'drop' }
    expect(firing({ flags })).toEqual({ transport: 'sdk', threads: 3, prewarm: false, onLate: 'drop' })
  })

  it('are taken from the environment below flags', () => {
    const env = {
      COLDBURST_TRANSPORT: 'sdk',
      COLDBURST_THREADS: '64',
      COLDBURST_PREWARM: 'no',
      COLDBURST_ON_LATE: 'drop',
    }
    expect(firing({ env })).toEqual({ transport: 'sdk', threads: 64, prewarm: false, onLate: 'drop' })
    expect(firing({ env, flags: { threads: '2', prewarm: true } })).toEqual({
      transport: 'sdk',
      threads: 2,
      prewarm: true,
      onLate: 'drop',
    })
  })

  it('are taken from a profile below both', () => {
    const profile = `firing: { transport: sdk, threads: 4, prewarm: false, onLate: drop }\n${burst}`
    expect(firing({ profile })).toEqual({ transport: 'sdk', threads: 4, prewarm: false, onLate: 'drop' })
    const env = { COLDBURST_PREWARM: 'true' }
    expect(firing({ profile, env, flags: { transport: 'lean' } })).toEqual({
      transport: 'lean',
      threads: 4,
      prewarm: true,
      onLate: 'drop',
    })
  })

  it.each<[Said, string]>([
    [{ flags: { transport: 'http2' } }, '--transport: "http2" is not known here; write lean or sdk'],
    [{ flags: { transport: 'sdkk' } }, '--transport: "sdkk" is not known here; did you mean sdk?'],
    [{ flags: { onLate: 'skip' } }, '--on-late: "skip" is not known here; write send or drop'],
    [{ flags: { threads: '0' } }, '--threads: "0" is too small; write 1 or more'],
    [{ flags: { threads: '65' } }, '--threads: "65" is too large; write 64 or less'],
    [{ flags: { threads: '1.5' } }, '--threads: "1.5" is not a whole number; write one such as 10'],
    [{ flags: { threads: ['1', '2'] } }, '--threads: is given twice; keep one of them'],
    [
      { env: { COLDBURST_PREWARM: 'maybe' } },
      'COLDBURST_PREWARM: "maybe" is neither yes nor no; write true or false',
    ],
    [
      { env: { COLDBURST_THREADS: 'all' } },
      'COLDBURST_THREADS: "all" is not a whole number; write one such as 10',
    ],
  ])('are told what to write instead: %j', (said, problem) => {
    expect(complaints(said)).toEqual([problem])
  })

  it('are told in a profile all at once, with line and column', () => {
    const profile = `firing:\n  transport: fast\n  threads: 65\n  prewarm: 3\n  onLate: wait\n  treads: 2\n${burst}`
    expect(complaints({ profile })).toEqual([
      'nightly.yaml:2:14: firing.transport: found "fast"; write lean or sdk',
      'nightly.yaml:3:12: firing.threads: "65" is too large; write 64 or less',
      'nightly.yaml:4:12: firing.prewarm: found the number 3; write true or false',
      'nightly.yaml:5:11: firing.onLate: found "wait"; write send or drop',
      'nightly.yaml:6:3: firing: unknown key "treads"; did you mean "threads"?',
    ])
  })
})
