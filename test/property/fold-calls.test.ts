import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldCalls } from '../../cli/fold-calls.ts'
import type { RehearsedCall } from '../../lib/settings/rehearse.ts'

const calls: fc.Arbitrary<RehearsedCall[]> = fc
  // Few letters and short groups, so that much is repeated.
  .array(
    fc.tuple(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }), fc.integer({ min: 1, max: 5 })),
    {
      maxLength: 8,
    },
  )
  .map((groups) => groups.flatMap(([letters, times]) => Array<string[]>(times).fill(letters).flat()))
  .map((letters) =>
    letters.map((letter, index) => ({
      operation: letter,
      says: `${letter} ${index}`,
      alike: letter,
      during: 'preparing',
    })),
  )

const operations = (all: readonly RehearsedCall[]): string => all.map(({ operation }) => operation).join('')

it('folded calls are all calls, in their order', () => {
  fc.assert(
    fc.property(calls, (all) => {
      const unfolded = foldCalls(all).map((fold) => operations(fold.calls).repeat(fold.times))
      expect(unfolded.join('')).toBe(operations(all))
    }),
  )
})
