import { describe, expect, it } from 'vitest'
import { createHomes } from '../../../lib/compare/homes.ts'
import type { ProbeFields } from '../../../lib/model/markers.ts'

const probe = (environmentId: string, processId: string, call = 1): ProbeFields => ({
  from: 'payload',
  environmentId,
  processId,
  call,
})

const at = (setting: string) => ({ setting, version: '$LATEST' })

describe('the homes of processes', () => {
  it('are the settings they first answered for', () => {
    const homes = createHomes()
    const isAtHome = (setting: string, call: number): boolean =>
      homes.isAtHome(probe('e', 'p', call), at(setting))
    expect([isAtHome('a', 1), isAtHome('b', 2), isAtHome('a', 3)]).toEqual([true, false, true])
  })

  it('are their own where the temporary files that name their environment outlive a change', () => {
    const homes = createHomes()
    const answers = [probe('e', 'p'), probe('e', 'q'), probe('e', 'p', 2)]
    const settings = ['a', 'b', 'b']
    expect(answers.map((answer, index) => homes.isAtHome(answer, at(settings[index]!)))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('are their own where a snapshot gives all its environments one process id', () => {
    const homes = createHomes()
    expect(homes.isAtHome(probe('e', 'p'), at('a'))).toBe(true)
    expect(homes.isAtHome(probe('f', 'p'), at('b'))).toBe(true)
  })

  it('are anywhere for one without a name, and where versions tell', () => {
    const homes = createHomes()
    for (const setting of ['a', 'b']) {
      expect(homes.isAtHome(undefined, at(setting))).toBe(true)
      expect(homes.isAtHome(probe('e', 'p'), { setting, version: '1' })).toBe(true)
      expect(homes.isAtHome(probe('e', 'p'), { setting })).toBe(true)
    }
  })
})
