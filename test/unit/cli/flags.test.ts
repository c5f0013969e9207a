import { describe, expect, it } from 'vitest'
import { compareSwitches, outputFlags, profileFlags } from '../../../cli/flags.ts'

describe('the flags of a command line', () => {
  it('go to the profile as they were typed, without those of commands', () => {
    const raw = {
      _: ['run'],
      $0: 'coldburst',
      burst: '20',
      threshold: ['a', 'b'],
      logTail: false,
      out: ['md=x'],
      yes: true,
    }
    expect(profileFlags(raw)).toEqual({ burst: '20', threshold: ['a', 'b'], logTail: false })
  })

  it('that were not given are not there', () => {
    expect(profileFlags({ burst: undefined })).toEqual({})
    expect(outputFlags({}, {})).toEqual({ out: [], json: false })
  })
})

describe('the flags of compare', () => {
  it('apply nothing unless that is typed', () => {
    const off = { dryRun: false, apply: false, yes: false, quiet: false }
    expect(compareSwitches({}, {})).toEqual(off)
    expect(compareSwitches({}, { COLDBURST_APPLY: '1' })).toEqual(off)
    expect(compareSwitches({ applyTo: 'live' }, {})).toEqual({ ...off, apply: true, applyTo: 'live' })
    expect(compareSwitches({ apply: false, applyTo: 'live' }, {}).apply).toBe(false)
    expect(compareSwitches({}, { COLDBURST_DRY_RUN: 'true' }).dryRun).toBe(true)
  })
})
