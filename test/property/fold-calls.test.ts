import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldCalls } from '../../cli/fold-calls.ts'
import type { RehearsedCall } from '../../lib/settings/rehearse.ts'

/** Two of them are the same operation with something else. */
const kinds = ['a x', 'a y', 'b x'] as const

const calls: fc.Arbitrary<RehearsedCall[]> = fc
  // Few kinds and short groups, so that much is repeated.
  .array(fc.tuple(fc.array(fc.constantFrom(...kinds), { maxLength: 4 }), fc.integer({ min: 1, max: 5 })), {
    maxLength: 8,
  })
  .map((groups) => groups.flatMap(([group, times]) => Array<string[]>(times).fill(group).flat()))
  .map((all) =>
    all.map((kind, index) => {
      const [operation = '', alike = ''] = kind.split(' ')
      return { operation, says: `${alike} ${index}`, alike, during: 'preparing' }
    }),
  )

const kindOf = ({ operation, alike }: RehearsedCall): string => `${operation} ${alike}`

it('folded calls are all calls in their order, and only such as are alike stand for one another', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const unfolded = foldCalls(all).flatMap((fold) =>
        Array.from({ length: fold.times }, () => fold.calls.map(kindOf)).flat(),
      )
      expect(unfolded).toEqual(all.map(kindOf))
    }),
  )
})

it('the calls that a fold shows are the first of those that it stands for', () => {
  fc.assert(
    fc.property(calls, (all) => {
      let at = 0
      for (const fold of foldCalls(all)) {
        expect(fold.calls).toEqual(all.slice(at, at + fold.calls.length))
        at += fold.calls.length * fold.times
      }
      expect(at).toBe(all.length)
    }),
  )
})
