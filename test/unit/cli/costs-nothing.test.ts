import { describe, expect, it } from 'vitest'
import { sayWhatCostsNothing } from '../../../cli/costs-nothing.ts'

function said(flags: Readonly<Record<string, unknown>>, real: boolean): readonly string[] {
  const lines: string[] = []
  sayWhatCostsNothing(flags, { real }, (line) => lines.push(line))
  return lines
}

describe('--max-cost at a target of this machine', () => {
  it('is said not to count', () => {
    expect(said({ maxCost: '2usd' }, false)).toEqual([
      '--max-cost does not count on this machine: nothing is paid here',
    ])
  })

  it('is not told of where nobody typed it, and not of a real target', () => {
    expect([said({}, false), said({ maxCost: '2usd' }, true)]).toEqual([[], []])
  })
})
