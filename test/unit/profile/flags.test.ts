import { describe, expect, it } from 'vitest'
import { flagName, variableName } from '../../../lib/profile/flags.ts'
import { complaints, plan } from '../../support/profile-world.ts'

describe('flags and variables', () => {
  it('are named alike', () => {
    expect([flagName('maxInFlight'), variableName('maxInFlight')]).toEqual([
      '--max-in-flight',
      'COLDBURST_MAX_IN_FLIGHT',
    ])
  })

  it('take precedence: flag, then environment, then profile, then default', () => {
    const profile = 'seed: 3\nphases: [{ burst: { size: 1 } }]'
    const seed = (said: Parameters<typeof plan>[0]) => plan(said).plan.seed
    expect(seed({ flags: { seed: '5' }, env: { COLDBURST_SEED: '4' }, profile })).toBe(5)
    expect(seed({ env: { COLDBURST_SEED: '4' }, profile })).toBe(4)
    expect(seed({ profile })).toBe(3)
    expect(seed({})).toBe(1)
  })

  it('name the flag or the variable that is wrong', () => {
    expect(complaints({ flags: { seed: 'x' }, env: { COLDBURST_TIMEOUT: '5' } })).toEqual([
      '--seed: "x" is not a whole number; write one such as 10',
      'COLDBURST_TIMEOUT: "5" has no unit; write 5s or 5ms',
    ])
  })

  it('treat an empty variable as one that is not there', () => {
    expect(plan({ env: { COLDBURST_SEED: '' } }).plan.seed).toBe(1)
  })

  it('may not be given twice when only one value is meant', () => {
    expect(complaints({ flags: { seed: ['1', '2'] } })).toEqual(['--seed: is given twice; keep one of them'])
  })

  it('take lists from a variable line by line', () => {
    const { plan: made } = plan({ env: { COLDBURST_THRESHOLD: 'dropped == 0\ntimeouts == 0\n' } })
    expect(made.thresholds).toHaveLength(2)
  })

  it('take switches from variables as words', () => {
    expect(plan({ env: { COLDBURST_KEEP_PAYLOADS: 'true' } }).plan.payloads[0]?.body).toBe('{"holdMs":300}')
    expect(complaints({ env: { COLDBURST_KEEP_PAYLOADS: 'maybe' } })).toEqual([
      'COLDBURST_KEEP_PAYLOADS: "maybe" is neither yes nor no; write true or false',
    ])
  })

  it('refuse a variable that is almost one of ours', () => {
    expect(
      complaints({ env: { COLDBURST_BRUST: '5', COLDBURST_RUNS: 'x', COLDBURST_STATE: '/s', HOME: '/' } }),
    ).toEqual(['COLDBURST_BRUST: there is no such variable; did you mean COLDBURST_BURST?'])
  })
})
