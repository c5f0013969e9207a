import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { holdsObservations } from '../../../lib/store/holds-observations.ts'
import { printHeader, shareFileName } from '../../../lib/store/share-file.ts'
import { sentInMillis } from '../../support/observations.ts'
import { printObservation } from '../../support/print-observation.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const header = printHeader({ index: 0, of: 1 })

/** A comparison's folder with a block for each text, and the paths of the blocks' files. */
function comparisonWith(...texts: readonly string[]) {
  const folder = temporaryFolder()
  const files = texts.map((text, block) => {
    const path = join(folder, 'blocks', `000${block}`)
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'block.json'), '{}\n')
    const file = join(path, shareFileName(0))
    writeFileSync(file, text)
    return file
  })
  return { folder, files }
}

describe('a comparison holds observations', () => {
  it('as soon as any block has a line beyond its header', () => {
    const { folder } = comparisonWith(header, header + printObservation(sentInMillis()))
    expect(holdsObservations(folder)).toBe(true)
  })

  it('not where there are no blocks, or none with more than a header, written in full or not', () => {
    expect(holdsObservations(comparisonWith().folder)).toBe(false)
    expect(holdsObservations(comparisonWith('', header.slice(0, 10), header).folder)).toBe(false)
  })

  it('also where a block has stored more than fits into a string', () => {
    const { folder, files } = comparisonWith(header + printObservation(sentInMillis()))
    // Takes no room on the disk: what is not written is a hole.
    for (const file of files) truncateSync(file, 600 * 1_024 ** 2)
    expect(holdsObservations(folder)).toBe(true)
  })
})
