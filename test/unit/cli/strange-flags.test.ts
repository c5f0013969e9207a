import { describe, expect, it } from 'vitest'
import { strangeFlags } from '../../../cli/strange-flags.ts'

describe('the flags of a command line', () => {
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
    const compared = { baseline: 'x', candidate: 'y', force: true, seed: '7', out: [], json: true }
    expect(strangeFlags('diff', compared)).toEqual([])
  })

  it('that a command does not have are problems, each with the nearest that it has', () => {
    expect(strangeFlags('run', { brust: '1', x: '1' })).toMatchObject([
      { where: '--brust', message: expect.stringContaining('burst') },
      { where: '-x' },
    ])
    expect(strangeFlags('report', { burst: '1' })).toMatchObject([{ where: '--burst' }])
    expect(strangeFlags('diff', { yes: true })).toMatchObject([{ where: '--yes' }])
    expect(strangeFlags('run', { maxInflight: '1' })).toMatchObject([
      { where: '--max-inflight', message: expect.stringContaining('max-in-flight') },
    ])
  })

  it('that are like none are not answered with all that there are', () => {
    expect(strangeFlags('compare', { inconclusive: 'fail' })).toEqual([
      { where: '--inconclusive', message: 'there is no such flag; see coldburst compare --help' },
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

describe('the flags of compare', () => {
  it('are not those of a run, nor the other way round', () => {
    expect(strangeFlags('compare', { warmup: '5x', inconclusive: 'fail' })).toHaveLength(2)
    expect(strangeFlags('run', { cold: '1', qualifier: 'a,b', slo: 'x', inPlace: true })).toHaveLength(4)
  })

  it('name one alias', () => {
    expect(strangeFlags('compare', { applyTo: ['a', 'b'] })).toMatchObject([
      { where: '--apply-to', message: expect.stringContaining('twice') },
    ])
    expect(strangeFlags('compare', { applyTo: '' })).toMatchObject([
      { where: '--apply-to', message: expect.stringContaining('names no alias') },
    ])
  })
})
