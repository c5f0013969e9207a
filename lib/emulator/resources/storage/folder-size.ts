import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * What a folder and all below it take on the disk, bytes; whatever goes away meanwhile counts nothing. Stops
 * counting at `enough`: each entry is taken for 4 KB at least, so that a million empty files are soon counted.
 */
export async function folderBytes(folder: string, enough: number): Promise<number> {
  let bytes = 0
  const folders = [folder]
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const entry of await entriesOf(next)) {
      if (bytes > enough) return bytes
      const path = join(next, entry.name)
      if (entry.isDirectory()) folders.push(path)
      bytes += Math.max(LEAST_BYTES, await diskBytes(path))
    }
  }
  return bytes
}

const LEAST_BYTES = 4_096

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    // Removed since its name was read, or not readable for us: nothing can be said about it.
    return []
  }
}

async function diskBytes(path: string): Promise<number> {
  try {
    // Sparse files take less than their size. stat(2): blocks are of 512 bytes, whatever the file system's.
    return (await lstat(path)).blocks * 512
  } catch {
    return 0
  }
}
