import { describe, expect, it } from 'vitest'
import { createHomes } from '../../../lib/compare/homes.ts'

describe('the homes of environments', () => {
  it('are the settings they first answered for', () => {
    const homes = createHomes()
    const isAtHome = (setting: string): boolean => homes.isAtHome('e', { setting, version: '$LATEST' })
    expect([isAtHome('a'), isAtHome('b'), isAtHome('a')]).toEqual([true, false, true])
  })

  it('are anywhere for one without a name', () => {
    const homes = createHomes()
    for (const version of ['$LATEST', '1', undefined]) {
      const block = { setting: 'a', ...(version !== undefined && { version }) }
      expect(homes.isAtHome(undefined, block)).toBe(true)
    }
  })
})
