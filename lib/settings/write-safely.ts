import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

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
  let opened: number | undefined
  try {
    opened = openSync(folder, 'r')
    fsyncSync(opened)
  } catch (error) {
    // Some network file systems have no such thing as a folder to be written, and some folders can't be read.
    if (!/^(EINVAL|ENOTSUP|EPERM|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    if (opened !== undefined) closeSync(opened)
  }
}

/** Makes a folder for its owner only, with those above it, and keeps each of their names. */
export function makeFolder(folder: string, keep: (folder: string) => void = keepFolder): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = resolve(folder); made.startsWith(resolve(first)); made = dirname(made)) keep(dirname(made))
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
