import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** The path of a program of the system; functions have a PATH of their own, which says nothing about it. */
export function findProgram(name: string): string | undefined {
  return ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']
    .map((folder) => join(folder, name))
    .find((path) => mayRun(path))
}

/**
 * Whether the kernel would run a file. What it refuses must be started as it is, so that its error is seen: a
 * shell would take it for a script.
 */
export function isProgram(path: string): boolean {
  if (!mayRun(path)) return false
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const magic = Buffer.alloc(4)
    readSync(file, magic, 0, 4, 0)
    return magic.toString('latin1', 0, 2) === '#!' || magic.toString('latin1') === '\x7fELF'
  } catch {
    // A program that may be run and not read.
    return true
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
