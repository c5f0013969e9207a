import { describe, expect, it } from 'vitest'
import { outputFlags, profileFlags, strangeFlags } from '../../../cli/flags.ts'

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

  it('are all known to the command they are for', () => {
    const given = {
      _: [],
      $0: '',
      burst: '1',
      c: undefined,
      maxInFlight: '1',
      maxCost: '1',
      out: [],
      json: true,
      runs: 'x',
      color: false,
    }
    const { c: _, ...known } = given
    expect(strangeFlags('run', known)).toEqual([])
    expect(strangeFlags('report', { _: [], out: [], json: true, run: 'x' })).toEqual([])
  })

  it('that a command does not have are problems, each with the nearest that it has', () => {
    expect(strangeFlags('run', { brust: '1', x: '1' })).toMatchObject([
      { where: '--brust', message: expect.stringContaining('burst') },
      { where: '-x' },
    ])
    expect(strangeFlags('report', { burst: '1' })).toMatchObject([{ where: '--burst' }])
    expect(strangeFlags('run', { maxInflight: '1' })).toMatchObject([
      { where: '--max-inflight', message: expect.stringContaining('max-in-flight') },
    ])
  })

  it('of another command are problems, also those that it takes as an argument', () => {
    expect(strangeFlags('report', { run: 'x', local: 'y' })).toMatchObject([{ where: '--local' }])
    expect(strangeFlags('emulate', { local: 'x', profile: 'y' })).toMatchObject([{ where: '--profile' }])
    expect(strangeFlags('run', { local: 'x', profile: 'y' })).toEqual([])
  })

  it('that take one path are problems with two, and with none', () => {
    expect(strangeFlags('run', { runs: ['a', 'b'] })).toMatchObject([
      { where: '--runs', message: expect.stringContaining('twice') },
    ])
    expect(strangeFlags('run', { runs: '' })).toMatchObject([{ where: '--runs' }])
    expect(strangeFlags('emulate', { truthLog: ['a', 'b'] })).toMatchObject([{ where: '--truth-log' }])
  })
})
