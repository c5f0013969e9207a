import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'

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
}

/** Hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
