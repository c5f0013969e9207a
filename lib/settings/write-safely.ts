import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs'

/** When it returns the bytes are on the disk. */
export function writeSafely(path: string, document: object): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeFileSync(file, `${JSON.stringify(document, undefined, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A new name is safe only when its folder is. */
export function keepFolder(folder: string): void {
  const opened = openSync(folder, 'r')
  try {
    fsyncSync(opened)
  } catch (error) {
    // Some network file systems have no such thing as a folder to be written.
    if (!/^(EINVAL|ENOTSUP|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    closeSync(opened)
  }
}

/** A new file, in full or not at all, and by one process only. Throws what isTaken knows where the name is taken. */
export function createWhole(path: string, document: object): void {
  // Processes of two hosts may have the same id.
  const part = `${path}.${randomUUID()}.part`
  try {
    writeSafely(part, document)
    // A rename would take another one's place.
    linkSync(part, path)
  } finally {
    rmSync(part, { force: true })
  }
}

export const isTaken = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST'
