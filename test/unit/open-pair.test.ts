import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openPair } from '../../lib/open-pair.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('two folders that hold no runs', () => {
  it('are told both, and once where one is named twice', () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()]
    const wheres = (...[baseline, candidate]: [string, string]): readonly string[] => {
      const pair = openPair(baseline, candidate)
      return pair.kind === 'unfit' ? pair.problems.map(({ where }) => where) : []
    }
    expect(wheres(first, second)).toEqual([first, second])
    expect(wheres(first, first)).toEqual([first])
  })

  it('are told apart where one is a comparison', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'comparison-plan.json'), '{}')
    expect(openPair(folder, folder)).toEqual({
      kind: 'unfit',
      problems: [{ where: folder, message: expect.stringContaining('one of the runs in its blocks/') }],
    })
  })
})
