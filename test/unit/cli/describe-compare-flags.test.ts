import { describe, expect, it } from 'vitest'
import yargs from 'yargs'
import { describeCompare } from '../../../cli/describe-compare-flags.ts'
import { compareSwitches, profileFlags } from '../../../cli/flags.ts'
import { strangeFlags } from '../../../cli/strange-flags.ts'

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

  it.each([80, 110])('are helped with in %i columns', async (width) => {
    const lines = (await compareHelp(width)).split('\n')
    expect(lines.filter((line) => line.length > width)).toEqual([])
    const groups = lines.filter((line) => /^\w.*:$/.test(line))
    expect(groups.slice(0, 4)).toEqual(['Settings:', 'Samples:', 'Recommendation:', 'Target:'])
  })
})
