import { describe, expect, it } from 'vitest'
import { commandList } from '../../../cli/command-list.ts'
import { quickAnswer } from '../../../cli/quick-answer.ts'

describe('the quick answer', () => {
  const help = quickAnswer(['--help']) ?? ''

  it('to --help names every command and what it does', () => {
    for (const { usage, says } of Object.values(commandList))
      expect(help).toMatch(new RegExp(`^  coldburst ${usage.replaceAll(/[[\]]/g, '\\$&')} +${says}$`, 'mu'))
  })

  it('to --help fits 80 columns', () => {
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it('to --help does not mind --no-color', () => {
    expect(quickAnswer(['--no-color', '--help'])).toBe(help)
  })

  it.each([
    [[]],
    [['run', '--help']],
    [['--help', 'run']],
    [['--version', '--help']],
    [['--', '--help']],
    [['-h']],
  ])('is none to %j', (args) => {
    expect(quickAnswer(args)).toBeUndefined()
  })
})
