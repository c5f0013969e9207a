import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createDueQueue } from '../../../../lib/emulator/pool/due-queue.ts'

test('what is due comes out in the order of its instants, and of its ranks where they are the same', () => {
  const queue = createDueQueue<number>((key) => key)
  for (const [key, at] of [
    [3, 20],
    [2, 10],
    [1, 20],
    [4, 30],
  ] as const) {
    queue.set(key, at)
  }
  expect(queue.next()).toBe(10)
  expect([queue.take(9), queue.take(20), queue.take(20), queue.take(20), queue.take(29)]).toEqual([
    undefined,
    2,
    1,
    3,
    undefined,
  ])
  expect([queue.get(4), queue.get(1), queue.next()]).toEqual([30, undefined, 30])
})

const operation = fc.record({
  act: fc.constantFrom('set', 'set', 'delete', 'take'),
  key: fc.integer({ min: 0, max: 20 }),
  at: fc.integer({ min: 0, max: 50 }),
})

test('after any operations it holds what a sorted list would', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 300, size: 'max' }), (operations) => {
      const queue = createDueQueue<number>((key) => key)
      let list: { key: number; at: number }[] = []
      for (const { act, key, at } of operations) {
        const first = list.toSorted((a, b) => a.at - b.at || a.key - b.key)[0]
        if (act === 'take') {
          const due = first !== undefined && first.at <= at ? first.key : undefined
          expect(queue.take(at)).toBe(due)
          list = list.filter((entry) => entry.key !== due)
        } else {
          list = list.filter((entry) => entry.key !== key)
          if (act === 'set') list.push({ key, at })
          if (act === 'set') queue.set(key, at)
          else queue.delete(key)
        }
        expect(queue.next()).toBe(list.length === 0 ? undefined : Math.min(...list.map((entry) => entry.at)))
        expect(queue.get(key)).toBe(list.find((entry) => entry.key === key)?.at)
      }
    }),
  )
})
