import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createDueHeap, type Due } from '../../../../lib/emulator/events/due-heap.ts'

test('however pushes and pops are mixed, the earliest comes first and of equals the first', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(20), { nil: undefined }), { maxLength: 200 }), (steps) => {
      const heap = createDueHeap<Due>()
      let naive: Due[] = []
      for (const [order, dueAt] of steps.entries()) {
        if (dueAt === undefined) {
          const [first] = naive.toSorted((a, b) => a.dueAt - b.dueAt || a.order - b.order)
          expect(heap.peek()).toBe(first)
          expect(heap.pop()).toBe(first)
          naive = naive.filter((item) => item !== first)
        } else {
          const item = { dueAt, order }
          heap.push(item)
          naive.push(item)
        }
        expect(heap.size).toBe(naive.length)
      }
    }),
  )
})
