import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { createRecencyList } from '../../../../lib/emulator/pool/recency-list.ts'

test('after any operations its ends are those of a plain list', () => {
  const operation = fc.record({ add: fc.boolean(), key: fc.integer({ min: 0, max: 9 }) })
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 100, size: 'max' }), (operations) => {
      const list = createRecencyList<number>()
      let plain: number[] = []
      for (const { add, key } of operations) {
        plain = plain.filter((each) => each !== key)
        list.delete(key)
        if (add) plain.push(key)
        if (add) list.add(key)
        expect([list.longest(), list.latest(), list.size]).toEqual([plain[0], plain.at(-1), plain.length])
      }
    }),
  )
})
