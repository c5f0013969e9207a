import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs'

/** The files of this machine, in the form that reading a profile takes them. */
export const fileReader = {
  readText: (path: string): string => readFileSync(path, 'utf8'),
  exists: (path: string): boolean => existsSync(path),
  isDirectory: (path: string): boolean => existsSync(path) && statSync(path).isDirectory(),
  isExecutable(path: string): boolean {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  },
  /** In bytes. */
  size: (path: string): number => statSync(path).size,
  firstBytes(path: string, count: number): Uint8Array {
    const file = openSync(path, 'r')
    try {
      const bytes = new Uint8Array(count)
      return bytes.subarray(0, readSync(file, bytes))
    } finally {
      closeSync(file)
    }
  },
}

/** Hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
