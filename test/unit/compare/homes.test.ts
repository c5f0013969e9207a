import { describe, expect, it, test } from 'vitest'
import { createHomes, needsHomes } from '../../../lib/compare/homes.ts'
import type { ProbeFields } from '../../../lib/model/markers.ts'

const probe = (environmentId: string, processId: string, call = 1): ProbeFields => ({
  from: 'payload',
  environmentId,
  processId,
  call,
})

const at = (setting: string) => ({ setting, version: '$LATEST' })

test('homes are needed in place, where settings differ in more than their memory', () => {
  const sizes = [{ name: '128 MB', memoryMb: 128 }]
  const levels = [{ name: 'LEVEL=debug', environment: { LEVEL: 'debug' } }]
  const needed = [
    needsHomes({ staging: 'in-place', settings: levels }),
    needsHomes({ staging: 'in-place', settings: [...sizes, { name: 'arm64', architecture: 'arm64' }] }),
    needsHomes({ staging: 'in-place', settings: sizes }),
    needsHomes({ staging: 'versions', settings: levels }),
  ]
  expect(needed).toEqual([true, true, false, false])
})

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

  it('are nowhere, where nothing else tells, for a process that had been called before it was first seen', () => {
    const [strict, usual] = [createHomes({ newOnly: true }), createHomes()]
    const old = [probe('e', 'old', 7), probe('e', 'old', 8)]
    expect(old.map((answer) => strict.isAtHome(answer, at('a')))).toEqual([false, false])
    expect(old.map((answer) => usual.isAtHome(answer, at('a')))).toEqual([true, true])
    const young = [probe('f', 'new', 1), probe('f', 'new', 2)]
    expect(young.map((answer) => strict.isAtHome(answer, at('a')))).toEqual([true, true])
    // $LATEST as one of several qualifiers, or sizes that REPORT tells: versions and Memory Size speak for them.
    expect(strict.isAtHome(probe('g', 'p', 3), { setting: 'a', version: '1' })).toBe(true)
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
