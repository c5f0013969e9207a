import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What AWS tells of a function's code. */
export interface CodeFacts {
  /** In base64. */
  readonly sha256: string
  readonly sizeBytes: number
}

/** Of a zip: its own hash and size. */
export function factsOfBytes(bytes: Buffer | string): CodeFacts {
  return {
    sha256: createHash('sha256').update(bytes).digest('base64'),
    sizeBytes: Buffer.byteLength(bytes),
  }
}

/**
 * Of a folder, which has no zip: a hash over the names, kinds and contents of its files, the same on every
 * machine, and the bytes in them. Undefined for what could be no function: more than 250 MB or 100,000 files.
 */
export async function factsOfFolder(folder: string): Promise<CodeFacts | undefined> {
  const hash = createHash('sha256')
  const sum = { bytes: 0, files: 0 }
  const whole = await addFolder(folder, '', hash, sum)
  return whole ? { sha256: hash.digest('base64'), sizeBytes: sum.bytes } : undefined
}

/** Reads folders' facts again only after a second: lists and waiters ask for the same ones over and over. */
export function createFolderFacts(now: () => number): (folder: string) => Promise<CodeFacts | undefined> {
  const read = new Map<string, { readonly at: number; readonly facts: Promise<CodeFacts | undefined> }>()
  return (folder) => {
    const last = read.get(folder)
    if (last !== undefined && now() - last.at < 1_000) return last.facts
    // What can't be read has no facts: the function that is there will say why.
    const facts = factsOfFolder(folder).catch(() => undefined)
    read.set(folder, { at: now(), facts })
    return facts
  }
}

const MOST_BYTES = 262_144_000
const MOST_FILES = 100_000

/** False when it is too much. */
async function addFolder(
  root: string,
  path: string,
  hash: Hash,
  sum: { bytes: number; files: number },
): Promise<boolean> {
  const entries = await readdir(join(root, path), { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const own = path === '' ? entry.name : `${path}/${entry.name}`
    sum.files += 1
    if (sum.files > MOST_FILES) return false
    if (entry.isDirectory()) {
      if (!(await addFolder(root, own, hash, sum))) return false
    } else if (entry.isSymbolicLink()) {
      hash.update(`link ${own}\0${await readlink(join(root, own))}\0`)
    } else if (entry.isFile()) {
      const { size, mode } = await lstat(join(root, own))
      sum.bytes += size
      if (sum.bytes > MOST_BYTES) return false
      // Lengths stand before what they measure, so that no two folders make the same row of bytes.
      hash.update(`${(mode & 0o100) === 0 ? 'file' : 'program'} ${own}\0${size}\0`)
      // No more than that: what grows meanwhile, or gives without end as some of /proc does, must not hold this up.
      if (size === 0) continue
      const content = createReadStream(join(root, own), { end: size - 1 })
      for await (const chunk of content) hash.update(chunk as Buffer)
    }
  }
  return true
}
