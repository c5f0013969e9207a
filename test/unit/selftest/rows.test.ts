import { describe, expect, it } from 'vitest'
import { compare, fact, verdictOf } from '../../../lib/selftest/rows.ts'

const base = { what: 'response p99', unit: 'µs' as const, claimed: 1_000, tolerance: 20 }

describe('comparing with what theory says', () => {
  it('is ok within the tolerance, on both sides', () => {
    expect(compare({ ...base, measured: 1_020 }).verdict).toBe('ok')
    expect(compare({ ...base, measured: 980 }).verdict).toBe('ok')
  })

  it('is off beyond it when the machine was quiet', () => {
    expect(compare({ ...base, measured: 1_021 }).verdict).toBe('off')
    expect(compare({ ...base, measured: 979 }).verdict).toBe('off')
  })

  it('is too noisy where the noise explains it, and off where it does not', () => {
    expect(compare({ ...base, measured: 1_120, noise: 100 }).verdict).toBe('too noisy')
    expect(compare({ ...base, measured: 1_121, noise: 100 }).verdict).toBe('off')
  })

  it('never takes noise for a reason to be faster', () => {
    expect(compare({ ...base, measured: 950, noise: 100_000 }).verdict).toBe('off')
    expect(compare({ ...base, measured: 950, noise: 100, noiseBothWays: true }).verdict).toBe('too noisy')
  })

  it('is off when nothing was measured, however noisy it was', () => {
    expect(compare({ ...base, measured: undefined, noise: Infinity }).verdict).toBe('off')
    expect(compare({ ...base, measured: NaN, noise: Infinity }).verdict).toBe('off')
    expect(compare({ ...base, claimed: NaN, measured: 1, noise: 5 }).verdict).toBe('off')
  })

  it('judges a bound on one side only', () => {
    expect(compare({ ...base, relation: 'at-most', measured: 0 }).verdict).toBe('ok')
    expect(compare({ ...base, relation: 'at-most', measured: 1_100 }).verdict).toBe('off')
    expect(compare({ ...base, relation: 'at-least', measured: 5_000 }).verdict).toBe('ok')
    expect(compare({ ...base, relation: 'at-least', measured: 900, noise: 1_000 }).verdict).toBe('off')
  })
})

describe('a check', () => {
  it('is as bad as its worst row', () => {
    const good = fact('exit code', '3', '3')
    const noisy = compare({ ...base, measured: 1_120, noise: 100 })
    expect(verdictOf([good, noisy])).toBe('too noisy')
    expect(verdictOf([good, noisy, fact('exit code', '3', '0')])).toBe('off')
    expect(verdictOf([good])).toBe('ok')
    expect(verdictOf([])).toBe('skipped')
  })
})
