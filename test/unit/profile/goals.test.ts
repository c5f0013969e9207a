import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { comparison, comparisonComplaints } from '../../support/profile-world.ts'

const memory = { function: 'checkout', memory: '512,1024' }
const goalsOf = (flags: Flags, profile?: string) =>
  comparison({ flags: { ...memory, ...flags }, ...(profile === undefined ? {} : { profile }) }).plan.goals

describe('what the recommendation goes by', () => {
  it('is given as shares, with a % or without', () => {
    expect(goalsOf({ weight: '80%', tolerance: '0.1' })).toEqual({ weight: 0.8, limits: [], tolerance: 0.1 })
    expect(goalsOf({ weight: '0' }, 'compare: { weight: 1, tolerance: 2% }')).toEqual({
      weight: 0,
      limits: [],
      tolerance: 0.02,
    })
  })

  it('may be limits, which are kept in canonical form, each once', () => {
    const slo = ['response_time p(95)<200ms', 'response_time  p(95) < 0.2s', 'init_duration p(99) < 1s']
    expect(goalsOf({ slo }).limits).toEqual(['response_time p(95) < 200ms', 'init_duration p(99) < 1s'])
  })

  it('may be limits of a profile, which those of flags replace', () => {
    const profile = "compare: { slo: ['duration{start:cold} p(99) < 2s', 'error_rate < 1%'] }"
    expect(goalsOf({}, profile).limits).toEqual(['duration{start:cold} p(99) < 2s', 'error_rate < 1%'])
    expect(goalsOf({ slo: 'cost_per_million < 2' }, profile).limits).toEqual(['cost_per_million < 2usd'])
  })

  it('is not the thresholds of a profile, which judge its runs', () => {
    const { plan, notes } = comparison({ flags: memory, profile: 'thresholds: [error_rate == 0%]' })
    expect([plan.base.thresholds, plan.goals.limits]).toEqual([[], []])
    expect(notes).toEqual(['the thresholds of the profile judge runs and are left aside; compare has --slo'])
  })

  it.each<[Flags, string]>([
    [{ slo: 'response_time p95 < 200ms' }, '--slo: unknown aggregate "p95": write p(95)'],
    [{ slo: 'response_time{phase:steady} p(95) < 200ms' }, '--slo: selects a phase, and a setting is judged'],
    [{ slo: 'cold_start_rate < 8%' }, '--slo: cold_start_rate says how the comparison is made'],
    [{ slo: 'run_cost < 1usd' }, '--slo: run_cost says how the comparison is made'],
    [{ slo: 'duration{start:cold} p(99) < 2s', cold: '0' }, '--slo: is about cold starts, and none'],
    [{ slo: 'duration{start:unknown} p(99) < 2s' }, '--slo: selects starts that are never samples'],
    [{ slo: 'restore_duration p(99) < 2s', cold: '0' }, '--slo: is about cold starts, and none'],
    [{ slo: 'init_duration p(99) < 2s', cold: '0' }, '--slo: is about cold starts, and none'],
  ])('is refused when it is %j', (flags, complaint) => {
    expect(comparisonComplaints({ flags: { ...memory, ...flags } })).toEqual([
      expect.stringContaining(complaint),
    ])
  })

  it.each([
    ['slo: 5', 'nightly.yaml:1:17: compare.slo: found the number 5'],
    ['slo: [5]', 'nightly.yaml:1:18: compare.slo[0]: found the number 5'],
    ["slo: ['duration p(9)']", 'nightly.yaml:1:32: compare.slo[0]: there is nothing to compare with'],
  ])('is refused in a profile when it is %s', (slo, complaint) => {
    const complaints = comparisonComplaints({ flags: memory, profile: `compare: { ${slo} }` })
    expect(complaints).toContainEqual(expect.stringContaining(complaint))
    expect(complaints).toHaveLength(1)
  })
})
