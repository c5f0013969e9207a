import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createDueQueue, type Due } from '../../../../lib/emulator/pool/due-queue.ts'

test('what is due comes out in the order of its instants, and of its ranks where they are the same', () => {
  const queue = createDueQueue<number>((key) => key)
  for (const [key, at] of [
    [3, 20],
    [2, 10],
    [1, 20],
    [4, 30],
  ] as const) {
    queue.add(key, at)
  }
  expect(queue.next()).toBe(10)
  expect([queue.take(9), queue.take(20), queue.take(20), queue.take(20), queue.take(29)]).toEqual([
    undefined,
    2,
    1,
    3,
    undefined,
  ])
  expect(queue.next()).toBe(30)
})

test('taking out what is not in it any more changes nothing', () => {
  const queue = createDueQueue<number>((key) => key)
  const first = queue.add(1, 10)
  queue.add(2, 20)
  expect(queue.take(10)).toBe(1)
  queue.remove(first)
  expect(queue.take(20)).toBe(2)
})

const operation = fc.record({
  act: fc.constantFrom('add', 'add', 'remove', 'take'),
  pick: fc.nat(30),
  at: fc.integer({ min: 0, max: 50 }),
})

test('after any operations it holds what a sorted list would', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 300, size: 'max' }), (operations) => {
      const queue = createDueQueue<number>((key) => key)
      let list: Due<number>[] = []
      let added = 0
      for (const { act, pick, at } of operations) {
        const chosen = list[pick % Math.max(1, list.length)]
        if (act === 'add') list.push(queue.add((added += 1), at))
        else if (act === 'remove' && chosen !== undefined) {
          queue.remove(chosen)
          list = list.filter((due) => due !== chosen)
        } else if (act === 'take') {
          const first = list.toSorted((a, b) => a.at - b.at || a.key - b.key)[0]
          const due = first !== undefined && first.at <= at ? first.key : undefined
          expect(queue.take(at)).toBe(due)
          list = list.filter(({ key }) => key !== due)
        }
        expect(queue.size).toBe(list.length)
        expect(queue.first()).toBe(list.toSorted((a, b) => a.at - b.at || a.key - b.key)[0]?.key)
        expect(queue.next()).toBe(list.length === 0 ? undefined : Math.min(...list.map((due) => due.at)))
      }
    }),
  )
})
