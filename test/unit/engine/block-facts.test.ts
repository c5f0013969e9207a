import { describe, expect, it } from 'vitest'
import { blockFacts } from '../../../lib/engine/block-facts.ts'
import type { TargetFacts } from '../../../lib/model/run.ts'
import { exampleFacts, planWith } from '../../support/stored-plan.ts'

const facts: TargetFacts = {
  ...exampleFacts,
  memoryMb: 128,
  architecture: 'x86_64',
  architectureFrom: 'flag',
}
const plan = planWith()
const live = planWith({ target: { kind: 'lambda', function: 'hello', qualifier: 'live', logTail: true } })

describe('what a block is billed by', () => {
  it('is what the function is, where its setting says nothing else', () => {
    expect(blockFacts(facts, { name: 'LEVEL=info' }, {}, plan)).toEqual(facts)
  })

  it('is what the setting makes of the function', () => {
    const setting = { name: '512 MB arm64', memoryMb: 512, architecture: 'arm64' } as const
    expect(blockFacts(facts, setting, {}, plan)).toMatchObject({ memoryMb: 512, architecture: 'arm64' })
  })

  it('is what the version behind a qualifier was found to be, whatever $LATEST is', () => {
    const setting = { name: 'live', qualifier: 'live' }
    expect(
      blockFacts(facts, setting, { memoryMb: 1_024, architecture: 'arm64', runtime: 'image' }, live),
    ).toMatchObject({
      function: 'hello:live',
      memoryMb: 1_024,
      runtime: 'image',
      architecture: 'arm64',
      architectureFrom: 'function',
    })
  })

  it('is the architecture that was named, where the version behind a qualifier says none', () => {
    const named: TargetFacts = { ...facts, architecture: 'arm64' }
    expect(blockFacts(named, { name: 'live', qualifier: 'live' }, { memoryMb: 1_024 }, live)).toMatchObject({
      memoryMb: 1_024,
      architecture: 'arm64',
      architectureFrom: 'flag',
    })
  })
})
