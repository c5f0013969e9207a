import { describe, expect, it } from 'vitest'
import { NameCache } from '../../../lib/store/name-cache.ts'

describe('a cache of names', () => {
  it('gives every name as it stands in the text, also where names take the place of one another', () => {
    const names = new NameCache()
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < 18_000; n += 1) {
        const text = `["${n}-é💥${n % 7}"`
        expect(names.get(text, 2, text.length - 1)).toBe(text.slice(2, -1))
      }
    }
  })

  it('knows short and empty names', () => {
    const names = new NameCache()
    expect([names.get('abc', 1, 1), names.get('abc', 1, 2), names.get('abc', 0, 3)]).toEqual(['', 'b', 'abc'])
  })
})
