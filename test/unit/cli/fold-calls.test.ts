import { describe, expect, it } from 'vitest'
import { foldCalls, tallyCalls } from '../../../cli/fold-calls.ts'
import type { RehearsedCall } from '../../../lib/settings/rehearse.ts'

/** Calls by one letter each, and a number that is no more than that. */
const callsOf = (text: string): RehearsedCall[] =>
  text.split(' ').map((says) => ({ operation: says[0]!, says, alike: says[0]!, during: 'preparing' }))

const folded = (text: string): string[] =>
  foldCalls(callsOf(text)).map(({ calls, times }) => `${times} × ${calls.map(({ says }) => says).join(' ')}`)

describe('folded calls', () => {
  it('are the first of those that come one after the other with other numbers', () => {
    expect(folded('a1 a2 a3 a4 b1')).toEqual(['4 × a1', '1 × b1'])
    expect(folded('a1 b1 a2 b2 a3 b3 c1')).toEqual(['3 × a1 b1', '1 × c1'])
    expect(folded('u1 g1 p1 g1 u2 g2 p2 g2')).toEqual(['2 × u1 g1 p1 g1'])
  })

  it('begin where the repetition does, and not with what happens to be like its end', () => {
    // From the first g on there are three times g u p, too.
    expect(folded('g0 u1 p1 g1 u2 p2 g2 u3 p3 g3')).toEqual(['1 × g0', '3 × u1 p1 g1'])
  })

  it('are told one by one where that takes hardly more lines', () => {
    expect(folded('a1 a2 a3')).toEqual(['1 × a1', '1 × a2', '1 × a3'])
    expect(folded('a1 b1 a2 b2')).toEqual(['1 × a1', '1 × b1', '1 × a2', '1 × b2'])
  })

  it('differ in more than numbers where their words do', () => {
    const [first, ...others] = callsOf('a1 a2 a3 a4')
    const other = { ...first!, alike: 'of another memory' }
    expect(foldCalls([other, ...others, first!]).map(({ times }) => times)).toEqual([1, 4])
  })

  it('are none where there are none', () => {
    expect(foldCalls([])).toEqual([])
  })
})

describe('calls by kind', () => {
  it('are counted by operation as each comes first, then by what they say, sizes by their numbers', () => {
    const of = (operation: string, alike: string): RehearsedCall => ({
      operation,
      says: `${alike} 1`,
      alike,
      during: 'firing',
    })
    const [big, small, look] = [of('u', '1024 MB'), of('u', '512 MB'), of('g', 'all')]
    const tallies = tallyCalls([big, look, small, look, big, look])
    expect(tallies.map(({ call, times }) => [times, call.operation, call.alike])).toEqual([
      [1, 'u', '512 MB'],
      [2, 'u', '1024 MB'],
      [3, 'g', 'all'],
    ])
  })
})
