import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Sent } from '../../lib/model/observation.ts'
import { micros } from '../../lib/model/time.ts'
import { mergeShares } from '../../lib/store/merge-shares.ts'
import { collectAll, sentInMillis } from '../support/observations.ts'

/** Ends of one share in order, and how many of its observations come at a time. */
const share = fc.record({
  ends: fc.array(fc.nat({ max: 50 }), { maxLength: 60 }).map((ends) => ends.sort((a, b) => a - b)),
  batch: fc.integer({ min: 1, max: 9 }),
})

async function* inBatches(observations: readonly Sent[], size: number): AsyncGenerator<readonly Sent[]> {
  for (let at = 0; at < observations.length; at += size) yield observations.slice(at, at + size)
}

describe('merged shares', () => {
  it('come in the order they ended, those of one instant in the order of their shares', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(share, { maxLength: 5 }), async (drawn) => {
        const shares = drawn.map(({ ends }, index) =>
          ends.map((end, seq) => ({ ...sentInMillis({ seq, share: index }), endedAt: micros(end) })),
        )
        const merged = await collectAll(
          mergeShares(shares.map((list, index) => inBatches(list, drawn[index]!.batch))),
        )
        // Sorting keeps the order of equals.
        expect(merged).toEqual(shares.flat().sort((a, b) => a.endedAt - b.endedAt))
      }),
    )
  })
})
