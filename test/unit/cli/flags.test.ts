import { describe, expect, it } from 'vitest'
import yargs from 'yargs'
import { compareSwitches, describeCompare, outputFlags, profileFlags } from '../../../cli/flags.ts'
import { strangeFlags } from '../../../cli/strange-flags.ts'

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

/** What `compare` gets of a command line. */
async function compareLine(...args: string[]): Promise<Record<string, unknown>> {
  let raw: Record<string, unknown> = {}
  await yargs()
    .parserConfiguration({ 'strip-aliased': true, 'strip-dashed': true })
    .command('compare [profile]', '', describeCompare, (given) => {
      raw = given
    })
    .exitProcess(false)
    .parseAsync(['compare', ...args])
  return raw
}

async function compareHelp(width: number): Promise<string> {
  let printed = ''
  await yargs()
    .command('compare [profile]', '', describeCompare)
    .wrap(width)
    .exitProcess(false)
    .parseAsync(['compare', '--help'], {}, (_, __, output) => {
      printed = output
    })
  return printed
}

describe('the flags of compare', () => {
  it('are all known to it, and come as they were typed', async () => {
    const line =
      'p.yaml|--memory|512,1024|--vary-env|A=1,2|--vary-env|B=3,4|-n|50|-c|2|--in-place|--cold-burst|3|' +
      '--slo|error_rate < 1%|--max-requests|9|--until|p95 5%|--weight|1|--tolerance|2%|--local|fn|--env|C=5|' +
      '--apply|--apply-to|live|--dry-run|--yes|--quiet|--json|--out|svg=a.svg|--runs|r|--max-cost|2usd|' +
      '--architecture|arm64|--qualifier|a,b|--cold|1'
    const raw = await compareLine(...line.split('|'))
    expect(strangeFlags('compare', raw)).toEqual([])
    expect(raw['profile']).toBe('p.yaml')
    expect(profileFlags(raw)).toEqual({
      memory: '512,1024',
      varyEnv: ['A=1,2', 'B=3,4'],
      requests: '50',
      concurrency: '2',
      inPlace: true,
      slo: 'error_rate < 1%',
      coldBurst: '3',
      maxRequests: '9',
      until: 'p95 5%',
      weight: '1',
      tolerance: '2%',
      local: 'fn',
      env: 'C=5',
      maxCost: '2usd',
      architecture: 'arm64',
      qualifier: 'a,b',
      cold: '1',
    })
    expect(compareSwitches(raw, {})).toEqual({
      dryRun: true,
      apply: true,
      applyTo: 'live',
      yes: true,
      quiet: true,
    })
  })

  it('are not those of a run, nor the other way round', () => {
    expect(strangeFlags('compare', { threshold: 'x', warmup: '5x', inconclusive: 'fail' })).toHaveLength(3)
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

  it('apply nothing unless that is typed', () => {
    const off = { dryRun: false, apply: false, yes: false, quiet: false }
    expect(compareSwitches({}, {})).toEqual(off)
    expect(compareSwitches({}, { COLDBURST_APPLY: '1' })).toEqual(off)
    expect(compareSwitches({ applyTo: 'live' }, {})).toEqual({ ...off, apply: true, applyTo: 'live' })
    expect(compareSwitches({ apply: false, applyTo: 'live' }, {}).apply).toBe(false)
    expect(compareSwitches({}, { COLDBURST_DRY_RUN: 'true' }).dryRun).toBe(true)
  })

  it.each([80, 110])('are helped with in %i columns', async (width) => {
    const lines = (await compareHelp(width)).split('\n')
    expect(lines.filter((line) => line.length > width)).toEqual([])
    const groups = lines.filter((line) => /^\w.*:$/.test(line))
    expect(groups.slice(0, 4)).toEqual(['Settings:', 'Samples:', 'Recommendation:', 'Target:'])
  })
})
