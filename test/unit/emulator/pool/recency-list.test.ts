import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createRecencyList, type Link } from '../../../../lib/emulator/pool/recency-list.ts'

test('after any operations it holds what a plain list does', () => {
  const operation = fc.record({ add: fc.boolean(), key: fc.integer({ min: 0, max: 9 }) })
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 100, size: 'max' }), (operations) => {
      const list = createRecencyList<number>()
      let plain: Link<number>[] = []
      for (const { add, key } of operations) {
        const old = plain.find((link) => link.key === key)
        plain = plain.filter((link) => link !== old)
        if (old !== undefined) list.remove(old)
        if (add) plain.push(list.add(key))
        expect([...list.oldestFirst()]).toEqual(plain.map((link) => link.key))
        expect(list.latest()).toBe(plain.at(-1)?.key)
      }
    }),
  )
})
