import { describe, expect, it } from 'vitest'
import { complaints, plan, problemsOf } from '../../support/profile-world.ts'

describe('thresholds', () => {
  const profile = `phases:
  - { name: warm-up, burst: { size: 1 }, discard: true }
  - { name: bursts, burst: { size: 1 } }
thresholds: [cold_start_rate<8%]
`

  it('are kept in canonical form, each once', () => {
    const twice = { flags: { local: 'fn', threshold: ['cold_start_rate<8%', 'cold_start_rate  <  8%'] } }
    expect(plan(twice).plan.thresholds).toEqual(['cold_start_rate < 8%'])
  })

  it('of flags replace those of the profile, and a note says so', () => {
    const { plan: made, notes } = plan({ profile, flags: { threshold: 'dropped == 0' } })
    expect(made.thresholds).toEqual(['dropped == 0'])
    expect(notes).toEqual(['--threshold replaces the thresholds of the profile'])
  })

  it('select phases of the plan', () => {
    expect(
      plan({ profile, flags: { threshold: 'cold_starts{phase:bursts} > 0' } }).plan.thresholds,
    ).toHaveLength(1)
    expect(complaints({ profile, flags: { threshold: 'cold_starts{phase:burst} > 0' } })).toEqual([
      expect.stringContaining('--threshold: unknown phase "burst"'),
    ])
  })

  it('can not select a phase without numbers', () => {
    expect(complaints({ profile, flags: { threshold: 'cold_starts{phase:warm-up} > 0' } })).toEqual([
      '--threshold: selects a phase that is discarded, of which there are no numbers; select another',
    ])
  })

  it('show where in a flag the mistake is', () => {
    const [problem] = problemsOf({ flags: { local: 'fn', threshold: 'cold_start_rate < 8 apples' } })
    expect(problem?.excerpt).toBe(`cold_start_rate < 8 apples\n${' '.repeat(20)}^`)
  })

  it('are not blamed for phases that are wrong themselves', () => {
    const broken =
      'phases: [{ name: bursts, burst: { size: x } }]\nthresholds: ["cold_starts{phase:bursts} > 0"]'
    expect(complaints({ profile: broken })).toEqual([expect.stringContaining('phases[0].burst.size')])
    expect(
      complaints({ flags: { local: 'fn', burst: 'x', threshold: 'cold_starts{phase:burst} > 0' } }),
    ).toEqual([expect.stringContaining('--burst')])
  })
})
