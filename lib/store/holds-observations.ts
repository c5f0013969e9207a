import { closeSync, existsSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** Whether any block of a comparison has stored more than the header of its file. */
export function holdsObservations(comparison: string): boolean {
  const blocks = join(comparison, 'blocks')
  if (!existsSync(blocks)) return false
  return readdirSync(blocks).some((block) =>
    readdirSync(join(blocks, block))
      .filter((name) => name.startsWith('observations.'))
      .some((name) => hasSecondLine(join(blocks, block, name))),
  )
}

/** Many times a header's length. */
const headLength = 4_096

/** Of the file's beginning alone: the whole of a long block's does not fit into one string. */
function hasSecondLine(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(headLength)
    return head.toString('utf8', 0, readSync(file, head)).trimEnd().includes('\n')
  } finally {
    closeSync(file)
  }
}
